-- One row per least value that might be the target, a quarter of one apart from the one in force to seven above: how many counties below
-- an area meet it today, and two years on if every county took on the same number of people each quarter and its denominator grew by the
-- same share each year. Counted are the counties whose balance is known.
-- key: curve_target
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR, $hires BIGINT, $growth BIGINT
-- columns:
--   curve_target DECIMAL(18,6): The least value.
--   met_today BIGINT: Counties that meet it with today's figures.
--   met_then BIGINT: Counties that meet it then.
--   counties_counted BIGINT: Counties whose balance is known.
with
counties as (
    select
        judged.target_value,
        judged.numerator * indicators.scale as today_side,
        judged.denominator,
        greatest(judged.numerator + 8 * cast($hires as bigint), 0) * indicators.scale as then_side,
        (judged.denominator * (10000 + cast($growth as bigint)) * (10000 + cast($growth as bigint)) + 50000000) // 100000000
            as then_denominator
    from marts.indicator_values as judged
    join marts.tree as tree
        on judged.area_code = tree.area_code and judged.period = tree.period
    join marts.indicators as indicators
        on judged.indicator_code = indicators.indicator_code
    where judged.indicator_code = $indicator
        and judged.period = $period
        and judged.area_level = 'county'
        and judged.balance is not null
        and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
),
base as (
    select min(target_value) as least_target from counties
),
targets as (
    select
        base.least_target + cast(steps.step as decimal(18, 6)) * cast(0.25 as decimal(3, 2)) as curve_target,
        cast(base.least_target * 1000000 as bigint) + steps.step * 250000 as millionths
    from base
    cross join unnest(generate_series(0, 28)) as steps(step)
    where base.least_target is not null
)
select
    cast(targets.curve_target as decimal(18, 6)) as curve_target,
    count(*) filter (where counties.today_side * 1000000 >= targets.millionths * counties.denominator) as met_today,
    count(*) filter (where counties.then_side * 1000000 >= targets.millionths * counties.then_denominator) as met_then,
    count(*) as counties_counted
from targets
cross join counties
group by targets.curve_target
order by targets.curve_target
