-- One row per landed row of counts and measure: the filed cell. A blank cell has no value. Sequence and file row name its row.
-- kept as: view
select
    dataset,
    measure,
    area_code,
    period,
    sequence,
    file_row,
    value
from landing.cells
