-- One row per county below an area with the same extent that is judged on a period and a year before: both verdicts.
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR
-- key: area_code
-- columns:
--   verdict_year_before VARCHAR: Verdict a year before: met or not_met.
--   crossing VARCHAR: rose_to_target where a verdict of not met became one of met, fell_from_target the other way; of the same extent.
--   decided_in_part BOOLEAN: True where a verdict of the two stands although units are missing: what they may still report cannot change it.
with
-- Each of the two days is asked for by itself: a list of days is looked for in far more of what is stored than either takes.
counties as (
    select
        tree.area_name_zh,
        tree.area_name_en,
        tree.short_name_zh,
        tree.short_name_en,
        county_values.area_code,
        county_values.area_valid_from,
        county_values.verdict,
        county_values.value_status
    from marts.indicator_values as county_values
    join marts.tree as tree
        on county_values.area_code = tree.area_code and tree.period = $period
    where county_values.indicator_code = $indicator
        and county_values.period = $period
        and county_values.area_level = 'county'
        and county_values.verdict in ('met', 'not_met')
        and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
),
year_before as (
    select
        county_values.area_code,
        county_values.area_valid_from,
        county_values.verdict,
        county_values.value_status
    from marts.indicator_values as county_values
    join marts.tree as tree
        on county_values.area_code = tree.area_code and tree.period = last_day(cast($period - interval 1 year as date))
    where county_values.indicator_code = $indicator
        and county_values.period = last_day(cast($period - interval 1 year as date))
        and county_values.area_level = 'county'
        and county_values.verdict in ('met', 'not_met')
        and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
)
select
    counties.area_code,
    counties.area_name_zh,
    counties.area_name_en,
    counties.short_name_zh,
    counties.short_name_en,
    counties.verdict,
    year_before.verdict as verdict_year_before,
    case
        when year_before.verdict = 'not_met' and counties.verdict = 'met' then 'rose_to_target'
        when year_before.verdict = 'met' and counties.verdict = 'not_met' then 'fell_from_target'
    end as crossing,
    'partial' in (counties.value_status, year_before.value_status) as decided_in_part
from counties
join year_before
    on counties.area_code = year_before.area_code and counties.area_valid_from = year_before.area_valid_from
order by counties.area_code
