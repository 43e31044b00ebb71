-- One row per outline on the map.
-- key: kind, area_code
-- columns:
--   kind VARCHAR: county or city.
--   area_code VARCHAR: Code of the area.
--   geometry VARCHAR: GeoJSON geometry, longitude and latitude in degrees.
select
    kind,
    area_code,
    geometry
from reference.shapes
