-- One row per step of the build, in its order: a file of SQL that makes a table of its name.
-- key: step
select
    step,
    layer,
    step_description,
    step_order
from marts.steps
order by step_order
