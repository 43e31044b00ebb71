-- One row per landed row of a register and column: the filed cell as text, a list with bars between its values.
-- kept as: view
select
    dataset,
    "column",
    sequence,
    file_row,
    value,
    day
from landing.register_cells
