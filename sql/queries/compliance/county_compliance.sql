-- One row per county valid on a period below an area (the province or a city): the map's question.
-- A change on a year before is null where the county's extent differs or either value is missing.
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR
-- key: area_code
-- columns:
--   area_code VARCHAR: Code of the area.
--   area_valid_from DATE: With the code, names the extent the row describes.
--   area_name_zh VARCHAR: Full Chinese name.
--   area_name_en VARCHAR: Full English name.
--   short_name_zh VARCHAR: Short Chinese name for tight places.
--   short_name_en VARCHAR: Short English name for tight places.
--   city_code VARCHAR: City it belongs to; none for a county straight under the province.
--   city_name_zh VARCHAR: Chinese name of that city.
--   city_name_en VARCHAR: English name of that city.
--   city_short_name_zh VARCHAR: Short Chinese name of that city.
--   city_short_name_en VARCHAR: Short English name of that city.
--   verdict VARCHAR: met, not_met, no_target or unknown.
--   value DOUBLE: Numerator times scale over denominator, for charts; none where a unit of a county is missing.
--   value_shown DECIMAL(18,4): The value as it is shown: half up to the indicator's decimals, never across the target.
--   class_index INTEGER: How many of the indicator's class bounds the exact value reaches; 0 is the lowest class.
--   numerator BIGINT: What was reported; above the county, of the complete counties only where there is one.
--   numerator_date DATE: Date of the numerator; of a sum, the oldest part's.
--   denominator BIGINT: What it is divided by, of the same counties as the numerator.
--   denominator_date DATE: Date of the denominator; of a sum, the oldest part's.
--   denominator_status VARCHAR: published, reported, estimated, missing or not_applicable; of a sum, the weakest.
--   denominator_carried BOOLEAN: True when the denominator is older than the last year end on or before the period.
--   target_id VARCHAR: The row of the target registry it comes from.
--   target_value DECIMAL(18,6): The target that applies, in the indicator's unit.
--   target_comparison VARCHAR: >=, >, <= or < : how the value is compared with the target.
--   required BIGINT: Least numerator that meets a >= or > target, most that meets <= or <, at this denominator.
--   balance BIGINT: Numerator minus required, signed.
--   gap BIGINT: Least change of the numerator that meets the target; above the county the sum of the known county gaps.
--   near_target BOOLEAN: True within five per cent of required, on either side.
--   value_status VARCHAR: reported, estimated, partial, missing, not_due or not_applicable.
--   units_expected BIGINT: Units that report the numerator: the lowest areas, or one per county for published ones.
--   units_reported BIGINT: Units of these that did.
--   value_shown_year_before DECIMAL(18,4): Shown value a year before, of the same extent.
--   change_shown DECIMAL(18,4): Shown value less the one a year before.
--   gap_year_before BIGINT: Gap a year before, of the same extent.
--   gap_change BIGINT: Gap less the one a year before.
--   filed_on DATE: Day that return was filed.
--   filed_by VARCHAR: Who filed it.
--   batch_id VARCHAR: Newest accepted return that stands for it.
--   file_name VARCHAR: File of that return.
--   due_on DATE: Last day on which the return was in time.
--   first_complete_on DATE: Day on which it was first whole: its own return, or the last of its units; none while a unit is missing.
--   batches BIGINT: How many returns its standing rows come from.
--   filed_late BOOLEAN: True when the last unit was first filed after that day.
--   simulated BOOLEAN: True when a return behind the row is simulated.
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
    areas.area_name_zh,
    areas.area_name_en,
    areas.short_name_zh,
    areas.short_name_en,
    tree.city_code,
    cities.area_name_zh as city_name_zh,
    cities.area_name_en as city_name_en,
    cities.short_name_zh as city_short_name_zh,
    cities.short_name_en as city_short_name_en,
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
    counties.simulated
from counties
join marts.tree as tree
    on counties.area_code = tree.area_code and counties.period = tree.period
join marts.areas as areas
    on counties.area_code = areas.area_code and counties.area_valid_from = areas.valid_from
left join marts.areas as cities
    on tree.city_code = cities.area_code
    and $period >= cities.valid_from
    and (cities.valid_to is null or $period <= cities.valid_to)
left join year_before
    on counties.area_code = year_before.area_code and counties.area_valid_from = year_before.area_valid_from
left join filed
    on counties.area_code = filed.area_code
where $area in (tree.root_code, tree.city_code, counties.area_code)
order by counties.area_code
