-- One row per county below an area on a period: what became of its verdict two years on, if every county took on the same number of
-- people each quarter, its denominator grew by the same share each year, and another least value were the target. A calculation, no
-- forecast: of a county whose balance is not known nothing is told.
-- key: area_code
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR, $target_millionths BIGINT, $hires BIGINT, $growth BIGINT
-- columns:
--   supposed_target DECIMAL(18,6): Target supposed, in the indicator's unit.
--   supposed_hires BIGINT: People more each quarter supposed.
--   supposed_growth BIGINT: Growth a year supposed, in hundredths of a per cent.
--   scenario_numerator BIGINT: Numerator after eight quarters of $hires each; never below 0.
--   scenario_denominator BIGINT: Denominator after two years of $growth hundredths of a per cent each, halves up.
--   scenario_value DOUBLE: The one times scale over the other, for charts.
--   scenario_required BIGINT: The least numerator that meets a target of $target_millionths then.
--   scenario_gap BIGINT: How many are lacking then.
--   scenario VARCHAR: stays_met, newly_met, falls_below, stays_below, or unknown.
with
counties as (
    select
        judged.*,
        tree.area_name_zh,
        tree.area_name_en,
        tree.short_name_zh,
        tree.short_name_en,
        tree.city_code,
        tree.city_name_zh,
        tree.city_name_en,
        indicators.scale,
        judged.balance is not null as is_known
    from marts.indicator_values as judged
    join marts.tree as tree
        on judged.area_code = tree.area_code and judged.period = tree.period
    join marts.indicators as indicators
        on judged.indicator_code = indicators.indicator_code
    where judged.indicator_code = $indicator
        and judged.period = $period
        and judged.area_level = 'county'
        and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
),
grown as (
    select
        *,
        case when is_known then greatest(numerator + 8 * cast($hires as bigint), 0) end as scenario_numerator,
        case
            when is_known
                then (denominator * (10000 + cast($growth as bigint)) * (10000 + cast($growth as bigint)) + 50000000) // 100000000
        end as scenario_denominator,
        cast($target_millionths as bigint) as target_millionths,
        scale * 1000000 as one
    from counties
),
asked as (
    select
        *,
        (target_millionths * scenario_denominator + one - 1) // one as scenario_required
    from grown
)
select
    area_code,
    area_name_zh,
    area_name_en,
    short_name_zh,
    short_name_en,
    city_code,
    city_name_zh,
    city_name_en,
    numerator,
    denominator,
    value,
    value_shown,
    target_value,
    verdict,
    cast(cast(target_millionths as decimal(18, 0)) * cast(0.000001 as decimal(7, 6)) as decimal(18, 6)) as supposed_target,
    cast($hires as bigint) as supposed_hires,
    cast($growth as bigint) as supposed_growth,
    scenario_numerator,
    scenario_denominator,
    case when scenario_denominator > 0 then cast(scenario_numerator * scale as double) / scenario_denominator end as scenario_value,
    scenario_required,
    greatest(scenario_required - scenario_numerator, 0) as scenario_gap,
    case
        when not is_known then 'unknown'
        when scenario_numerator >= scenario_required then case when verdict = 'met' then 'stays_met' else 'newly_met' end
        when verdict = 'met' then 'falls_below'
        else 'stays_below'
    end as scenario
from asked
order by area_code
