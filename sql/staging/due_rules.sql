-- One row per dataset and period that has a due date of its own, or per dataset (period null) for all others.
select
    dataset,
    cast(period as date) as period,
    cast(days_after_period_end as integer) as days_after_period_end,
    cast(due_on as date) as due_on,
    source
from reference.due_dates
