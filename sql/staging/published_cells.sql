-- One row per figure of a file that was filed as published by a source: an edition of the day it was filed on, no return.
-- Of one day the one filed later counts; is_newest marks the newest edition.
-- kept as: view
select
    landed.dataset,
    landed.measure,
    landed.area_code,
    areas.valid_from as area_valid_from,
    landed.period,
    landed.value,
    landed.source_id,
    landed.batch_id,
    landed.sequence,
    landed.file_name,
    landed.file_row,
    landed.filed_on,
    landed.filed_by,
    landed.simulated,
    row_number() over (
        partition by landed.dataset, landed.measure, landed.area_code, landed.period, landed.filed_on
        order by landed.sequence desc, landed.file_row desc
    ) = 1 as is_newest_of_day,
    row_number() over (
        partition by landed.dataset, landed.measure, landed.area_code, landed.period
        order by landed.filed_on desc, landed.sequence desc, landed.file_row desc
    ) = 1 as is_newest
from landing.published_cells as landed
left join staging.areas as areas
    on landed.area_code = areas.area_code
    and landed.period >= areas.valid_from
    and (areas.valid_to is null or landed.period <= areas.valid_to)
