-- One row per part (county, or zone beside counties) and period, with the number of units that report for it:
-- its townships, or itself where it has none.
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
    coalesce(townships.townships, 1) as units,
    townships.townships is not null as has_townships
from spine.area_periods as parts
left join townships
    on parts.period = townships.period and parts.area_code = townships.part_code
where parts.role = 'part'
