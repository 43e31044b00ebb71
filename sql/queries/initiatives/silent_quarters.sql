-- One row per quarter of which nothing was told of any initiative though it was due: none was filed by the day (since the day before
-- it), and what was filed later tells of no day of the quarter. Quarters before the first filing are none of these.
-- key: period
-- columns:
--   period_before DATE: Last day of the quarter before.
with
due as (
    select
        period,
        due_on,
        is_due,
        lag(period) over (order by period) as period_before,
        lag(due_on) over (order by period) as due_before
    from marts.due_dates
    where dataset = 'initiatives'
),
filed as (
    select filed_on, stands_from
    from marts.register_rows
    where dataset = 'initiatives'
)
select
    due.period,
    due.period_before,
    due.due_on
from due
left join filed
    on (filed.filed_on > due.due_before and filed.filed_on <= due.due_on)
    or (filed.stands_from > due.period_before and filed.stands_from <= due.period)
where due.is_due and due.due_before >= (select min(filed_on) from filed)
group by due.period, due.period_before, due.due_on
having count(filed.filed_on) = 0
order by due.period
