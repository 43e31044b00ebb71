-- One row per indicator: whether it is in the index, with what weight and what importance.
-- key: indicator_code
-- parameters: $period DATE
select * from marts.index_indicators
where period = $period
order by policy_system, indicator_code
