-- One row per dataset and period on which it is asked for: an annual one at year ends, each within its life.
-- A register speaks for any day; its measures are counted at every period's end.
select
    datasets.dataset,
    datasets.kind,
    datasets.reporting_level,
    periods.period
from staging.datasets as datasets
join spine.pass_periods as periods
    on (datasets.cycle = 'quarterly' or month(periods.period) = 12)
    and periods.period >= coalesce(datasets.first_period, periods.period)
    and periods.period <= coalesce(datasets.last_period, periods.period)
