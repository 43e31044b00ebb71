-- One row per indicator of the index: what it gives to the score of an area.
-- key: indicator_code
-- parameters: $period DATE, $area VARCHAR
select * from marts.index_parts
where period = $period and area_code = $area
order by policy_system, indicator_code
