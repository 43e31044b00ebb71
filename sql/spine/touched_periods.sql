-- One row per period whose values a build makes anew: all of them where nothing is kept of an earlier snapshot; else those of
-- which something landed or was taken back since, from its day on where it is a figure or a register's row, those that ended or
-- fell due between the two todays. A figure also tells how what stood before another extent is divided: it touches all periods before one. Forms are filed for periods that a pack no longer knows: those count as well.
with
landed_since as (
    select landed.dataset, landed.is_counts, landed.period
    from staging.landed as landed
    join reference.kept as kept
        on landed.sequence > kept.landing_sequence
    group by landed.dataset, landed.is_counts, landed.period
    union
    select withdrawn.dataset, withdrawn.is_counts, withdrawn.period
    from staging.withdrawn as withdrawn
    join reference.kept as kept
        on withdrawn.withdrawn_sequence > kept.landing_sequence
),
lasting as (
    select min(landed.period) as first_day
    from landed_since as landed
    left join staging.datasets as datasets
        on landed.dataset = datasets.dataset
    where not landed.is_counts or coalesce(datasets.gives_figures, false)
),
figures_landed as (
    select count(*) as files
    from landed_since as landed
    join staging.datasets as datasets
        on landed.dataset = datasets.dataset and datasets.gives_figures
),
last_change as (
    select max(valid_from) as valid_from
    from staging.areas
    where area_level in ('county', 'zone')
),
known_periods as (
    select period from spine.periods
    union
    select period from staging.landed where is_counts and period is not null
),
reasons as (
    select known.period
    from known_periods as known
    where not exists (select 1 from reference.kept)
    union
    select landed.period
    from landed_since as landed
    where landed.is_counts and landed.period is not null
    union
    select known.period
    from known_periods as known
    cross join lasting
    where known.period >= lasting.first_day
    union
    select known.period
    from known_periods as known
    cross join figures_landed
    cross join last_change
    where figures_landed.files > 0 and known.period < last_change.valid_from
    union
    select known.period
    from known_periods as known
    cross join reference.run as run
    join reference.kept as kept
        on known.period > kept.today and known.period <= run.today
    union
    select due_dates.period
    from spine.due_dates as due_dates
    cross join reference.run as run
    join reference.kept as kept
        on due_dates.due_on >= kept.today and due_dates.due_on < run.today
)
select period
from reasons
