-- One row per landed row of a register: the state it tells, from its day on until the next row of its key.
-- The next row is the one with the later day, of one day the one filed later. A withdrawn row ends its key.
select
    dataset,
    row_key,
    period,
    lead(period) over (partition by dataset, row_key order by period, sequence, file_row) as stands_until,
    lead(sequence) over (partition by dataset, row_key order by period, sequence, file_row) is null as is_newest,
    withdrawn,
    note,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by,
    simulated
from landing.register_rows
