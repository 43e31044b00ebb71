-- One row per ended period for which a return is asked, newest first. is_opening marks the one a page about it opens on: the
-- newest whose due date has passed, or the newest of all.
-- parameters: $dataset VARCHAR
-- key: period
-- columns:
--   is_opening BOOLEAN: True for the period a page opens on.
--   returns_whole BIGINT: Counties and zones beside counties whose return has every measure that is needed.
with
ended as (
    select due_dates.period, due_dates.due_on, due_dates.is_due
    from marts.due_dates as due_dates
    join (select distinct period from marts.tree) as periods
        on due_dates.period = periods.period
    where due_dates.dataset = $dataset
),
opening as (
    select coalesce(max(case when is_due then period end), max(period)) as period
    from ended
),
filed as (
    select period, count(*) as returns_whole
    from marts.returns
    where dataset = $dataset and first_complete_on is not null
    group by period
)
select
    ended.period,
    ended.due_on,
    ended.is_due,
    ended.period = opening.period as is_opening,
    coalesce(filed.returns_whole, 0) as returns_whole
from ended
cross join opening
left join filed
    on ended.period = filed.period
order by ended.period desc
