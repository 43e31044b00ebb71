-- One row per landed row of a register and column: the filed cell as text.
-- key: dataset, row_key, sequence, file_row, column_code
-- columns:
--   dataset VARCHAR: Kind of return.
--   row_key VARCHAR: Key of the row; several columns with a bar between.
--   column_code VARCHAR: Column of the register.
--   column_name_zh VARCHAR: Chinese name of the column.
--   column_name_en VARCHAR: English name of the column.
--   column_kind VARCHAR: text, whole_number, date, yes_no, choice, area, department or reference.
--   column_order INTEGER: Place in its form.
--   cell VARCHAR: The cell as filed: a day as 2026-12-31, a month as 2026-12, a list with bars between; none where blank.
--   cell_day DATE: The day that a cell of days means: of a month its first, or its last where the column says so.
--   sequence BIGINT: Order of that return among all returns of this home.
--   file_row BIGINT: Row in the sheet, the heading being row 1.
--   is_newest BOOLEAN: True for the newest row of its key.
--   names_row BOOLEAN: True of the column that says what a row is about: the first of its texts beyond the key, of those that must be filled in before the others.
with
names as (
    select
        dataset,
        "column",
        row_number() over (partition by dataset order by not is_required, column_order) as place
    from reference.register_columns
    where column_kind = 'text' and not in_key
)

select
    cells.dataset,
    rows.row_key,
    cells."column" as column_code,
    columns.column_name_zh,
    columns.column_name_en,
    columns.column_kind,
    columns.column_order,
    cells.value as cell,
    cells.day as cell_day,
    cells.sequence,
    cells.file_row,
    rows.is_newest,
    names."column" is not null as names_row
from staging.register_cells as cells
join staging.register_rows as rows
    on cells.dataset = rows.dataset and cells.sequence = rows.sequence and cells.file_row = rows.file_row
join reference.register_columns as columns
    on cells.dataset = columns.dataset and cells."column" = columns."column"
left join names
    on cells.dataset = names.dataset and cells."column" = names."column" and names.place = 1
