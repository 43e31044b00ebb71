-- One row per period, day, extent of another day that stands on it, and unit of the period that went into it: the crosswalk. A unit is
-- a township, or a county without townships itself.
-- is_exact: the unit went into the extent whole, so that what it filed is a part of it. It did not where some of it is in another
-- county on that day, or where nobody says what became of it, or of one that stands on that day where it came from (unit_code is then that of
-- the latter, part_code none): such a unit is not placed. One that was recoded, merged or split within the extent went whole. A change is
-- followed over four steps.
with
states as (
    select distinct period, state_on, is_later
    from spine.other_extents
),
extents as (
    select
        states.period,
        states.state_on,
        others.area_code,
        others.area_valid_from
    from states
    join spine.other_extents as others
        on states.period = others.period
        and states.is_later = others.is_later
        and states.state_on >= others.area_valid_from
        and (others.area_valid_to is null or states.state_on <= others.area_valid_to)
),
-- Who stood on the period, and who stands on the other day.
here as (
    select period, 'township' as unit_level, area_code, part_code
    from spine.area_periods
    where role = 'unit'
    union all
    select period, 'county' as unit_level, area_code, part_code
    from spine.area_periods
    where role = 'part'
),
there as (
    select
        states.period,
        states.state_on,
        case when areas.area_level = 'township' then 'township' else 'county' end as unit_level,
        areas.area_code,
        case when areas.area_level = 'township' then areas.parent_code else areas.area_code end as target_code
    from states
    join staging.areas as areas
        on areas.area_level in ('township', 'county', 'zone')
        and areas.valid_from <= states.state_on
        and (areas.valid_to is null or areas.valid_to >= states.state_on)
),
-- Changes between the two days, read backwards where the other day is the earlier.
steps as (
    select
        states.period,
        states.state_on,
        states.is_later,
        case when changes.area_level = 'township' then 'township' else 'county' end as unit_level,
        case when states.is_later then changes.old_area_code else changes.new_area_code end as from_code,
        case when states.is_later then changes.new_area_code else changes.old_area_code end as to_code,
        changes.effective_date
    from states
    join staging.area_changes as changes
        on changes.effective_date > least(states.period, states.state_on)
        and changes.effective_date <= greatest(states.period, states.state_on)
    where changes.area_level in ('township', 'county', 'zone')
        and changes.old_area_code is not null
        and changes.new_area_code is not null
        -- Another name of the same code moves nobody.
        and changes.old_area_code <> changes.new_area_code
),
twice as (
    select one.period, one.state_on, one.is_later, one.unit_level, one.from_code, other.to_code, other.effective_date
    from steps as one
    join steps as other
        on one.period = other.period
        and one.state_on = other.state_on
        and one.unit_level = other.unit_level
        and one.to_code = other.from_code
        and case when one.is_later then one.effective_date < other.effective_date else one.effective_date > other.effective_date end
),
thrice as (
    select one.period, one.state_on, one.is_later, one.unit_level, one.from_code, other.to_code, other.effective_date
    from twice as one
    join steps as other
        on one.period = other.period
        and one.state_on = other.state_on
        and one.unit_level = other.unit_level
        and one.to_code = other.from_code
        and case when one.is_later then one.effective_date < other.effective_date else one.effective_date > other.effective_date end
),
four_times as (
    select one.period, one.state_on, one.is_later, one.unit_level, one.from_code, other.to_code, other.effective_date
    from thrice as one
    join steps as other
        on one.period = other.period
        and one.state_on = other.state_on
        and one.unit_level = other.unit_level
        and one.to_code = other.from_code
        and case when one.is_later then one.effective_date < other.effective_date else one.effective_date > other.effective_date end
),
paths as (
    select * from steps
    union all
    select * from twice
    union all
    select * from thrice
    union all
    select * from four_times
),
-- Where each unit is on the other day, itself where its code still stands.
ends as (
    select here.period, there.state_on, here.unit_level, here.area_code, here.part_code, there.area_code as end_code, there.target_code
    from here
    join there
        on here.period = there.period and here.unit_level = there.unit_level and here.area_code = there.area_code
    union
    select here.period, there.state_on, here.unit_level, here.area_code, here.part_code, there.area_code as end_code, there.target_code
    from here
    join paths
        on here.period = paths.period and here.unit_level = paths.unit_level and here.area_code = paths.from_code
    join there
        on paths.period = there.period
        and paths.state_on = there.state_on
        and paths.unit_level = there.unit_level
        and paths.to_code = there.area_code
),
-- A county is a unit where it has no townships; what its townships say goes before.
placed as (
    select ends.*
    from ends
    join spine.parts as parts
        on ends.period = parts.period and ends.part_code = parts.area_code
    where (ends.unit_level = 'township') = parts.has_townships
),
targets as (
    select period, state_on, unit_level, area_code, count(distinct target_code) as targets
    from placed
    group by period, state_on, unit_level, area_code
),
pieces as (
    select distinct
        extents.period,
        extents.state_on,
        extents.area_code,
        extents.area_valid_from,
        placed.unit_level,
        placed.area_code as unit_code,
        placed.part_code,
        targets.targets = 1 as is_exact,
        true as is_placed
    from extents
    join placed
        on extents.period = placed.period and extents.state_on = placed.state_on and extents.area_code = placed.target_code
    join targets
        on placed.period = targets.period
        and placed.state_on = targets.state_on
        and placed.unit_level = targets.unit_level
        and placed.area_code = targets.area_code
),
-- Townships of the other day of which nobody says where they came from.
of_nowhere as (
    select
        extents.period,
        extents.state_on,
        extents.area_code,
        extents.area_valid_from,
        'township' as unit_level,
        there.area_code as unit_code,
        cast(null as varchar) as part_code,
        false as is_exact,
        false as is_placed
    from extents
    join there
        on extents.period = there.period and extents.state_on = there.state_on and extents.area_code = there.target_code
    left join placed
        on there.period = placed.period and there.state_on = placed.state_on and there.area_code = placed.end_code
    where there.unit_level = 'township' and placed.area_code is null
),
givers as (
    select distinct period, state_on, area_code, area_valid_from, part_code
    from pieces
),
-- Units of the counties that gave of which nobody says what became of them.
lost as (
    select
        givers.period,
        givers.state_on,
        givers.area_code,
        givers.area_valid_from,
        here.unit_level,
        here.area_code as unit_code,
        here.part_code,
        false as is_exact,
        false as is_placed
    from givers
    join here
        on givers.period = here.period and givers.part_code = here.part_code and here.unit_level = 'township'
    left join placed
        on givers.period = placed.period and givers.state_on = placed.state_on and here.area_code = placed.area_code
    where placed.area_code is null
),
together as (
    select * from pieces
    union all
    select * from of_nowhere
    union all
    select * from lost
)
select
    period,
    state_on,
    area_code,
    area_valid_from,
    unit_level,
    unit_code,
    part_code,
    is_exact,
    is_placed
from together
