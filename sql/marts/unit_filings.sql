-- One row per form with a due date, period and unit that is to file it then: whether it has, since when, and in time or not.
-- Who is to file: the dataset's reporting unit, valid on the period's day, within the life of the form; a county without that
-- level, or whose form counties file, is its own unit. A unit has filed when it, or its county for it, filed every figure asked for.
-- key: dataset, period, area_code
-- columns:
--   dataset VARCHAR: Kind of return.
--   period DATE: Last day of the quarter or year.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   county_code VARCHAR, own meaning: County (or zone beside counties) that the unit is or belongs to.
--   due_on DATE: Last day on which the return is in time; none where nobody files it.
--   has_row BOOLEAN: True when something of it stands, whole or not.
--   is_whole BOOLEAN: True when every figure that is not optional stands.
--   first_complete_on DATE, own meaning: Day on which it first had every figure that is needed; none while one lacks.
--   filed_late BOOLEAN, own meaning: True when that day is after the due date.
--   is_amended BOOLEAN: True when it was filed whole more than once, with other figures.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with
units as (
    select
        parts.dataset,
        parts.period,
        places.area_code,
        parts.area_code as county_code
    from spine.reporting_parts as parts
    join spine.area_periods as places
        on parts.period = places.period and parts.area_code = places.part_code and places.role = 'unit'
    where parts.files_by_townships
    union all
    select
        dataset,
        period,
        area_code,
        area_code as county_code
    from spine.reporting_parts
    where not files_by_townships
),
filed as (
    select
        dataset,
        period,
        area_code,
        bool_or(not superseded) as has_row,
        bool_or(is_whole and not superseded) as is_whole,
        min(case when is_whole then filed_on end) as first_whole_on,
        count(distinct case when is_whole and filed_again then figures end) > 1 as is_amended,
        bool_or(simulated and not superseded) as simulated
    from sums.filed_forms
    group by dataset, period, area_code
),
known as (
    select
        units.dataset,
        units.period,
        units.area_code,
        units.county_code,
        due_dates.due_on,
        coalesce(own.has_row, false) or coalesce(whole.has_row, false) as has_row,
        coalesce(own.is_whole, false) or coalesce(whole.is_whole, false) as is_whole,
        least(own.first_whole_on, whole.first_whole_on) as first_whole_on,
        coalesce(own.is_amended, false) or coalesce(whole.is_amended, false) as is_amended,
        coalesce(own.simulated, false) or coalesce(whole.simulated, false) as simulated
    from units
    join spine.made_periods as periods
        on units.period = periods.period
    join spine.due_dates as due_dates
        on units.dataset = due_dates.dataset and units.period = due_dates.period
    left join filed as own
        on units.dataset = own.dataset and units.period = own.period and units.area_code = own.area_code
    left join filed as whole
        on units.dataset = whole.dataset
        and units.period = whole.period
        and units.county_code = whole.area_code
        and units.area_code <> units.county_code
)
select
    dataset,
    period,
    area_code,
    county_code,
    due_on,
    has_row,
    is_whole,
    case when is_whole then first_whole_on end as first_complete_on,
    is_whole and first_whole_on > due_on as filed_late,
    is_amended,
    simulated
from known
