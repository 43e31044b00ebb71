-- One row per period of an indicator: how many counties below an area meet the target, and the area's own figure.
-- Counties whose verdict is no_target are outside the count.
-- parameters: $indicator VARCHAR, $area VARCHAR
-- key: period
-- columns:
--   counties_all BIGINT: Counties valid on the period.
--   counties_judged BIGINT: Counties with a verdict other than no_target.
--   met BIGINT: Counties that meet the target.
--   not_met BIGINT: Counties that do not.
--   unknown BIGINT: Counties not decided.
--   counties_with_value BIGINT: Counties with a value.
with
counted as (
    select
        county_values.period,
        count(*) as counties_all,
        count(*) filter (where county_values.verdict <> 'no_target') as counties_judged,
        count(*) filter (where county_values.verdict = 'met') as met,
        count(*) filter (where county_values.verdict = 'not_met') as not_met,
        count(*) filter (where county_values.verdict = 'unknown') as unknown,
        count(*) filter (where county_values.value is not null) as counties_with_value
    from marts.indicator_values as county_values
    join marts.tree as tree
        on county_values.area_code = tree.area_code and county_values.period = tree.period
    where county_values.indicator_code = $indicator
        and county_values.area_level = 'county'
        and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
    group by county_values.period
)
select
    counted.period,
    counted.counties_all,
    counted.counties_judged,
    counted.met,
    counted.not_met,
    counted.unknown,
    counted.counties_with_value,
    whole.value,
    whole.value_shown
from counted
left join marts.indicator_values as whole
    on counted.period = whole.period
    and whole.indicator_code = $indicator
    and whole.area_code = $area
order by counted.period
