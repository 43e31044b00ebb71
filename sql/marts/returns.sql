-- One row per dataset, period and county (or zone beside counties) with a return that stands.
-- key: dataset, period, area_code
-- columns:
--   dataset VARCHAR: Kind of return.
--   period DATE: Last day of the quarter or year.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   batch_id VARCHAR, own meaning: Newest accepted return that stands for it.
--   file_name VARCHAR: Name of the file it came in.
--   filed_on DATE: Day it was filed.
--   filed_by VARCHAR: Who filed it.
--   first_complete_on DATE, own meaning: Day on which its own form, or the last of its units', first had every measure that is needed; none while one lacks.
--   batches BIGINT: How many returns its standing rows come from.
--   units_filed BIGINT: Units with a row that stands.
--   due_on DATE: Last day on which the return is in time; none where nobody files it.
--   filed_late BOOLEAN, own meaning: True when it was first whole, or what is whole of it first came, after that day.
--   simulated BOOLEAN: True when a return behind the row is simulated.
select
    filings.dataset,
    filings.period,
    filings.area_code,
    filings.batch_id,
    filings.file_name,
    filings.filed_on,
    filings.filed_by,
    filings.first_complete_on,
    filings.batches,
    filings.units_filed,
    due_dates.due_on,
    coalesce(filings.counts_from > due_dates.due_on, false) as filed_late,
    filings.simulated
from sums.part_filings as filings
left join spine.due_dates as due_dates
    on filings.dataset = due_dates.dataset and filings.period = due_dates.period
