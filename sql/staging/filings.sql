-- One row per landed row of counts that the pack of the day allows, and whether something filed later stands in its place.
-- Later means a higher sequence, never the clock. A row is superseded by a newer one of the same area, a county's
-- by newer ones of its townships, a township's by a newer one of its county. The others are in staging.set_aside.
-- checks:
--   every row is of an area that is valid on its period: area_valid_from is not null
with
ranked as (
    select
        *,
        max(sequence) over (partition by dataset, period, area_code) as newest_of_area,
        max(case when area_level <> 'township' then sequence end) over (partition by dataset, period, part_code)
            as newest_of_whole,
        max(case when area_level = 'township' then sequence end) over (partition by dataset, period, part_code)
            as newest_of_townships
    from staging.placed_rows
    where misfit is null
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
