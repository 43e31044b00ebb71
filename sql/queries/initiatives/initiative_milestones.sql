-- One row per milestone of an initiative: its newest state.
-- key: code, number
-- columns:
--   code VARCHAR: Code of the initiative.
--   number INTEGER: Which milestone of the initiative.
--   milestone VARCHAR: What is reached with it.
--   due_on DATE, own meaning: Day by which it is to be reached; of a month its last.
--   done_on DATE: Day on which it was reached.
select
    max(cells.cell) filter (where cells.column_code = 'code') as code,
    try_cast(max(cells.cell) filter (where cells.column_code = 'number') as integer) as number,
    max(cells.cell) filter (where cells.column_code = 'milestone') as milestone,
    max(cells.cell_day) filter (where cells.column_code = 'due_on') as due_on,
    max(cells.cell_day) filter (where cells.column_code = 'done_on') as done_on,
    rows.batch_id,
    rows.sequence,
    rows.file_name,
    rows.file_row,
    rows.filed_on,
    rows.filed_by,
    rows.simulated
from marts.register_rows as rows
join marts.register_cells as cells
    on rows.dataset = cells.dataset
    and rows.row_key = cells.row_key
    and rows.sequence = cells.sequence
    and rows.file_row = cells.file_row
where rows.dataset = 'initiative_milestones' and rows.is_newest and not rows.withdrawn
group by all
order by code, number
