-- One row per county and indicator of the index whose value lies beyond a bound and counts as at it.
-- key: area_code, indicator_code
-- parameters: $period DATE
select * from marts.index_parts
where period = $period and area_level = 'county' and value_moved
order by indicator_code, area_code
