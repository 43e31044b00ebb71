-- One row per area and period of an indicator, for the areas of a list, in the order of their codes and periods.
-- An area whose extent changed shows it in area_valid_from: the series breaks there.
-- parameters: $indicator VARCHAR, $areas VARCHAR[]
-- key: area_code, period
-- columns:
--   parts_changed BOOLEAN: True where a city, a province or the country has a value of other counties than at the period before, while some are left out.
with
parts as (
    select
        tree.root_code,
        tree.prefecture_code,
        tree.city_code,
        county_values.period,
        county_values.area_code,
        county_values.area_valid_from
    from marts.indicator_values as county_values
    join marts.tree as tree
        on county_values.area_code = tree.area_code and county_values.period = tree.period
    where county_values.indicator_code = $indicator
        and county_values.area_level in ('county', 'zone')
        and county_values.value is not null
),
known_parts as (
    select root_code as whole_code, period, area_code, area_valid_from from parts where list_contains($areas, root_code)
    union all
    select prefecture_code as whole_code, period, area_code, area_valid_from from parts where list_contains($areas, prefecture_code)
    union all
    select city_code as whole_code, period, area_code, area_valid_from from parts where list_contains($areas, city_code)
),
wholes as (
    select
        area_code as whole_code,
        period,
        value_status,
        lag(period) over (partition by area_code order by period) as period_before,
        lag(value_status) over (partition by area_code order by period) as status_before
    from marts.indicator_values
    where indicator_code = $indicator
        and list_contains($areas, area_code)
        and area_level in ('city', 'province', 'country')
        and value is not null
),
differing as (
    select wholes.whole_code, wholes.period, known_parts.area_code, known_parts.area_valid_from
    from wholes
    join known_parts
        on wholes.whole_code = known_parts.whole_code and known_parts.period in (wholes.period, wholes.period_before)
    where wholes.period_before is not null and (wholes.value_status = 'partial' or wholes.status_before = 'partial')
    group by wholes.whole_code, wholes.period, known_parts.area_code, known_parts.area_valid_from
    having count(*) = 1
),
changed as (
    select distinct whole_code, period from differing
)
select
    series.area_code,
    series.area_valid_from,
    areas.area_name_zh,
    areas.area_name_en,
    areas.short_name_zh,
    areas.short_name_en,
    series.area_level,
    series.period,
    series.value,
    series.value_shown,
    series.class_index,
    series.numerator,
    series.numerator_date,
    series.denominator,
    series.denominator_date,
    series.denominator_status,
    series.denominator_carried,
    series.numerator_carried,
    series.denominator_low,
    series.denominator_high,
    series.verdict_firm,
    series.gap_at_most,
    series.share_known,
    series.verdict,
    series.required,
    series.gap,
    series.balance,
    series.near_target,
    series.value_status,
    series.units_expected,
    series.units_reported,
    series.target_id,
    series.target_value,
    series.target_comparison,
    series.simulated,
    series.undecided_because,
    changed.whole_code is not null as parts_changed
from marts.indicator_values as series
join marts.areas as areas
    on series.area_code = areas.area_code and series.area_valid_from = areas.valid_from
left join changed
    on series.area_code = changed.whole_code and series.period = changed.period
where series.indicator_code = $indicator and list_contains($areas, series.area_code)
order by series.area_code, series.period
