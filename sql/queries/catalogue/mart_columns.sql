-- One row per column of a mart, with its type and meaning: the catalogue of what may be asked.
-- key: mart, column_name
-- columns:
--   mart VARCHAR: Name of the mart.
--   mart_description VARCHAR: What a row of the mart is.
--   column_name VARCHAR: Name of the column.
--   column_index INTEGER: Place of the column.
--   column_type VARCHAR: DuckDB type.
--   description VARCHAR: What it means.
select
    columns.table_name as mart,
    tables.comment as mart_description,
    columns.column_name,
    columns.column_index,
    columns.data_type as column_type,
    columns.comment as description
from duckdb_columns() as columns
join duckdb_tables() as tables
    on columns.database_oid = tables.database_oid
        and columns.schema_oid = tables.schema_oid
        and columns.table_oid = tables.table_oid
where columns.schema_name = 'marts' and not columns.internal
order by columns.table_name, columns.column_index
