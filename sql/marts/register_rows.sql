-- One row per landed row of a register: the state of a key from a day on, with its history.
-- key: dataset, row_key, sequence, file_row
-- columns:
--   dataset VARCHAR: Kind of return.
--   row_key VARCHAR: Key of the row; several columns with a bar between.
--   stands_from DATE: Day from which the row tells the state.
--   stands_until DATE: Day from which the next row of the key does; none for the newest.
--   is_newest BOOLEAN: True for the newest row of its key.
--   withdrawn BOOLEAN: True where the row ends its key.
--   note VARCHAR: What the filer said of the row.
--   batch_id VARCHAR: Accepted return it came in.
--   sequence BIGINT: Order of that return among all returns of this home.
--   file_name VARCHAR: Name of the file it came in.
--   file_row BIGINT: Row in the sheet, the heading being row 1.
--   filed_on DATE: Day it was filed.
--   filed_by VARCHAR: Who filed it.
--   simulated BOOLEAN: True when a return behind the row is simulated.
select
    dataset,
    row_key,
    period as stands_from,
    stands_until,
    is_newest,
    withdrawn,
    note,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by,
    simulated
from staging.register_rows
