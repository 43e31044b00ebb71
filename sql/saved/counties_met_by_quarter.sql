-- 达标县数逐期变化
-- How many counties meet the target, period by period
select
    counties.period,
    count(*) filter (where counties.verdict = 'met') as counties_met,
    count(*) filter (where counties.verdict = 'not_met') as counties_not_met,
    count(*) filter (where counties.verdict = 'unknown') as counties_undecided
from marts.indicator_values as counties
join marts.snapshot as snapshot on counties.indicator_code = snapshot.headline_indicator
join marts.periods as periods using (indicator_code, period)
where counties.area_level = 'county' and periods.is_due and counties.verdict <> 'no_target'
group by counties.period
order by counties.period
