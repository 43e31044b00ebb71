-- One row per key and column of a register: the cell of the row that stands, the newest of its key; where that row ends its key, `withdrawn` says so
-- and nothing stands. By columns that the snapshots of another `sql/` have as well.
-- key: row_key, column_code
-- parameters: $dataset VARCHAR
select
    rows.row_key,
    cells.column_code,
    cells.column_name_zh,
    cells.column_name_en,
    cells.column_kind,
    cells.column_order,
    cells.cell,
    rows.withdrawn,
    rows.stands_from,
    rows.batch_id,
    rows.sequence,
    rows.file_name,
    rows.file_row,
    rows.filed_on,
    rows.filed_by
from marts.register_rows as rows
join marts.register_cells as cells
    on rows.dataset = cells.dataset
    and rows.row_key = cells.row_key
    and rows.sequence = cells.sequence
    and rows.file_row = cells.file_row
where rows.dataset = $dataset and rows.is_newest
order by rows.row_key, cells.column_order
