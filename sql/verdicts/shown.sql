-- One row per indicator, period and area, as judged, with its gap (of a whole the sum of its counties'), the value in whole steps of its last shown decimal, and its class;
-- neither where there is no value. Half up, but kept on its own side of the target where rounding would reach or cross
-- it; a value that equals a target finer than the shown decimals goes to the side of its verdict. Class = how many bounds
-- the exact value reaches. Where the denominator is a population, a county or zone with fewer people than the pack says
-- has no class.
-- kept as: view
with
populations as (
    select distinct sides.indicator_code
    from staging.indicator_measures as sides
    join reference.populations as populations
        on sides.measure = populations.measure
    where sides.side = 'denominator' and sides.dataset = 'figures'
),
bounds as (
    select indicator_code, list(bound_millionths) as bounds
    from staging.class_bounds
    group by indicator_code
),
judged as (
    select
        *,
        own_gap as gap,
        own_gap_at_most as gap_at_most,
        cast(null as bigint) as gap_counties_unknown
    from verdicts.judged
    where branch <> 'whole'
    union all
    select
        wholes.*,
        gaps.gap,
        gaps.gap_at_most,
        gaps.gap_counties_unknown
    from verdicts.judged as wholes
    left join verdicts.whole_gaps as gaps
        on wholes.indicator_code = gaps.indicator_code
        and wholes.period = gaps.period
        and wholes.area_code = gaps.area_code
    where wholes.branch = 'whole'
),
steps as (
    select
        judged.*,
        case judged.decimals when 0 then 1 when 1 then 10 when 2 then 100 when 3 then 1000 when 4 then 10000 end as steps_in_one,
        case judged.decimals when 0 then 1000000 when 1 then 100000 when 2 then 10000 when 3 then 1000 when 4 then 100 end
            as step_millionths,
        case when judged.has_value then judged.denominator end as divisor,
        bounds.bounds,
        judged.has_value and (
            populations.indicator_code is null
            or judged.area_level not in ('county', 'zone')
            or judged.denominator >= cast(pack.coloured_from_people as bigint)
        ) as has_class
    from judged
    cross join reference.pack as pack
    left join populations
        on judged.indicator_code = populations.indicator_code
    left join bounds
        on judged.indicator_code = bounds.indicator_code
),
multiplied as (
    select
        *,
        case when has_value then numerator * scale * steps_in_one end as parts
    from steps
),
rounded as (
    select
        *,
        (2 * parts + divisor) // (2 * divisor) as half_up,
        parts // divisor as floor_step,
        (parts + divisor - 1) // divisor as ceiling_step
    from multiplied
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
)
select
    *,
    20 * abs(balance) <= required
    -- Nobody is beyond the whole of a share: whoever reaches it is not near it.
    and (balance < 0 or scale <> 100 or target_millionths <> 100000000) as near_target,
    cast(
        cast(shown_steps * step_millionths as decimal(24, 0)) * cast(0.000001 as decimal(7, 6))
        as decimal(18, 4)
    ) as value_shown,
    case
        when has_class and bounds is null then 0
        when has_class then cast(array_length(list_filter(bounds, lambda bound: left_side >= bound * divisor)) as integer)
    end as class_index
from kept
