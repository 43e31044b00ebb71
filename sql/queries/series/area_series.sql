-- One row per area and period of an indicator, for the areas of a list, in the order of their codes and periods.
-- An area whose extent changed shows it in area_valid_from: the series breaks there.
-- parameters: $indicator VARCHAR, $areas VARCHAR[]
-- key: area_code, period
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
    series.undecided_because
from marts.indicator_values as series
join marts.areas as areas
    on series.area_code = areas.area_code and series.area_valid_from = areas.valid_from
where series.indicator_code = $indicator and list_contains($areas, series.area_code)
order by series.area_code, series.period
