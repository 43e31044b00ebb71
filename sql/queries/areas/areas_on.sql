-- One row per province, city and county valid on a period, in the order of their codes.
-- parameters: $period DATE
-- key: area_code
-- columns:
--   area_code VARCHAR: Code of the area.
--   area_valid_from DATE: With the code, names the extent the row describes.
--   area_name_zh VARCHAR: Full Chinese name.
--   area_name_en VARCHAR: Full English name.
--   short_name_zh VARCHAR: Short Chinese name for tight places.
--   short_name_en VARCHAR: Short English name for tight places.
--   area_level VARCHAR: province, city, county, township or zone.
--   parent_code VARCHAR: Code of the area it belongs to; none for the province.
--   city_code VARCHAR: City it belongs to; none for a county straight under the province.
--   city_name_zh VARCHAR: Chinese name of that city.
--   city_name_en VARCHAR: English name of that city.
--   city_short_name_zh VARCHAR: Short Chinese name of that city.
--   city_short_name_en VARCHAR: Short English name of that city.
select
    tree.area_code,
    tree.area_valid_from,
    areas.area_name_zh,
    areas.area_name_en,
    areas.short_name_zh,
    areas.short_name_en,
    tree.area_level,
    tree.parent_code,
    tree.city_code,
    cities.area_name_zh as city_name_zh,
    cities.area_name_en as city_name_en,
    cities.short_name_zh as city_short_name_zh,
    cities.short_name_en as city_short_name_en
from marts.tree as tree
join marts.areas as areas
    on tree.area_code = areas.area_code and tree.area_valid_from = areas.valid_from
left join marts.areas as cities
    on tree.city_code = cities.area_code
    and $period >= cities.valid_from
    and (cities.valid_to is null or $period <= cities.valid_to)
where tree.period = $period and tree.area_level in ('province', 'city', 'county')
order by tree.area_code
