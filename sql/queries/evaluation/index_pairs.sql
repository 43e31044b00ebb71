-- One row per county that another is compared with: in how many draws the one stands above the other.
-- key: other_area_code
-- parameters: $period DATE, $area VARCHAR
select * from marts.index_pairs
where period = $period and area_code = $area
order by other_area_code
