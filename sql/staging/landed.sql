-- One row per landed row of any dataset, counts and registers, whatever periods a pass of the build reads: where it landed.
-- area_code: of counts only.
-- kept as: view
select
    dataset,
    is_counts,
    area_code,
    period,
    batch_id,
    sequence,
    file_row,
    simulated
from landing.all_rows
