-- One row per whole straight below an area on a period, and per county straight below it: its own ratio and its counties. Of a whole
-- that has none below it (a city) that one itself. Below the country these are provinces, below a province its cities.
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR
-- key: area_code
-- columns:
--   counties BIGINT: Counties of the city or province.
--   counties_met BIGINT: Counties that meet the target.
--   counties_unknown BIGINT: Counties not decided.
--   counties_unreported BIGINT: Counties without any return.
--   counties_partial BIGINT: Counties with a unit missing.
with
counties as (
    select
        case
            when $area = tree.root_code then coalesce(tree.city_code, tree.area_code)
            when tree.prefecture_code is not null then tree.prefecture_code
            -- A county in a city is no row of its own: nothing of it alone is told under its city's name.
            when bool_or(tree.prefecture_code is not null) over () then tree.area_code
            else coalesce(tree.city_code, tree.area_code)
        end as row_code,
        county_values.verdict,
        county_values.value_status,
        county_values.units_expected,
        county_values.units_reported
    from marts.indicator_values as county_values
    join marts.tree as tree
        on county_values.area_code = tree.area_code and county_values.period = tree.period
    where county_values.indicator_code = $indicator
        and county_values.period = $period
        and county_values.area_level = 'county'
        and $area in (tree.root_code, tree.prefecture_code, coalesce(tree.city_code, tree.area_code))
),
counted as (
    select
        row_code,
        count(*) as counties,
        count(*) filter (where verdict = 'met') as counties_met,
        count(*) filter (where verdict = 'unknown') as counties_unknown,
        count(*) filter (where units_expected > 0 and units_reported = 0) as counties_unreported,
        count(*) filter (where value_status = 'partial') as counties_partial
    from counties
    group by row_code
)
select
    city_values.area_code,
    city_values.area_valid_from,
    tree.area_name_zh,
    tree.area_name_en,
    tree.short_name_zh,
    tree.short_name_en,
    city_values.area_level,
    city_values.verdict,
    city_values.value,
    city_values.value_shown,
    city_values.class_index,
    city_values.numerator,
    city_values.numerator_date,
    city_values.denominator,
    city_values.denominator_date,
    city_values.denominator_status,
    city_values.denominator_carried,
    city_values.numerator_carried,
    city_values.denominator_low,
    city_values.denominator_high,
    city_values.verdict_firm,
    city_values.gap_at_most,
    city_values.share_known,
    city_values.target_id,
    city_values.target_value,
    city_values.target_comparison,
    city_values.required,
    city_values.balance,
    city_values.gap,
    city_values.near_target,
    city_values.value_status,
    city_values.units_expected,
    city_values.units_reported,
    city_values.gap_counties_unknown,
    city_values.simulated,
    city_values.undecided_because,
    counted.counties,
    counted.counties_met,
    counted.counties_unknown,
    counted.counties_unreported,
    counted.counties_partial
from counted
join marts.indicator_values as city_values
    on counted.row_code = city_values.area_code
    and city_values.indicator_code = $indicator
    and city_values.period = $period
join marts.tree as tree
    on city_values.area_code = tree.area_code and city_values.period = tree.period
order by city_values.area_code
