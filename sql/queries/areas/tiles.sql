-- One row per county in the small map of equal tiles; none where the pack has no layout.
-- key: area_code
select
    area_code,
    tile_row,
    tile_column
from marts.tiles
order by area_code
