-- One row per scope (the index or a system) and county, city or province: score, position and band.
-- key: scope, area_code
-- parameters: $period DATE
select * from marts.index_scores
where period = $period
order by scope, area_code
