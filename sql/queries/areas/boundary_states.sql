-- One row per stretch of days over which no county took on another extent, from the first period on, oldest first.
-- key: boundaries_from
-- columns:
--   boundaries_from DATE: First day on which the counties were these; of the first row the first period's day.
--   boundaries_to DATE: Last day on which they were; none of those that still stand.
--   counties_other BIGINT: Counties of these days whose extent is another today.
with
firsts as (
    select min(period) as first_period
    from marts.periods
),
counties as (
    select areas.*
    from marts.areas as areas
    cross join firsts
    where areas.area_level = 'county' and (areas.valid_to is null or areas.valid_to >= firsts.first_period)
),
days as (
    select first_period as boundaries_from from firsts
    union
    select counties.valid_from as boundaries_from
    from counties
    cross join firsts
    where counties.valid_from > firsts.first_period
),
states as (
    select
        boundaries_from,
        cast(lead(boundaries_from) over (order by boundaries_from) - interval 1 day as date) as boundaries_to
    from days
)
select
    states.boundaries_from,
    states.boundaries_to,
    count(counties.area_code) as counties_other
from states
left join counties
    on states.boundaries_from >= counties.valid_from
    and counties.valid_to is not null
    and states.boundaries_from <= counties.valid_to
group by states.boundaries_from, states.boundaries_to
order by states.boundaries_from
