-- 比上年同期，哪些县的人数变化最大
-- Which counties changed most in people against a year earlier
with figures as (
    select counties.area_code, counties.area_valid_from, counties.period, counties.numerator
    from marts.indicator_values as counties
    join marts.snapshot as snapshot on counties.indicator_code = snapshot.headline_indicator
    where counties.area_level = 'county' and counties.value_status in ('reported', 'estimated')
)
select
    tree.area_name_zh,
    tree.area_name_en,
    figures.numerator - before.numerator as change,
    before.numerator as a_year_before,
    figures.numerator as now,
    figures.period
from figures
-- The same county in the same extent: across a change of boundary there is no change to tell.
join figures as before
    on before.area_code = figures.area_code
    and before.area_valid_from = figures.area_valid_from
    and before.period = last_day(cast(figures.period - interval 1 year as date))
join marts.tree as tree
    on tree.period = figures.period
    and tree.area_code = figures.area_code
    and tree.area_valid_from = figures.area_valid_from
where figures.period = (select max(period) from figures)
order by abs(change) desc, figures.area_code
