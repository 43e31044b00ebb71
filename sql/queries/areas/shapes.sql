-- One row per outline on the map.
-- key: kind, area_code
-- columns:
--   kind VARCHAR: created, abolished, merged, split, transferred, recoded or renamed.
--   area_code VARCHAR: Code of the area.
--   geometry VARCHAR: GeoJSON geometry, longitude and latitude in degrees.
select
    kind,
    area_code,
    geometry
from marts.shapes
order by kind, area_code
