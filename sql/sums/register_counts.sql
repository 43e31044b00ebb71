-- One row per measure of a register, period and area (unit, zone in a county, or part) for which a row counts at the period's
-- end. A part has those of its units too.
with standing as (
    select
        marks.dataset,
        marks.measure,
        periods.period,
        marks.area_code
    from staging.register_marks as marks
    join staging.register_rows as rows
        on marks.dataset = rows.dataset
        and marks.sequence = rows.sequence
        and marks.file_row = rows.file_row
        and not rows.withdrawn
    join spine.pass_periods as periods
        on periods.period >= rows.period
        and (rows.stands_until is null or periods.period < rows.stands_until)
),
places as (
    select period, area_code, area_code as of_area from spine.area_periods where role <> 'whole'
    union all
    select period, part_code as area_code, area_code as of_area from spine.area_periods where role in ('unit', 'inner')
)
select
    standing.dataset,
    standing.measure,
    places.period,
    places.area_code,
    count(*) as number
from standing
join places
    on standing.period = places.period and standing.area_code = places.of_area
group by standing.dataset, standing.measure, places.period, places.area_code
