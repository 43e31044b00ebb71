-- One row per dataset of counts, period and part: how many units of the part file it, and whether those are its townships.
-- A part without the level that files, and every part of a dataset that counties file, is a unit by itself.
select
    datasets.dataset,
    datasets.period,
    parts.area_code,
    case when datasets.reporting_level = 'township' then parts.townships_or_itself else 1 end as units,
    datasets.reporting_level = 'township' and parts.has_townships as files_by_townships
from spine.dataset_periods as datasets
join spine.parts as parts
    on datasets.period = parts.period
where datasets.kind = 'counts'
