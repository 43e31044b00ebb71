-- One row per outline on the map of the whole.
-- key: kind, area_code
select
    kind,
    area_code,
    geometry
from marts.shapes
where kind in ('county', 'city', 'beside')
order by kind, area_code
