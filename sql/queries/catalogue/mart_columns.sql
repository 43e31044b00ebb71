-- One row per column of a mart, with its type and meaning: the catalogue of what may be asked.
-- key: mart, column_name
select *
from marts.mart_columns
order by mart, column_index
