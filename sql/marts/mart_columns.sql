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
    mart,
    mart_description,
    column_name,
    column_index,
    column_type,
    description
from reference.mart_columns
