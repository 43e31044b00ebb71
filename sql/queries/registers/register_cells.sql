-- One row per filed cell of a register, newest rows of a key and its history alike.
-- parameters: $dataset VARCHAR
-- key: row_key, sequence, file_row, column_code
select
    cells.row_key,
    cells.column_code,
    cells.column_name_zh,
    cells.column_name_en,
    cells.column_kind,
    cells.cell,
    rows.is_newest,
    rows.withdrawn,
    rows.stands_from,
    rows.stands_until,
    rows.batch_id,
    rows.sequence,
    rows.file_name,
    rows.file_row,
    rows.filed_on,
    rows.filed_by,
    rows.simulated
from marts.register_cells as cells
join marts.register_rows as rows
    on cells.dataset = rows.dataset
    and cells.row_key = rows.row_key
    and cells.sequence = rows.sequence
    and cells.file_row = rows.file_row
where cells.dataset = $dataset
order by cells.row_key, rows.stands_from, rows.sequence, cells.column_order
