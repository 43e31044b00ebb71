-- One row per column of a step and column of another table that it is computed from.
-- key: step, column_name, from_table, from_column
select *
from marts.step_columns
order by step, column_name, from_table, from_column
