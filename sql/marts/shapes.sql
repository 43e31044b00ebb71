-- One row per outline on the map.
-- key: kind, area_code
-- columns:
--   kind VARCHAR, own meaning: county or city (what lies straight below the root); near_county and near_city are finer, beside is land that is not counted or a line at sea, where a pack has them.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   geometry VARCHAR: GeoJSON geometry, longitude and latitude in degrees.
select
    kind,
    area_code,
    geometry
from reference.shapes
