-- One row per quarter whose returns are all due, and so can be evaluated; the newest first.
-- key: period
-- columns:
--   year_before DATE: The same quarter a year before.
select
    periods.period,
    last_day(make_date(year(periods.period) - 1, month(periods.period), 1)) as year_before
from marts.periods as periods
join marts.indicators as indicators
    on periods.indicator_code = indicators.indicator_code
where indicators.cycle = 'quarterly' and indicators.polarity <> 'neutral'
group by periods.period
having bool_and(periods.is_due)
order by periods.period desc
