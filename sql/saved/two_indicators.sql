-- 社区工作者密度与持证率，一县一点
-- Community workers per 10,000 and the share certified, a mark a county
with counties as (
    select indicator_code, area_code, area_valid_from, period, value_shown
    from marts.indicator_values
    where area_level = 'county'
),
newest as (
    select max(period) as period
    from marts.periods
    where is_due and indicator_code = 'certified_worker_share'
)
select
    workers.value_shown as workers_per_10k_urban,
    certified.value_shown as certified_share,
    tree.area_name_zh,
    tree.area_name_en,
    workers.period
from counties as workers
join newest using (period)
join counties as certified using (area_code, area_valid_from, period)
join marts.tree as tree using (area_code, area_valid_from, period)
where workers.indicator_code = 'community_workers_per_10k_urban'
    and certified.indicator_code = 'certified_worker_share'
order by workers_per_10k_urban
