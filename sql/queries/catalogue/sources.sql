-- One row per subject, source and status of what the pack brings: where the figures that are not filed come from.
-- columns:
--   subject VARCHAR: What the source is for.
--   status VARCHAR, own meaning: published, estimated or reported.
--   row_count BIGINT: Rows from it.
--   first_date DATE: Earliest date.
--   last_date DATE: Latest date.
with
listed as (
    select measure as subject, source, figure_status as status, reference_date as dated
    from marts.figures
    union all
    select 'areas' as subject, source, 'published' as status, valid_from as dated
    from marts.areas
)
select
    subject,
    source,
    status,
    count(*) as row_count,
    min(dated) as first_date,
    max(dated) as last_date
from listed
group by subject, source, status
order by subject, status, first_date, source
