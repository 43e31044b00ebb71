-- One row per landed row, or what of it, that the pack or the programme of the day does not allow: by order of landing.
-- key: source, rule, subject
-- columns:
--   rows_set_aside BIGINT: How many there are for this reason.
select
    source,
    rule,
    area_code,
    period,
    batch_id,
    sequence,
    file_name,
    file_row,
    subject,
    found,
    count(*) over (partition by source, rule) as rows_set_aside
from marts.findings
where set_aside
order by sequence, file_row, subject
