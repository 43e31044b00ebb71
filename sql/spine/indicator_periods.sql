-- One row per indicator and period on which it is measured, with the due date of its numerator: an annual one at year ends,
-- and only while every measure it adds up is asked for. The kind of a side: figures, counts or register.
with
lives as (
    select
        sides.indicator_code,
        max(measures.first_period) as first_period,
        min(measures.last_period) as last_period
    from staging.indicator_measures as sides
    join staging.measures as measures
        on sides.dataset = measures.dataset and sides.measure = measures.measure
    group by sides.indicator_code
)
select
    indicators.indicator_code,
    indicators.numerator_dataset,
    indicators.denominator_dataset,
    indicators.numerator_kind,
    indicators.denominator_kind,
    indicators.numerator_level,
    indicators.scale,
    periods.period,
    due_dates.due_on,
    coalesce(due_dates.due_on >= run.today, false) as not_yet_due
from staging.indicators as indicators
join spine.pass_periods as periods
    on periods.is_made
cross join reference.run as run
left join lives
    on indicators.indicator_code = lives.indicator_code
left join spine.due_dates as due_dates
    on indicators.numerator_dataset = due_dates.dataset and periods.period = due_dates.period
where (indicators.cycle = 'quarterly' or month(periods.period) = 12)
    and periods.period >= coalesce(lives.first_period, periods.period)
    and periods.period <= coalesce(lives.last_period, periods.period)
