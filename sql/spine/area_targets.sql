-- One row per indicator, period and area, or extent of another day, that a target applies to: of the rows valid that day for the area or one above it
-- the strictest judges (a county's goal may go beyond the floor, never below it), of equal rows the nearer area's, then the
-- earlier.
with
lineage as (
    select period, area_code, area_valid_from, area_level, area_code as target_area_code, 0 as distance
    from spine.area_periods
    union all
    select period, area_code, area_valid_from, area_level, part_code as target_area_code, 1 as distance
    from spine.area_periods
    where role in ('unit', 'inner')
    union all
    select period, area_code, area_valid_from, area_level, parent_code as target_area_code, 2 as distance
    from spine.area_periods
    where parent_code is not null
    union all
    select period, area_code, area_valid_from, area_level, grandparent_code as target_area_code, 3 as distance
    from spine.area_periods
    where grandparent_code is not null
    union all
    select period, area_code, area_valid_from, area_level, great_grandparent_code as target_area_code, 4 as distance
    from spine.area_periods
    where great_grandparent_code is not null
    union all
    select period, area_code, area_valid_from, area_level, area_code as target_area_code, 0 as distance
    from spine.other_extents
    union all
    select period, area_code, area_valid_from, area_level, parent_code as target_area_code, 2 as distance
    from spine.other_extents
    union all
    select extents.period, extents.area_code, extents.area_valid_from, extents.area_level, parents.parent_code as target_area_code, 3 as distance
    from spine.other_extents as extents
    join staging.areas as parents
        on extents.parent_code = parents.area_code
        and extents.state_on >= parents.valid_from
        and (parents.valid_to is null or extents.state_on <= parents.valid_to)
    where parents.parent_code is not null
    union all
    select extents.period, extents.area_code, extents.area_valid_from, extents.area_level, grandparents.parent_code as target_area_code, 4 as distance
    from spine.other_extents as extents
    join staging.areas as parents
        on extents.parent_code = parents.area_code
        and extents.state_on >= parents.valid_from
        and (parents.valid_to is null or extents.state_on <= parents.valid_to)
    join staging.areas as grandparents
        on parents.parent_code = grandparents.area_code
        and extents.state_on >= grandparents.valid_from
        and (grandparents.valid_to is null or extents.state_on <= grandparents.valid_to)
    where grandparents.parent_code is not null
),
candidates as (
    select
        targets.indicator_code,
        lineage.period,
        lineage.area_code,
        lineage.area_valid_from,
        targets.target_id,
        targets.comparison,
        targets.target_value,
        targets.target_millionths,
        row_number() over (
            partition by targets.indicator_code, lineage.period, lineage.area_code, lineage.area_valid_from
            order by
                case when targets.comparison in ('>=', '>') then -targets.target_millionths else targets.target_millionths end asc,
                case when targets.comparison in ('>', '<') then 0 else 1 end asc,
                lineage.distance asc,
                targets.valid_from asc,
                targets.target_id asc
        ) as choice
    from staging.targets as targets
    join lineage
        on targets.area_code = lineage.target_area_code
        and list_contains(targets.levels_judged, lineage.area_level)
        and lineage.period >= targets.valid_from
        and (targets.valid_to is null or lineage.period <= targets.valid_to)
)
select
    indicator_code,
    period,
    area_code,
    area_valid_from,
    target_id,
    comparison,
    target_value,
    target_millionths
from candidates
where choice = 1
