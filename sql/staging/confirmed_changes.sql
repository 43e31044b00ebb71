-- One row per figure (of a register: cell) of a landed row that was asked about at filing, and was meant: kind is blanked,
-- turned_back, settled, far, together (far only in the sum over its county) or denominator; measure the measure or column,
-- before what stood or was last known. Of kind derived nobody was asked: the figure was worked out of a rate, which stands in before.
select
    dataset,
    area_code,
    row_key,
    period,
    batch_id,
    sequence,
    file_name,
    file_row,
    split_part(mark, '|', 1) as kind,
    split_part(mark, '|', 2) as measure,
    split_part(mark, '|', 3) as before
from landing.confirmed
