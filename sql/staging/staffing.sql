-- One row per landed row of a staffing return. Community workers by post, as landed.
-- reads: landing.staffing(area_code varchar, period date, chief_workers bigint, deputy_workers bigint, other_workers bigint, certified_workers bigint, batch_id varchar, sequence bigint, file_name varchar, file_row bigint, filed_on date, filed_by varchar, landed_at timestamp, simulated boolean)
select
    area_code,
    period,
    chief_workers,
    deputy_workers,
    other_workers,
    certified_workers,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by,
    simulated
from landing.staffing
