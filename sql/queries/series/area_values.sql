-- One row per area of a level below an area (or that area itself) on a period, with names: the table behind a file.
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR, $level VARCHAR
-- key: area_code
-- columns:
--   area_code VARCHAR: Code of the area.
--   area_valid_from DATE: With the code, names the extent the row describes.
--   area_name_zh VARCHAR: Full Chinese name.
--   area_name_en VARCHAR: Full English name.
--   area_level VARCHAR: province, city, county, township or zone.
--   county_code VARCHAR: County of a township; none for larger areas.
--   county_name_zh VARCHAR: Chinese name of that county.
--   county_name_en VARCHAR: English name of that county.
--   city_code VARCHAR: City it belongs to; none for a county straight under the province.
--   city_name_zh VARCHAR: Chinese name of that city.
--   city_name_en VARCHAR: English name of that city.
--   verdict VARCHAR: met, not_met, no_target or unknown.
--   value DOUBLE: Numerator times scale over denominator, for charts; none where a unit of a county is missing.
--   value_shown DECIMAL(18,4): The value as it is shown: half up to the indicator's decimals, never across the target.
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
--   gap_counties_unknown BIGINT: Above the county, counties whose gap is not known and is not in the sum.
--   near_target BOOLEAN: True within five per cent of required, on either side.
--   value_status VARCHAR: reported, estimated, partial, missing, not_due or not_applicable.
--   units_expected BIGINT: Units that report the numerator: the lowest areas, or one per county for published ones.
--   units_reported BIGINT: Units of these that did.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with
named as (
    select
        area_values.*,
        areas.area_name_zh,
        areas.area_name_en,
        areas.parent_code,
        own.city_code as own_city_code,
        own.root_code as own_root_code,
        parent.area_code as county_code,
        parent.city_code as parent_city_code,
        parent.root_code as parent_root_code
    from marts.indicator_values as area_values
    join marts.areas as areas
        on area_values.area_code = areas.area_code and area_values.area_valid_from = areas.valid_from
    left join marts.tree as own
        on area_values.area_code = own.area_code and area_values.period = own.period
    left join marts.tree as parent
        on areas.parent_code = parent.area_code
        and area_values.period = parent.period
        and parent.area_level in ('county', 'zone')
    where area_values.indicator_code = $indicator
        and area_values.period = $period
        and area_values.area_level = $level
),
placed as (
    select
        *,
        coalesce(own_city_code, parent_city_code) as city_code,
        coalesce(own_root_code, parent_root_code) as root_code
    from named
)
select
    placed.area_code,
    placed.area_valid_from,
    placed.area_name_zh,
    placed.area_name_en,
    placed.area_level,
    placed.county_code,
    counties.area_name_zh as county_name_zh,
    counties.area_name_en as county_name_en,
    placed.city_code,
    cities.area_name_zh as city_name_zh,
    cities.area_name_en as city_name_en,
    placed.verdict,
    placed.value,
    placed.value_shown,
    placed.numerator,
    placed.numerator_date,
    placed.denominator,
    placed.denominator_date,
    placed.denominator_status,
    placed.denominator_carried,
    placed.target_id,
    placed.target_value,
    placed.target_comparison,
    placed.required,
    placed.balance,
    placed.gap,
    placed.gap_counties_unknown,
    placed.near_target,
    placed.value_status,
    placed.units_expected,
    placed.units_reported,
    placed.simulated
from placed
left join marts.areas as counties
    on placed.county_code = counties.area_code
    and $period >= counties.valid_from
    and (counties.valid_to is null or $period <= counties.valid_to)
left join marts.areas as cities
    on placed.city_code = cities.area_code
    and $period >= cities.valid_from
    and (cities.valid_to is null or $period <= cities.valid_to)
where $area in (placed.area_code, placed.county_code, placed.city_code, placed.root_code)
order by placed.area_code
