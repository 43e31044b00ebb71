-- One row per filed cell of a register, newest rows of a key and its history alike.
-- parameters: $dataset VARCHAR
-- key: row_key, sequence, file_row, column_code
-- columns:
--   row_key VARCHAR: Key of the row; several columns with a bar between.
--   column_code VARCHAR: Column of the register.
--   column_name_zh VARCHAR: Chinese name of the column.
--   column_name_en VARCHAR: English name of the column.
--   column_kind VARCHAR: text, whole_number, date, yes_no, choice, area, department or reference.
--   cell VARCHAR: The cell as filed: a day as 2026-12-31, a month as 2026-12, a list with bars between; none where blank.
--   is_newest BOOLEAN: True for the newest row of its key.
--   withdrawn BOOLEAN: True where the row ends its key.
--   stands_from DATE: Day from which the row tells the state.
--   stands_until DATE: Day from which the next row of the key does; none for the newest.
--   batch_id VARCHAR: Accepted return it came in.
--   sequence BIGINT: Order of that return among all returns of this home.
--   file_name VARCHAR: File of that return.
--   file_row BIGINT: Row in the sheet, the heading being row 1.
--   filed_on DATE: Day that return was filed.
--   filed_by VARCHAR: Who filed it.
--   simulated BOOLEAN: True when a return behind the row is simulated.
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
