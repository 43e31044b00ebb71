-- One row per area of a level below an area (or that area itself) on a period, with names: the table behind a file.
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR, $level VARCHAR
-- key: area_code
-- columns:
--   county_code VARCHAR: County of a township; none for larger areas.
--   county_name_zh VARCHAR: Chinese name of that county.
--   county_name_en VARCHAR: English name of that county.
--   city_code VARCHAR: City it belongs to on that day, below the country the province: what lies straight below the root; none for the root, such an area itself and a county in none.
--   city_name_zh VARCHAR: Chinese name of that city; below the country the province's, with its city's behind it where there is one.
--   city_name_en VARCHAR: English name of that city; below the country the province's, with its city's before it where there is one.
select
    area_values.area_code,
    area_values.area_valid_from,
    areas.area_name_zh,
    areas.area_name_en,
    area_values.area_level,
    county.area_code as county_code,
    county.area_name_zh as county_name_zh,
    county.area_name_en as county_name_en,
    coalesce(own.city_code, county.city_code) as city_code,
    coalesce(own.city_name_zh, county.city_name_zh) as city_name_zh,
    coalesce(own.city_name_en, county.city_name_en) as city_name_en,
    area_values.verdict,
    area_values.value,
    area_values.value_shown,
    area_values.numerator,
    area_values.numerator_date,
    area_values.denominator,
    area_values.denominator_date,
    area_values.denominator_status,
    area_values.denominator_carried,
    area_values.numerator_carried,
    area_values.denominator_low,
    area_values.denominator_high,
    area_values.verdict_firm,
    area_values.gap_at_most,
    area_values.share_known,
    area_values.target_id,
    area_values.target_value,
    area_values.target_comparison,
    area_values.required,
    area_values.balance,
    area_values.gap,
    area_values.gap_counties_unknown,
    area_values.near_target,
    area_values.value_status,
    area_values.units_expected,
    area_values.units_reported,
    area_values.simulated,
    area_values.undecided_because
from marts.indicator_values as area_values
join marts.areas as areas
    on area_values.area_code = areas.area_code and area_values.area_valid_from = areas.valid_from
left join marts.tree as own
    on area_values.area_code = own.area_code and area_values.period = own.period
left join marts.tree as county
    on areas.parent_code = county.area_code
    and area_values.period = county.period
    and county.area_level in ('county', 'zone')
where area_values.indicator_code = $indicator
    and area_values.period = $period
    and area_values.area_level = $level
    and $area in (
        area_values.area_code, county.area_code, own.city_code, county.city_code, own.prefecture_code, county.prefecture_code,
        own.root_code, county.root_code
    )
order by area_values.area_code
