-- One row per pair of indicators of one system; a pair stands once.
-- key: indicator_code, other_indicator_code
-- parameters: $period DATE
select * from marts.index_correlations
where period = $period
order by policy_system, indicator_code, other_indicator_code
