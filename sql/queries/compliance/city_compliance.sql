-- One row per city below an area on a period, and per county straight under the province: its own ratio and its counties.
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR
-- key: area_code
-- columns:
--   area_code VARCHAR: Code of the area.
--   area_valid_from DATE: With the code, names the extent the row describes.
--   area_name_zh VARCHAR: Full Chinese name.
--   area_name_en VARCHAR: Full English name.
--   short_name_zh VARCHAR: Short Chinese name for tight places.
--   short_name_en VARCHAR: Short English name for tight places.
--   area_level VARCHAR: province, city, county, township or zone.
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
--   gap_counties_unknown BIGINT: Above the county, counties whose gap is not known and is not in the sum.
--   simulated BOOLEAN: True when a return behind the row is simulated.
--   counties BIGINT: Counties of the city.
--   counties_met BIGINT: Counties that meet the target.
--   counties_unknown BIGINT: Counties not decided.
--   counties_unreported BIGINT: Counties without any return.
--   counties_partial BIGINT: Counties with a unit missing.
with
counties as (
    select
        coalesce(tree.city_code, tree.area_code) as row_code,
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
        and $area in (tree.root_code, tree.city_code, tree.area_code)
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
    areas.area_name_zh,
    areas.area_name_en,
    areas.short_name_zh,
    areas.short_name_en,
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
join marts.areas as areas
    on city_values.area_code = areas.area_code and city_values.area_valid_from = areas.valid_from
order by city_values.area_code
