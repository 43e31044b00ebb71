-- One row per dataset and period, up to the first one not ended yet: the last day on which its return is in time.
-- An annual dataset has year ends only; nothing is due outside a dataset's life.
with
datasets as (
    select distinct
        rules.dataset,
        coalesce(datasets.cycle, 'quarterly') as cycle,
        datasets.first_period,
        datasets.last_period
    from staging.due_rules as rules
    left join staging.datasets as datasets
        on rules.dataset = datasets.dataset
),
ended as (
    select max(period) as last_ended from spine.periods
),
calendar as (
    select 'quarterly' as cycle, period from spine.periods
    union all
    select 'quarterly' as cycle, last_day(cast(last_ended + interval 3 month as date)) as period from ended
    union all
    select 'annual' as cycle, period from spine.periods where month(period) = 12
    union all
    select 'annual' as cycle, make_date(year(last_ended + interval 1 day), 12, 31) as period from ended
),
matched as (
    select
        datasets.dataset,
        calendar.period,
        special.due_on as special_due_on,
        special.days_after_period_end as special_days,
        general.days_after_period_end as general_days
    from datasets
    join calendar
        on datasets.cycle = calendar.cycle
        and calendar.period >= coalesce(datasets.first_period, calendar.period)
        and calendar.period <= coalesce(datasets.last_period, calendar.period)
    left join staging.due_rules as special
        on datasets.dataset = special.dataset and calendar.period = special.period
    left join staging.due_rules as general
        on datasets.dataset = general.dataset and general.period is null
)
select
    dataset,
    period,
    coalesce(special_due_on, period + cast(coalesce(special_days, general_days, 0) as integer)) as due_on
from matched
