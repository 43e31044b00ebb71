-- One row per column of a step and column of another table that it is computed from: the lineage of every figure.
-- key: step, column_name, from_table, from_column
-- columns:
--   step VARCHAR: Layer and name of the table that the step makes.
--   column_name VARCHAR, own meaning: Column of the step; * for its rows.
--   from_table VARCHAR: Step or source that it is computed from.
--   from_column VARCHAR: Column of that table; * where its rows are counted.
--   carries BOOLEAN: True where that goes into the value; false where a condition or an order only looks at it.
select
    step,
    column_name,
    from_table,
    from_column,
    carries
from reference.step_columns
