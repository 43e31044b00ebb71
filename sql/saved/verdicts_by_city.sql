-- 各市有多少县达标、未达标、待核（透视表）
-- Counties by verdict in each city (a pivot)
with newest as (
    select periods.indicator_code, max(periods.period) as period
    from marts.periods as periods
    join marts.snapshot as snapshot on periods.indicator_code = snapshot.headline_indicator
    where periods.is_due
    group by periods.indicator_code
),
counties as (
    select tree.city_name_zh, tree.city_name_en, verdicts.verdict
    from marts.indicator_values as verdicts
    join newest using (indicator_code, period)
    join marts.tree as tree using (period, area_code, area_valid_from)
    where verdicts.area_level = 'county'
)
pivot counties
on verdict in ('met', 'not_met', 'unknown')
using count(*)
group by city_name_zh, city_name_en
order by met desc, city_name_en
