-- One row per indicator, period and area with a value: the value in whole steps of its last shown decimal, and its class.
-- Half up, but kept on its own side of the target where rounding would reach or cross it; a value that equals a target
-- finer than the shown decimals goes to the side of its verdict. Class = how many bounds the exact value reaches.
-- Where the denominator is a population, a county or zone with fewer people than the pack says has no class.
with
populations as (
    select distinct sides.indicator_code
    from staging.indicator_measures as sides
    join reference.populations as populations
        on sides.measure = populations.measure
    where sides.side = 'denominator' and sides.dataset = 'figures'
),
steps as (
    select
        judged.indicator_code,
        judged.period,
        judged.area_code,
        judged.area_level,
        judged.left_side,
        judged.right_side,
        judged.comparison,
        judged.target_millionths,
        powers.step_millionths,
        judged.numerator * judged.scale * powers.steps_in_one as parts,
        judged.denominator
    from verdicts.judged as judged
    join (
        select 0 as decimals, 1 as steps_in_one, 1000000 as step_millionths
        union all
        select 1 as decimals, 10 as steps_in_one, 100000 as step_millionths
        union all
        select 2 as decimals, 100 as steps_in_one, 10000 as step_millionths
        union all
        select 3 as decimals, 1000 as steps_in_one, 1000 as step_millionths
        union all
        select 4 as decimals, 10000 as steps_in_one, 100 as step_millionths
    ) as powers
        on judged.decimals = powers.decimals
    where judged.has_value
),
rounded as (
    select
        *,
        (2 * parts + denominator) // (2 * denominator) as half_up,
        parts // denominator as floor_step,
        (parts + denominator - 1) // denominator as ceiling_step
    from steps
),
kept as (
    select
        *,
        case
            when target_millionths is null then half_up
            when left_side < right_side and half_up * step_millionths >= target_millionths then floor_step
            when left_side > right_side and half_up * step_millionths <= target_millionths then ceiling_step
            when left_side = right_side and comparison in ('>=', '<') then ceiling_step
            when left_side = right_side then floor_step
            else half_up
        end as shown_steps
    from rounded
),
classed as (
    select
        kept.indicator_code,
        kept.period,
        kept.area_code,
        count(bounds.bound_millionths) as class_index
    from kept
    cross join reference.pack as pack
    left join populations
        on kept.indicator_code = populations.indicator_code
    left join staging.class_bounds as bounds
        on kept.indicator_code = bounds.indicator_code
        and kept.left_side >= bounds.bound_millionths * kept.denominator
    where populations.indicator_code is null
        or kept.area_level not in ('county', 'zone')
        or kept.denominator >= cast(pack.coloured_from_people as bigint)
    group by kept.indicator_code, kept.period, kept.area_code
)
select
    kept.indicator_code,
    kept.period,
    kept.area_code,
    cast(
        cast(kept.shown_steps * kept.step_millionths as decimal(24, 0)) * cast(0.000001 as decimal(7, 6))
        as decimal(18, 4)
    ) as value_shown,
    cast(classed.class_index as integer) as class_index
from kept
left join classed
    on kept.indicator_code = classed.indicator_code
    and kept.period = classed.period
    and kept.area_code = classed.area_code
