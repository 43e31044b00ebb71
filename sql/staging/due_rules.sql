-- One row per dataset and period that has a due date of its own, or per dataset (period null) for all others.
select
    dataset,
    cast(period as date) as period,
    cast(days_after_period_end as integer) as days_after_period_end,
    cast(due_on as date) as due_on,
    sources.title_zh as source
from reference.due_dates as due_dates
left join reference.sources as sources
    on due_dates.source = sources.source_id
