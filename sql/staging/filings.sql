-- One row per landed row of counts that the pack of the day allows, and whether something filed later stands in its place.
-- Later means a higher sequence, never the clock. A row is superseded by a newer one of the same area, a county's
-- by newer ones of its townships, a township's by a newer one of its county. The others are in staging.set_aside.
-- figures: as filed, in the order of staging.measures; part_code: the county (or zone beside counties) that it is of.
-- filed_again: more than one batch speaks of that part, so that a row of it may be superseded.
-- checks:
--   every row is of an area that is valid on its period: area_valid_from is not null
with
placed as (
    select * from staging.placed_rows
    where misfit is null
),
parts as (
    select
        dataset,
        period,
        part_code,
        min(sequence) as oldest,
        max(sequence) as newest,
        max(case when area_level <> 'township' then sequence end) as newest_of_whole,
        max(case when area_level = 'township' then sequence end) as newest_of_townships
    from placed
    group by dataset, period, part_code
),
areas as (
    select
        placed.dataset,
        placed.period,
        placed.area_code,
        max(placed.sequence) as newest
    from placed
    join parts
        on placed.dataset = parts.dataset
        and placed.period = parts.period
        and placed.part_code = parts.part_code
        and parts.oldest < parts.newest
    group by placed.dataset, placed.period, placed.area_code
)
select
    placed.dataset,
    placed.area_code,
    placed.area_valid_from,
    placed.area_level,
    placed.part_code,
    placed.period,
    placed.figures,
    placed.batch_id,
    placed.sequence,
    placed.file_name,
    placed.file_row,
    placed.filed_on,
    placed.filed_by,
    placed.simulated,
    parts.oldest < parts.newest as filed_again,
    placed.sequence < coalesce(areas.newest, 0)
    or (placed.area_level = 'township' and placed.sequence < coalesce(parts.newest_of_whole, 0))
    or (placed.area_level <> 'township' and placed.sequence < coalesce(parts.newest_of_townships, 0)) as superseded
from placed
join parts
    on placed.dataset = parts.dataset
    and placed.period = parts.period
    and placed.part_code = parts.part_code
left join areas
    on parts.oldest < parts.newest
    and placed.dataset = areas.dataset
    and placed.period = areas.period
    and placed.area_code = areas.area_code
