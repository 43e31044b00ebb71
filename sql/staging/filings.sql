-- One row per landed row of any return, and whether something filed later stands in its place.
-- Later means a higher sequence, never the clock. A row is superseded by a newer one of the same area, a county's
-- by newer ones of its townships, a township's by a newer one of its county.
-- checks:
--   every landed row is of an area that is valid on its period: area_valid_from is not null
with
placed as (
    select
        landed.dataset,
        landed.area_code,
        landed.period,
        landed.batch_id,
        landed.sequence,
        landed.file_name,
        landed.file_row,
        landed.filed_on,
        landed.filed_by,
        landed.simulated,
        areas.valid_from as area_valid_from,
        areas.area_level,
        case when areas.area_level = 'township' then areas.parent_code else landed.area_code end as part_code
    from landing.rows as landed
    left join staging.areas as areas
        on landed.area_code = areas.area_code
        and landed.period >= areas.valid_from
        and (areas.valid_to is null or landed.period <= areas.valid_to)
),
ranked as (
    select
        *,
        max(sequence) over (partition by dataset, period, area_code) as newest_of_area,
        max(case when area_level <> 'township' then sequence end) over (partition by dataset, period, part_code)
            as newest_of_whole,
        max(case when area_level = 'township' then sequence end) over (partition by dataset, period, part_code)
            as newest_of_townships
    from placed
)
select
    dataset,
    area_code,
    area_valid_from,
    area_level,
    part_code,
    period,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by,
    simulated,
    sequence < newest_of_area
    or (area_level = 'township' and sequence < coalesce(newest_of_whole, 0))
    or (area_level <> 'township' and sequence < coalesce(newest_of_townships, 0)) as superseded
from ranked
