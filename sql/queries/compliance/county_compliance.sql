-- One row per county valid on a period below an area (the province or a city): the map's question.
-- A change on a year before is null where the county's extent differs or either value is missing.
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR
-- key: area_code
-- columns:
--   value_shown_year_before DECIMAL(18,4): Shown value a year before, of the same extent.
--   change_shown DECIMAL(18,4): Shown value less the one a year before.
--   gap_year_before BIGINT: Gap a year before, of the same extent.
--   gap_change BIGINT: Gap less the one a year before.
--   filed_late BOOLEAN: True when it was first whole, or what there is of it first came, after that day.
with
counties as (
    select *
    from marts.indicator_values
    where indicator_code = $indicator and period = $period and area_level = 'county'
),
year_before as (
    select
        area_code,
        area_valid_from,
        value_shown,
        gap
    from marts.indicator_values
    where indicator_code = $indicator
        and period = last_day(cast($period - interval 1 year as date))
        and area_level = 'county'
),
filed as (
    select returns.*
    from marts.returns as returns
    join marts.indicators as indicators
        on returns.dataset = indicators.numerator_dataset
    where indicators.indicator_code = $indicator and returns.period = $period
)
select
    counties.area_code,
    counties.area_valid_from,
    tree.area_name_zh,
    tree.area_name_en,
    tree.short_name_zh,
    tree.short_name_en,
    tree.city_code,
    tree.city_name_zh,
    tree.city_name_en,
    tree.city_short_name_zh,
    tree.city_short_name_en,
    counties.verdict,
    counties.value,
    counties.value_shown,
    counties.class_index,
    counties.numerator,
    counties.numerator_date,
    counties.denominator,
    counties.denominator_date,
    counties.denominator_status,
    counties.denominator_carried,
    counties.numerator_carried,
    counties.denominator_low,
    counties.denominator_high,
    counties.verdict_firm,
    counties.gap_at_most,
    counties.target_id,
    counties.target_value,
    counties.target_comparison,
    counties.required,
    counties.balance,
    counties.gap,
    counties.near_target,
    counties.value_status,
    counties.units_expected,
    counties.units_reported,
    year_before.value_shown as value_shown_year_before,
    cast(counties.value_shown - year_before.value_shown as decimal(18, 4)) as change_shown,
    year_before.gap as gap_year_before,
    counties.gap - year_before.gap as gap_change,
    filed.filed_on,
    filed.filed_by,
    filed.batch_id,
    filed.file_name,
    filed.due_on,
    filed.first_complete_on,
    filed.batches,
    coalesce(filed.filed_late, false) as filed_late,
    counties.simulated,
    counties.undecided_because
from counties
join marts.tree as tree
    on counties.area_code = tree.area_code and counties.period = tree.period
left join year_before
    on counties.area_code = year_before.area_code and counties.area_valid_from = year_before.area_valid_from
left join filed
    on counties.area_code = filed.area_code
where $area in (tree.root_code, tree.city_code, counties.area_code)
order by counties.area_code
