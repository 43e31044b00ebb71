-- One row per row of a register, measure that counts it, and area that it counts for.
-- kept as: view
select
    dataset,
    measure,
    area_code,
    sequence,
    file_row
from landing.register_marks
