-- 最近一期哪些县没有达标，各差多少
-- Which counties miss the target in the newest period, and by how much
with newest as (
    select periods.indicator_code, max(periods.period) as period
    from marts.periods as periods
    join marts.snapshot as snapshot on periods.indicator_code = snapshot.headline_indicator
    where periods.is_due
    group by periods.indicator_code
)
select
    tree.area_name_zh,
    tree.area_name_en,
    counties.gap,
    counties.value_shown,
    counties.target_value,
    counties.numerator,
    counties.denominator,
    counties.near_target,
    counties.area_code,
    counties.period
from marts.indicator_values as counties
join newest using (indicator_code, period)
join marts.tree as tree using (period, area_code, area_valid_from)
where counties.area_level = 'county' and counties.verdict = 'not_met'
order by counties.gap desc, counties.area_code
