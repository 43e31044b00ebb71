-- One row of a step of the build: its SQL as it was when the snapshot was built.
-- parameters: $step VARCHAR
-- key: step
select
    step,
    step_sql
from marts.steps
where step = $step
