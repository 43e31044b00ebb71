-- One row per period and extent of a county, or of a zone beside counties, of another day: one that begins after the period, or that
-- ended before it and since the first period. Onto these a period's figures are carried.
-- state_on: the day on which is looked who makes it up: its first day where it is later than the period, else its last.
with
firsts as (
    select min(period) as first_period
    from spine.periods
),
wholes as (
    select distinct area_code
    from staging.areas
    where area_level in ('country', 'province', 'city')
)
select
    periods.period,
    areas.area_code,
    areas.valid_from as area_valid_from,
    areas.area_level,
    areas.parent_code,
    areas.valid_to as area_valid_to,
    periods.period < areas.valid_from as is_later,
    case when periods.period < areas.valid_from then areas.valid_from else areas.valid_to end as state_on
from spine.made_periods as periods
cross join firsts
join staging.areas as areas
    on (periods.period < areas.valid_from or periods.period > areas.valid_to)
    and (areas.valid_to is null or areas.valid_to >= firsts.first_period)
join wholes
    on areas.parent_code = wholes.area_code
where areas.area_level in ('county', 'zone')
