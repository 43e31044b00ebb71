-- One row per indicator, period and county (or zone beside counties) of which what the indicator needs was ever known, of a
-- unit at least: when that was so of all of them. marts.returns says when the form itself was whole.
-- key: indicator_code, area_code, period
-- columns:
--   indicator_code VARCHAR: Code of the indicator in the registry.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   period DATE: Last day of the quarter or year.
--   first_complete_on DATE: Day on which every measure that the indicator needs was first known of all units; none while one is missing.
--   due_on DATE: Last day on which the return is in time; none where nobody files it.
--   filed_late BOOLEAN: True when all of it was first known, or what there is of it first came, after that day.
select
    days.code as indicator_code,
    days.area_code,
    days.period,
    days.first_complete_on,
    due_dates.due_on,
    coalesce(days.counts_from > due_dates.due_on, false) as filed_late
from sums.first_days as days
join staging.indicators as indicators
    on days.kind = 'indicator' and days.code = indicators.indicator_code
left join spine.due_dates as due_dates
    on indicators.numerator_dataset = due_dates.dataset and days.period = due_dates.period
