-- One row per area and period of an indicator, for the areas of a list, in the order of their codes and periods.
-- An area whose extent changed shows it in area_valid_from: the series breaks there.
-- parameters: $indicator VARCHAR, $areas VARCHAR[]
-- key: area_code, period
-- columns:
--   area_code VARCHAR: Code of the area.
--   area_valid_from DATE: With the code, names the extent the row describes.
--   area_name_zh VARCHAR: Full Chinese name.
--   area_name_en VARCHAR: Full English name.
--   short_name_zh VARCHAR: Short Chinese name for tight places.
--   short_name_en VARCHAR: Short English name for tight places.
--   area_level VARCHAR: province, city, county, township or zone.
--   period DATE: Last day of the quarter or year.
--   value DOUBLE: Numerator times scale over denominator, for charts; none where a unit of a county is missing.
--   value_shown DECIMAL(18,4): The value as it is shown: half up to the indicator's decimals, never across the target.
--   class_index INTEGER: How many of the indicator's class bounds the exact value reaches; 0 is the lowest class.
--   numerator BIGINT: What was reported; above the county, of the complete counties only where there is one.
--   numerator_date DATE: Date of the numerator; of a sum, the oldest part's.
--   denominator BIGINT: What it is divided by, of the same counties as the numerator.
--   denominator_date DATE: Date of the denominator; of a sum, the oldest part's.
--   denominator_status VARCHAR: published, reported, estimated, missing or not_applicable; of a sum, the weakest.
--   denominator_carried BOOLEAN: True when the denominator is older than the last year end on or before the period.
--   verdict VARCHAR: met, not_met, no_target or unknown.
--   required BIGINT: Least numerator that meets a >= or > target, most that meets <= or <, at this denominator.
--   gap BIGINT: Least change of the numerator that meets the target; above the county the sum of the known county gaps.
--   balance BIGINT: Numerator minus required, signed.
--   near_target BOOLEAN: True within five per cent of required, on either side.
--   value_status VARCHAR: reported, estimated, partial, missing, not_due or not_applicable.
--   units_expected BIGINT: Units that report the numerator: the lowest areas, or one per county for published ones.
--   units_reported BIGINT: Units of these that did.
--   target_id VARCHAR: The row of the target registry it comes from.
--   target_value DECIMAL(18,6): The target that applies, in the indicator's unit.
--   target_comparison VARCHAR: >=, >, <= or < : how the value is compared with the target.
--   simulated BOOLEAN: True when a return behind the row is simulated.
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
    series.simulated
from marts.indicator_values as series
join marts.areas as areas
    on series.area_code = areas.area_code and series.area_valid_from = areas.valid_from
where series.indicator_code = $indicator and list_contains($areas, series.area_code)
order by series.area_code, series.period
