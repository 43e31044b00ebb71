-- One row per county with an index or the root, and choice that is drawn: which choice matters.
-- key: area_code, choice
-- parameters: $period DATE
select * from marts.index_sensitivity
where period = $period
order by area_code, choice
