-- One row per county as it was on a day, below an area (the province or a city of that day), with its figures of a period: carried onto the
-- extent of the day where the period's was another.
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR, $boundaries DATE
-- key: area_code
-- columns:
--   city_code VARCHAR: City it belongs to on that day; none for the root, a city itself and a county in no city.
--   city_name_zh VARCHAR: Chinese name of that city.
--   city_name_en VARCHAR: English name of that city.
--   city_short_name_zh VARCHAR: Short Chinese name of that city.
--   city_short_name_en VARCHAR: Short English name of that city.
--   is_rebased BOOLEAN: True where the figures are carried onto the extent of the day, or should be and cannot.
with
of_the_day as (
    select *
    from marts.areas
    where $boundaries >= valid_from and (valid_to is null or $boundaries <= valid_to)
),
asked as (
    select
        counties.*,
        cities.area_code as city_code,
        cities.area_name_zh as city_name_zh,
        cities.area_name_en as city_name_en,
        cities.short_name_zh as city_short_name_zh,
        cities.short_name_en as city_short_name_en
    from of_the_day as counties
    left join of_the_day as cities
        on counties.parent_code = cities.area_code and cities.area_level = 'city'
    left join of_the_day as roots
        on cities.parent_code = roots.area_code
    where counties.area_level = 'county' and $area in (counties.area_code, counties.parent_code, roots.area_code)
),
standing as (
    select figures.*
    from marts.indicator_values as figures
    join asked
        on figures.area_code = asked.area_code and figures.area_valid_from = asked.valid_from
    where figures.indicator_code = $indicator and figures.period = $period
),
rebased as (
    select figures.* exclude (denominator_basis, not_carried_because)
    from marts.carried_values as figures
    join asked
        on figures.area_code = asked.area_code and figures.area_valid_from = asked.valid_from
    where figures.indicator_code = $indicator and figures.period = $period
),
together as (
    select * from standing
    union all
    select * from rebased
)
select
    counties.area_code,
    counties.area_valid_from,
    asked.area_name_zh,
    asked.area_name_en,
    asked.short_name_zh,
    asked.short_name_en,
    asked.area_level,
    asked.parent_code,
    asked.city_code,
    asked.city_name_zh,
    asked.city_name_en,
    asked.city_short_name_zh,
    asked.city_short_name_en,
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
    counties.simulated,
    counties.undecided_because,
    carried.indicator_code is not null as is_rebased,
    carried.denominator_basis,
    carried.not_carried_because
from together as counties
join asked
    on counties.area_code = asked.area_code
left join marts.carried_values as carried
    on counties.indicator_code = carried.indicator_code
    and counties.area_code = carried.area_code
    and counties.area_valid_from = carried.area_valid_from
    and counties.period = carried.period
order by counties.area_code
