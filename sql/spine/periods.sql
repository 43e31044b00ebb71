-- One row per quarter end from the pack's first period to the last quarter ended by the snapshot's today.
with
span as (
    select
        cast(pack.first_period as date) as first_period,
        run.today
    from reference.pack as pack
    cross join reference.run as run
),
steps as (
    select
        first_period,
        today,
        unnest(generate_series(0, 4 * (year(today) - year(first_period) + 1))) as step
    from span
)
select last_day(cast(first_period + to_months(cast(3 * step as integer)) as date)) as period
from steps
where last_day(cast(first_period + to_months(cast(3 * step as integer)) as date)) <= today
