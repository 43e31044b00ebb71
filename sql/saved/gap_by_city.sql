-- 各市缺口多少人，集中在几个县
-- People short by city, and in how many counties
with newest as (
    select periods.indicator_code, max(periods.period) as period
    from marts.periods as periods
    join marts.snapshot as snapshot on periods.indicator_code = snapshot.headline_indicator
    where periods.is_due
    group by periods.indicator_code
)
select
    tree.city_name_zh,
    tree.city_name_en,
    sum(counties.gap) as people_short,
    count(*) filter (where counties.gap > 0) as counties_short,
    max(counties.gap) as largest_gap
from marts.indicator_values as counties
join newest using (indicator_code, period)
join marts.tree as tree using (period, area_code, area_valid_from)
where counties.area_level = 'county'
group by tree.city_name_zh, tree.city_name_en
having sum(counties.gap) > 0
order by people_short desc
