-- One row per step of the build: a file of SQL that makes a table of its name, with what it says.
-- key: step
-- columns:
--   step VARCHAR: Layer and name of the table that the step makes.
--   layer VARCHAR: staging, spine, sums, verdicts or marts.
--   step_description VARCHAR: What a row of the table is.
--   step_order INTEGER: Place in the build: after every step that it reads.
--   step_sql VARCHAR: The file as it was when the snapshot was built, its header too.
select
    step,
    layer,
    step_description,
    step_order,
    step_sql
from reference.steps
