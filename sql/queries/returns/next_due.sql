-- One row per dataset: the first quarter whose due date has not passed on the snapshot's today.
-- key: dataset
-- columns:
--   period DATE: Last day of the quarter or year.
--   due_on DATE: Last day on which the return is in time; none where nobody files it.
select
    dataset,
    min(period) as period,
    min(due_on) as due_on
from marts.due_dates
where not is_due
group by dataset
order by due_on, dataset
