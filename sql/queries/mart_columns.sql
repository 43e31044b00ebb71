-- One row per column of a mart, with its type and meaning: the catalogue of what may be asked.
-- key: mart, column_name
-- columns:
--   mart VARCHAR: Name of the mart.
--   column_name VARCHAR: Name of the column.
--   column_index INTEGER: Place of the column.
--   column_type VARCHAR: DuckDB type.
--   description VARCHAR: What it means.
select
    table_name as mart,
    column_name,
    column_index,
    data_type as column_type,
    comment as description
from duckdb_columns()
where schema_name = 'marts' and not internal
order by table_name, column_index
