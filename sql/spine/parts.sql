-- One row per part (county, or zone beside counties) and period, with the number of its townships, or 1 for itself where
-- it has none: the units of what townships file. How many units file a dataset is told by spine.reporting_parts.
with
townships as (
    select
        period,
        part_code,
        count(*) as townships
    from spine.area_periods
    where role = 'unit'
    group by period, part_code
)
select
    parts.period,
    parts.area_code,
    parts.area_valid_from,
    parts.area_level,
    parts.parent_code,
    parts.grandparent_code,
    parts.great_grandparent_code,
    coalesce(townships.townships, 1) as townships_or_itself,
    townships.townships is not null as has_townships
from spine.area_periods as parts
left join townships
    on parts.period = townships.period and parts.area_code = townships.part_code
where parts.role = 'part'
