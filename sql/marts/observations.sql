-- One row per filed cell, standing or superseded: the way back from any number to the return.
-- Also those of files that a source published: superseded where a later edition is there.
-- key: dataset, measure, area_code, period, sequence
-- columns:
--   dataset VARCHAR: Kind of return.
--   measure VARCHAR: What is counted: a column of a return, or people, households, committees of a dated figure.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   period DATE: Last day of the quarter or year.
--   value BIGINT, own meaning: Count as filed; none where the cell was blank.
--   batch_id VARCHAR: Accepted return it came in.
--   sequence BIGINT: Order of that return among all returns of this home.
--   file_name VARCHAR: Name of the file it came in.
--   file_row BIGINT: Row in the sheet, the heading being row 1.
--   filed_on DATE: Day it was filed.
--   filed_by VARCHAR: Who filed it.
--   superseded BOOLEAN: True when something filed later stands in its place.
--   simulated BOOLEAN: True when a return behind the row is simulated.
select
    dataset,
    measure,
    area_code,
    period,
    value,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by,
    superseded,
    simulated
from staging.cells
union all
select
    dataset,
    measure,
    area_code,
    period,
    value,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by,
    not is_newest as superseded,
    simulated
from staging.published_cells
