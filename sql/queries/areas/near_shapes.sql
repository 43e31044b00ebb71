-- One row per finer outline of areas of a list; none where the pack has but one outline of each.
-- parameters: $areas VARCHAR[]
-- key: kind, area_code
-- columns:
--   kind VARCHAR, own meaning: county or city, as in the map of the whole.
select
    replace(kind, 'near_', '') as kind,
    area_code,
    geometry
from marts.shapes
where kind in ('near_county', 'near_city') and list_contains($areas, area_code)
order by kind, area_code
