-- One row per period, later extent of a county and township of then that makes it up on its first day: the crosswalk.
-- is_exact: the township went into the extent whole, so that what it filed is a part of it. It did not where it gave land to another
-- township, came in two steps, or nobody says what became of it or where the new one came from; unit_code is then that of either, or none.
with
extents as (
    select distinct period, area_valid_from
    from spine.later_extents
),
moves as (
    select distinct
        extents.period,
        extents.area_valid_from,
        changes.old_area_code,
        changes.new_area_code
    from extents
    join staging.area_changes as changes
        on changes.effective_date > extents.period and changes.effective_date <= extents.area_valid_from
    -- Another name of the same code moves nobody.
    where changes.area_level = 'township' and coalesce(changes.old_area_code, '') <> coalesce(changes.new_area_code, '')
),
successors as (
    select
        period,
        area_valid_from,
        old_area_code,
        count(*) as successors
    from moves
    where old_area_code is not null
    group by period, area_valid_from, old_area_code
),
-- The townships of that first day.
townships as (
    select
        extents.period,
        extents.area_valid_from,
        areas.area_code,
        areas.parent_code,
        areas.valid_from <= extents.period as stood
    from extents
    join staging.areas as areas
        on areas.area_level = 'township'
        and areas.valid_from <= extents.area_valid_from
        and (areas.valid_to is null or areas.valid_to >= extents.area_valid_from)
),
members as (
    select
        later.period,
        later.area_code,
        later.area_valid_from,
        townships.area_code as township_code,
        townships.stood
    from spine.later_extents as later
    join townships
        on later.period = townships.period
        and later.area_valid_from = townships.area_valid_from
        and later.area_code = townships.parent_code
),
came as (
    select
        members.period,
        members.area_code,
        members.area_valid_from,
        members.township_code,
        moves.old_area_code
    from members
    join moves
        on members.period = moves.period
        and members.area_valid_from = moves.area_valid_from
        and members.township_code = moves.new_area_code
),
pieces as (
    -- Those that stayed: whole where they gave nothing.
    select
        members.period,
        members.area_code,
        members.area_valid_from,
        members.township_code as unit_code,
        successors.old_area_code is null as is_exact
    from members
    left join successors
        on members.period = successors.period
        and members.area_valid_from = successors.area_valid_from
        and members.township_code = successors.old_area_code
    where members.stood
    union all
    -- Those that came: whole where they went nowhere else and are no more.
    select
        came.period,
        came.area_code,
        came.area_valid_from,
        came.old_area_code as unit_code,
        coalesce(successors.successors = 1, false) and remaining.area_code is null as is_exact
    from came
    left join successors
        on came.period = successors.period
        and came.area_valid_from = successors.area_valid_from
        and came.old_area_code = successors.old_area_code
    left join townships as remaining
        on came.period = remaining.period
        and came.area_valid_from = remaining.area_valid_from
        and came.old_area_code = remaining.area_code
    union all
    -- New ones of which nobody says where they came from.
    select
        members.period,
        members.area_code,
        members.area_valid_from,
        members.township_code as unit_code,
        false as is_exact
    from members
    left join came
        on members.period = came.period
        and members.area_code = came.area_code
        and members.area_valid_from = came.area_valid_from
        and members.township_code = came.township_code
    where not members.stood and came.township_code is null
),
placed as (
    select
        pieces.period,
        pieces.area_code,
        pieces.area_valid_from,
        pieces.unit_code,
        places.part_code,
        pieces.is_exact and places.area_code is not null as is_exact
    from pieces
    left join spine.area_periods as places
        on pieces.period = places.period
        and pieces.unit_code = places.area_code
        and places.role = 'unit'
),
givers as (
    select distinct period, area_code, area_valid_from, part_code
    from placed
    where part_code is not null
)
select
    period,
    area_code,
    area_valid_from,
    unit_code,
    part_code,
    is_exact
from placed
union all
-- Townships of the counties that gave, that ended and of which nobody says what became of them.
select
    givers.period,
    givers.area_code,
    givers.area_valid_from,
    places.area_code as unit_code,
    places.part_code,
    false as is_exact
from givers
join spine.area_periods as places
    on givers.period = places.period
    and givers.part_code = places.part_code
    and places.role = 'unit'
left join townships
    on givers.period = townships.period
    and givers.area_valid_from = townships.area_valid_from
    and places.area_code = townships.area_code
left join successors
    on givers.period = successors.period
    and givers.area_valid_from = successors.area_valid_from
    and places.area_code = successors.old_area_code
where townships.area_code is null and successors.old_area_code is null
