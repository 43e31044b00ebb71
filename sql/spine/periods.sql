-- One row per quarter end from the pack's first period to the last quarter ended by the snapshot's today.
with
span as (
    select
        cast(pack.first_period as date) as first_period,
        run.today
    from reference.pack as pack
    cross join reference.run as run
)
select last_day(cast(quarters.step as date)) as period
from span
cross join unnest(generate_series(span.first_period, span.today, interval 3 month)) as quarters(step)
where last_day(cast(quarters.step as date)) <= span.today
