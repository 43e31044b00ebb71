-- One row per period, day, and extent of that day (side extent) or county of the period (side part): the group of counties between
-- which townships went, named by the least code of its counties. What all counties of a group have on the period, its extents have together.
-- is_whole: nothing went between it and another; is_settled: it is whole, every unit of it has its place, no county of it stands unchanged
-- on that day, and all its extents begin (or ended) on it.
with
edges as (
    select distinct period, state_on, area_code, area_valid_from, part_code
    from spine.carried_units
    where part_code is not null
),
-- The least code spreads from extent to county and back until nothing changes; no redistricting was seen that took more than two rounds.
first_extents as (
    select period, state_on, area_code, area_valid_from, min(part_code) as group_code
    from edges
    group by period, state_on, area_code, area_valid_from
),
first_parts as (
    select edges.period, edges.state_on, edges.part_code, min(extents.group_code) as group_code
    from edges
    join first_extents as extents
        on edges.period = extents.period
        and edges.state_on = extents.state_on
        and edges.area_code = extents.area_code
        and edges.area_valid_from = extents.area_valid_from
    group by edges.period, edges.state_on, edges.part_code
),
second_extents as (
    select edges.period, edges.state_on, edges.area_code, edges.area_valid_from, min(parts.group_code) as group_code
    from edges
    join first_parts as parts
        on edges.period = parts.period and edges.state_on = parts.state_on and edges.part_code = parts.part_code
    group by edges.period, edges.state_on, edges.area_code, edges.area_valid_from
),
second_parts as (
    select edges.period, edges.state_on, edges.part_code, min(extents.group_code) as group_code
    from edges
    join second_extents as extents
        on edges.period = extents.period
        and edges.state_on = extents.state_on
        and edges.area_code = extents.area_code
        and edges.area_valid_from = extents.area_valid_from
    group by edges.period, edges.state_on, edges.part_code
),
third_extents as (
    select edges.period, edges.state_on, edges.area_code, edges.area_valid_from, min(parts.group_code) as group_code
    from edges
    join second_parts as parts
        on edges.period = parts.period and edges.state_on = parts.state_on and edges.part_code = parts.part_code
    group by edges.period, edges.state_on, edges.area_code, edges.area_valid_from
),
third_parts as (
    select edges.period, edges.state_on, edges.part_code, min(extents.group_code) as group_code
    from edges
    join third_extents as extents
        on edges.period = extents.period
        and edges.state_on = extents.state_on
        and edges.area_code = extents.area_code
        and edges.area_valid_from = extents.area_valid_from
    group by edges.period, edges.state_on, edges.part_code
),
-- Where an extent and a county of it are still of two groups, neither is known whole.
apart as (
    select
        extents.period,
        extents.state_on,
        extents.group_code,
        parts.group_code as other_code
    from edges
    join third_extents as extents
        on edges.period = extents.period
        and edges.state_on = extents.state_on
        and edges.area_code = extents.area_code
        and edges.area_valid_from = extents.area_valid_from
    join third_parts as parts
        on edges.period = parts.period and edges.state_on = parts.state_on and edges.part_code = parts.part_code
    where extents.group_code <> parts.group_code
),
parted as (
    select period, state_on, group_code
    from apart
    union
    select period, state_on, other_code as group_code
    from apart
),
placed as (
    select
        extents.period,
        extents.state_on,
        extents.group_code,
        bool_and(units.is_placed) and bool_and(others.state_on = extents.state_on) as is_placed
    from third_extents as extents
    join spine.carried_units as units
        on extents.period = units.period
        and extents.state_on = units.state_on
        and extents.area_code = units.area_code
        and extents.area_valid_from = units.area_valid_from
    join spine.other_extents as others
        on extents.period = others.period
        and extents.area_code = others.area_code
        and extents.area_valid_from = others.area_valid_from
    group by extents.period, extents.state_on, extents.group_code
),
-- A county of which something went though its extent stands unchanged on that day.
unchanged as (
    select distinct parts_of_groups.period, parts_of_groups.state_on, parts_of_groups.group_code
    from third_parts as parts_of_groups
    join spine.parts as parts
        on parts_of_groups.period = parts.period and parts_of_groups.part_code = parts.area_code
    join staging.areas as areas
        on parts.area_code = areas.area_code
        and parts.area_valid_from = areas.valid_from
        and parts_of_groups.state_on >= areas.valid_from
        and (areas.valid_to is null or parts_of_groups.state_on <= areas.valid_to)
),
members as (
    select period, state_on, 'extent' as side, area_code, area_valid_from, group_code
    from third_extents
    union all
    select period, state_on, 'part' as side, part_code as area_code, cast(null as date) as area_valid_from, group_code
    from third_parts
)
select
    members.period,
    members.state_on,
    members.side,
    members.area_code,
    members.area_valid_from,
    members.group_code,
    parted.group_code is null as is_whole,
    coalesce(parted.group_code is null and placed.is_placed and unchanged.group_code is null, false) as is_settled
from members
left join parted
    on members.period = parted.period and members.state_on = parted.state_on and members.group_code = parted.group_code
left join placed
    on members.period = placed.period and members.state_on = placed.state_on and members.group_code = placed.group_code
left join unchanged
    on members.period = unchanged.period and members.state_on = unchanged.state_on and members.group_code = unchanged.group_code
