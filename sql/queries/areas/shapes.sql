-- One row per outline on the map.
-- key: kind, area_code
select
    kind,
    area_code,
    geometry
from marts.shapes
order by kind, area_code
