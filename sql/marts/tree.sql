-- One row per area of level province, city, county or zone beside counties and period on which it is valid, with names.
-- key: area_code, period
-- columns:
--   period DATE: Last day of the quarter or year.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   area_valid_from DATE: With the code, names the extent the row describes.
--   area_name_zh VARCHAR: Full Chinese name.
--   area_name_en VARCHAR: Full English name.
--   short_name_zh VARCHAR: Short Chinese name for tight places.
--   short_name_en VARCHAR: Short English name for tight places.
--   area_level VARCHAR: province, city, county, township or zone (a functional zone, which is none of these).
--   parent_code VARCHAR: Code of the area it belongs to on that day; none for the root.
--   city_code VARCHAR: City it belongs to on that day; none for the root, a city itself and a county in no city.
--   city_name_zh VARCHAR: Chinese name of that city.
--   city_name_en VARCHAR: English name of that city.
--   city_short_name_zh VARCHAR: Short Chinese name of that city.
--   city_short_name_en VARCHAR: Short English name of that city.
--   root_code VARCHAR: The area all others belong to.
with
placed as (
    select
        places.*,
        areas.area_name_zh,
        areas.area_name_en,
        areas.short_name_zh,
        areas.short_name_en,
        case when places.role = 'part' and places.grandparent_code is not null then places.parent_code end as city_code
    from spine.area_periods as places
    join staging.areas as areas
        on places.area_code = areas.area_code and places.area_valid_from = areas.valid_from
    where places.role in ('whole', 'part')
)
select
    placed.period,
    placed.area_code,
    placed.area_valid_from,
    placed.area_name_zh,
    placed.area_name_en,
    placed.short_name_zh,
    placed.short_name_en,
    placed.area_level,
    placed.parent_code,
    placed.city_code,
    cities.area_name_zh as city_name_zh,
    cities.area_name_en as city_name_en,
    cities.short_name_zh as city_short_name_zh,
    cities.short_name_en as city_short_name_en,
    pack.root_area as root_code
from placed
cross join reference.pack as pack
left join placed as cities
    on placed.city_code = cities.area_code and placed.period = cities.period
