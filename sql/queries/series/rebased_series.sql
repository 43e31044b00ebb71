-- One row per area and period of an indicator, for the areas of a list as they were on a day, in the order of their codes and periods:
-- figures of a time when the county was of another extent are carried onto that of the day. A city or the province, of which no part is
-- left out by that, has its figures as they are.
-- parameters: $indicator VARCHAR, $areas VARCHAR[], $boundaries DATE
-- key: area_code, period
-- columns:
--   is_rebased BOOLEAN: True where the figures are carried onto the extent of the day, or should be and cannot.
with
asked as (
    select *
    from marts.areas
    where list_contains($areas, area_code)
        and area_level <> 'township'
        and $boundaries >= valid_from
        and (valid_to is null or $boundaries <= valid_to)
),
standing as (
    select figures.*
    from marts.indicator_values as figures
    join asked
        on figures.area_code = asked.area_code and figures.area_valid_from = asked.valid_from
    where figures.indicator_code = $indicator
),
rebased as (
    select figures.* exclude (denominator_basis, not_carried_because)
    from marts.carried_values as figures
    join asked
        on figures.area_code = asked.area_code and figures.area_valid_from = asked.valid_from
    where figures.indicator_code = $indicator
),
together as (
    select * from standing
    union all
    select * from rebased
)
select
    series.area_code,
    series.area_valid_from,
    asked.area_name_zh,
    asked.area_name_en,
    asked.short_name_zh,
    asked.short_name_en,
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
    carried.indicator_code is not null as is_rebased,
    carried.denominator_basis,
    carried.not_carried_because
from together as series
join asked
    on series.area_code = asked.area_code
left join marts.carried_values as carried
    on series.indicator_code = carried.indicator_code
    and series.area_code = carried.area_code
    and series.area_valid_from = carried.area_valid_from
    and series.period = carried.period
order by series.area_code, series.period
