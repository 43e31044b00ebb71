-- One row per county in the small map of equal tiles: a cell of a grid for each.
-- key: area_code
-- columns:
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   tile_row INTEGER: Row of the county's cell, 0 in the north.
--   tile_column INTEGER: Column of the county's cell, 0 in the west.
select
    area_code,
    cast(tile_row as integer) as tile_row,
    cast(tile_column as integer) as tile_column
from reference.tiles
