-- One row per indicator and period on which it is measured (an annual one at year ends), with the due date of its numerator.
select
    indicators.indicator_code,
    indicators.numerator_dataset,
    indicators.denominator_dataset,
    periods.period,
    due_dates.due_on,
    coalesce(due_dates.due_on >= run.today, false) as not_yet_due
from staging.indicators as indicators
cross join spine.periods as periods
cross join reference.run as run
left join spine.due_dates as due_dates
    on indicators.numerator_dataset = due_dates.dataset and periods.period = due_dates.period
where indicators.cycle = 'quarterly' or month(periods.period) = 12
