-- One row per area and period on which it is valid, with its place in the tree of that day.
-- role: whole (country, province, city), part (county, or a zone that stands beside counties), unit (township of a part),
-- inner (a zone inside a county, which reports through it). part_code is the part that a row belongs to, itself for
-- a part; parent, grandparent and great-grandparent are those of the part.
with
valid as (
    select
        periods.period,
        areas.area_code,
        areas.valid_from,
        areas.area_level,
        areas.parent_code
    from staging.areas as areas
    join spine.pass_periods as periods
        on periods.period >= areas.valid_from
        and (areas.valid_to is null or periods.period <= areas.valid_to)
),
-- What something else belongs to: all but townships, which are most of what there is.
above as (
    select * from valid
    where area_level <> 'township'
),
with_parents as (
    select
        own.period,
        own.area_code,
        own.valid_from as area_valid_from,
        own.area_level,
        parent.area_code as parent_code,
        parent.valid_from as parent_valid_from,
        parent.area_level as parent_level,
        grandparent.area_code as grandparent_code,
        great.area_code as great_grandparent_code,
        topmost.area_code as topmost_code
    from above as own
    left join above as parent
        on own.parent_code = parent.area_code and own.period = parent.period
    left join above as grandparent
        on parent.parent_code = grandparent.area_code and parent.period = grandparent.period
    left join above as great
        on grandparent.parent_code = great.area_code and grandparent.period = great.period
    left join above as topmost
        on great.parent_code = topmost.area_code and great.period = topmost.period
),
placed as (
    select
        *,
        case
            when area_level in ('country', 'province', 'city') then 'whole'
            when area_level = 'county' then 'part'
            when coalesce(parent_level, 'province') in ('country', 'province', 'city') then 'part'
            else 'inner'
        end as role
    from with_parents
),
places as (
    select
        period,
        area_code,
        area_valid_from,
        area_level,
        role,
        case when role = 'part' then area_code when role = 'inner' then parent_code end as part_code,
        case when role = 'part' then area_valid_from when role = 'inner' then parent_valid_from end as part_valid_from,
        case when role = 'inner' then grandparent_code else parent_code end as parent_code,
        case when role = 'inner' then great_grandparent_code else grandparent_code end as grandparent_code,
        case when role = 'inner' then topmost_code else great_grandparent_code end as great_grandparent_code
    from placed
)
select * from places
union all
select
    units.period,
    units.area_code,
    units.valid_from as area_valid_from,
    units.area_level,
    'unit' as role,
    parts.area_code as part_code,
    parts.area_valid_from as part_valid_from,
    parts.parent_code,
    parts.grandparent_code,
    parts.great_grandparent_code
from valid as units
left join places as parts
    on units.parent_code = parts.area_code and units.period = parts.period
where units.area_level = 'township'
