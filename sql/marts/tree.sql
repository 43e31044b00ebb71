-- One row per area of level province, city, county or zone beside counties and period on which it is valid.
-- key: area_code, period
-- columns:
--   period DATE: Last day of the quarter.
--   area_code VARCHAR: Code of the area.
--   area_valid_from DATE: With the code, names the extent.
--   area_level VARCHAR: province, city, county or zone.
--   parent_code VARCHAR: Area it belongs to on that day.
--   city_code VARCHAR: City it belongs to on that day; none for the province, a city itself and a county straight under the province.
--   root_code VARCHAR: The province.
select
    places.period,
    places.area_code,
    places.area_valid_from,
    places.area_level,
    places.parent_code,
    case when places.role = 'part' and places.grandparent_code is not null then places.parent_code end as city_code,
    pack.root_area as root_code
from spine.area_periods as places
cross join reference.pack as pack
where places.role in ('whole', 'part')
