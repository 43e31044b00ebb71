-- One row per dataset and quarter, up to one quarter not ended yet: when its return is due.
-- key: dataset, period
-- columns:
--   dataset VARCHAR: Kind of return.
--   period DATE: Last day of the quarter or year.
--   due_on DATE: Last day on which the return is in time; none where nobody files it.
--   is_due BOOLEAN: True when that day has passed on the snapshot's today.
select
    due_dates.dataset,
    due_dates.period,
    due_dates.due_on,
    due_dates.due_on < run.today as is_due
from spine.due_dates as due_dates
cross join reference.run as run
