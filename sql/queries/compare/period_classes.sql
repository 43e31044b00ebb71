-- One row per county below an area and period of an indicator: what a map of that period paints it by.
-- parameters: $indicator VARCHAR, $area VARCHAR
-- key: area_code, period
-- columns:
--   is_newest_extent BOOLEAN: True where its extent is the one it has on the newest period, which is what the map's shapes are of.
with
counties as (
    select
        tree.area_code,
        tree.area_valid_from,
        tree.period,
        max(tree.area_valid_from) over (partition by tree.area_code) as newest_valid_from
    from marts.tree as tree
    where tree.area_level = 'county' and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
)
select
    counties.area_code,
    counties.area_valid_from,
    counties.period,
    counties.area_valid_from = counties.newest_valid_from as is_newest_extent,
    county_values.class_index,
    county_values.value_shown,
    county_values.verdict,
    county_values.value_status,
    county_values.undecided_because
from counties
join marts.indicator_values as county_values
    on counties.area_code = county_values.area_code
    and counties.area_valid_from = county_values.area_valid_from
    and counties.period = county_values.period
where county_values.indicator_code = $indicator
order by counties.period, counties.area_code
