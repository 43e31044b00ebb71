-- One row: when a county's return for an indicator's numerator is due, how late it is on the snapshot's day, who files it.
-- No row where the indicator's numerator is not filed.
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR
-- key: due_on
-- columns:
--   days_overdue BIGINT: Days from the due date to the snapshot's today; none before it has passed.
--   usual_filer VARCHAR: Who filed the county's newest return up to that period; none before the first.
with
due as (
    select
        due_dates.dataset,
        due_dates.due_on,
        snapshot.today
    from marts.due_dates as due_dates
    join marts.indicators as indicators
        on due_dates.dataset = indicators.numerator_dataset
    cross join marts.snapshot as snapshot
    where indicators.indicator_code = $indicator and due_dates.period = $period
),
filers as (
    select
        returns.filed_by,
        row_number() over (order by returns.period desc) as place
    from marts.returns as returns
    join due
        on returns.dataset = due.dataset
    where returns.area_code = $area and returns.period <= $period and returns.filed_by is not null
)
select
    due.due_on,
    case when due.today > due.due_on then date_diff('day', due.due_on, due.today) end as days_overdue,
    filers.filed_by as usual_filer
from due
left join filers
    on filers.place = 1
