-- One row per area above townships (zones inside a county left out) and period on which it is valid, with names.
-- key: area_code, period
-- columns:
--   period DATE: Last day of the quarter or year.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   area_valid_from DATE: With the code, names the extent the row describes.
--   area_name_zh VARCHAR: Full Chinese name.
--   area_name_en VARCHAR: Full English name.
--   short_name_zh VARCHAR: Short Chinese name for tight places.
--   short_name_en VARCHAR: Short English name for tight places.
--   area_level VARCHAR: country, province, city, county, township or zone (a functional zone, which is none of these).
--   parent_code VARCHAR: Code of the area it belongs to on that day; none for the root.
--   city_code VARCHAR: City it belongs to on that day, below the country the province: what lies straight below the root; none for the root, such an area itself and a county in none.
--   prefecture_code VARCHAR: Where the root is above provinces the city that a county or zone belongs to on that day; none of one straight below a province, and where the root is a province.
--   city_name_zh VARCHAR: Chinese name of that city; below the country the province's, with its city's behind it where there is one.
--   city_name_en VARCHAR: English name of that city; below the country the province's, with its city's before it where there is one.
--   city_short_name_zh VARCHAR: Short Chinese name of that city, likewise.
--   city_short_name_en VARCHAR: Short English name of that city, likewise.
--   root_code VARCHAR: The area all others belong to.
with
placed as (
    select
        places.*,
        areas.area_name_zh,
        areas.area_name_en,
        areas.short_name_zh,
        areas.short_name_en,
        -- By how many wholes lie above it, not by their levels: the root may be a province or stand above provinces.
        case
            when places.great_grandparent_code is not null then places.grandparent_code
            when places.grandparent_code is not null then places.parent_code
        end as city_code,
        case when places.great_grandparent_code is not null then places.parent_code end as prefecture_code
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
    placed.prefecture_code,
    cities.area_name_zh || coalesce(prefectures.area_name_zh, '') as city_name_zh,
    coalesce(prefectures.area_name_en || ', ', '') || cities.area_name_en as city_name_en,
    cities.short_name_zh || coalesce(prefectures.short_name_zh, '') as city_short_name_zh,
    coalesce(prefectures.short_name_en || ', ', '') || cities.short_name_en as city_short_name_en,
    pack.root_area as root_code
from placed
cross join reference.pack as pack
left join placed as cities
    on placed.city_code = cities.area_code and placed.period = cities.period
left join placed as prefectures
    on placed.prefecture_code = prefectures.area_code and placed.period = prefectures.period
