-- One row per dataset and period, up to the first quarter not ended yet: the last day on which its return is in time.
with
datasets as (
    select distinct dataset from staging.due_rules
),
calendar as (
    select period from spine.periods
    union all
    select last_day(cast(max(period) + interval 3 month as date)) as period from spine.periods
),
matched as (
    select
        datasets.dataset,
        periods.period,
        special.due_on as special_due_on,
        special.days_after_period_end as special_days,
        general.days_after_period_end as general_days
    from datasets
    cross join calendar as periods
    left join staging.due_rules as special
        on datasets.dataset = special.dataset and periods.period = special.period
    left join staging.due_rules as general
        on datasets.dataset = general.dataset and general.period is null
)
select
    dataset,
    period,
    coalesce(special_due_on, period + cast(coalesce(special_days, general_days, 0) as integer)) as due_on
from matched
