-- One row per area and period on which it is valid, with its place in the tree of that day.
-- role: whole (province, city), part (county, or a zone that stands beside counties), unit (township of a part),
-- inner (a zone inside a county, which reports through it). part_code is the part that a row belongs to, itself for
-- a part; parent and grandparent are those of the part.
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
        valid.period,
        valid.area_code,
        valid.valid_from as area_valid_from,
        valid.area_level,
        parent.area_code as parent_code,
        parent.valid_from as parent_valid_from,
        parent.area_level as parent_level,
        grandparent.area_code as grandparent_code,
        great.area_code as great_grandparent_code
    from valid
    left join above as parent
        on valid.parent_code = parent.area_code and valid.period = parent.period
    left join above as grandparent
        on parent.parent_code = grandparent.area_code and parent.period = grandparent.period
    left join above as great
        on grandparent.parent_code = great.area_code and grandparent.period = great.period
),
placed as (
    select
        *,
        case
            when area_level in ('province', 'city') then 'whole'
            when area_level = 'county' then 'part'
            when area_level = 'township' then 'unit'
            when coalesce(parent_level, 'province') in ('province', 'city') then 'part'
            else 'inner'
        end as role
    from with_parents
)
select
    period,
    area_code,
    area_valid_from,
    area_level,
    role,
    case when role = 'part' then area_code when role <> 'whole' then parent_code end as part_code,
    case when role = 'part' then area_valid_from when role <> 'whole' then parent_valid_from end as part_valid_from,
    case when role in ('part', 'whole') then parent_code else grandparent_code end as parent_code,
    case when role in ('part', 'whole') then grandparent_code else great_grandparent_code end as grandparent_code
from placed
