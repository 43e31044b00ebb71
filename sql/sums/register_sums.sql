-- One row per indicator, side, period and area (unit, zone in a county, or part) of an indicator that rests on a register:
-- the rows standing at the period's end that the measure counts. An area without one has 0 from the first day on which
-- the register said anything; before that day nothing is known.
with
spans as (
    select
        rows.dataset,
        rows.sequence,
        rows.file_row,
        rows.simulated,
        rows.period as stands_from,
        rows.stands_until,
        rows.withdrawn
    from staging.register_rows as rows
),
begun as (
    select dataset, min(stands_from) as first_day, bool_or(simulated) as simulated
    from spans
    group by dataset
),
counted as (
    select
        marks.dataset,
        marks.measure,
        periods.period,
        marks.area_code,
        count(*) as number
    from staging.register_marks as marks
    join spans
        on marks.sequence = spans.sequence and marks.file_row = spans.file_row and not spans.withdrawn
    join spine.pass_periods as periods
        on periods.period >= spans.stands_from
        and (spans.stands_until is null or periods.period < spans.stands_until)
    group by marks.dataset, marks.measure, periods.period, marks.area_code
),
places as (
    select period, area_code, area_code as of_area from spine.area_periods where role <> 'whole'
    union all
    select period, part_code as area_code, area_code as of_area from spine.area_periods where role in ('unit', 'inner')
)
select
    measures.indicator_code,
    measures.side,
    places.area_code,
    places.period,
    cast(coalesce(sum(counted.number), 0) as bigint) as value,
    cast(null as bigint) as value_before,
    cast(null as date) as revised_on,
    cast(coalesce(sum(counted.number), 0) as bigint) as value_low,
    cast(coalesce(sum(counted.number), 0) as bigint) as value_high,
    places.period as figure_date,
    'reported' as figure_status,
    false as carried,
    begun.simulated,
    false as too_old
from staging.indicator_measures as measures
join begun
    on measures.dataset = begun.dataset
join places
    on places.period >= begun.first_day
left join counted
    on measures.dataset = counted.dataset
    and measures.measure = counted.measure
    and places.period = counted.period
    and places.of_area = counted.area_code
group by measures.indicator_code, measures.side, places.area_code, places.period, begun.simulated
