-- One row per dataset: the first period of its cycle whose due date has not passed on the snapshot's today.
-- key: dataset
-- columns:
--   cycle VARCHAR: quarterly or annual.
--   period DATE: Last day of the quarter or year.
--   due_on DATE: Last day on which the return is in time; none where nobody files it.
select
    dataset,
    -- Due dates run without a gap to one period not ended yet: only an annual form has none but those of Decembers.
    -- Read from them, so that a snapshot of before marts.datasets answers too.
    case when bool_and(month(period) = 12) then 'annual' else 'quarterly' end as cycle,
    min(period) filter (where not is_due) as period,
    min(due_on) filter (where not is_due) as due_on
from marts.due_dates
group by dataset
having bool_or(not is_due)
order by due_on, dataset
