-- One row per county below an area on the later of two periods: its figure on both, and the change where both are known in whole and of
-- one extent, and are more than one carried figure: exact, rounded once. Beside each the same of all these counties together, and whether it crossed the target.
-- parameters: $indicator VARCHAR, $period DATE, $since DATE, $area VARCHAR
-- key: area_code
-- columns:
--   area_valid_from_then DATE: Start of the extent it had on the earlier period; none where there was no such county.
--   value_shown_then DECIMAL(18,4), own meaning: Shown value on the earlier period, of the same extent.
--   class_index_then INTEGER: Class of the value on the earlier period, of the same extent.
--   verdict_then VARCHAR, own meaning: Verdict of the earlier period, of the same extent.
--   change_since DECIMAL(18,4): Value less the one on the earlier period, of the same extent: exact, rounded once to the indicator's decimals.
--   change_way VARCHAR: rose, fell or same by the exact difference, however little of it is shown; none where there is no change.
--   no_change_because VARCHAR: Why there is none: new_area, extent, not_both_known (one of the two is not known in whole) or same_figure (the numerator of both is one figure of one day, carried, over an equal denominator).
--   crossing VARCHAR: rose_to_target where a verdict of not met became one of met, fell_from_target the other way; of the same extent.
--   counties_known_both BIGINT: Counties with a value at both dates, those of one carried figure left out.
--   change_since_of_all DECIMAL(18,4): Ratio of the counties known at both dates, less the same on the earlier period: exact, rounded once to the indicator's decimals.
with
later as (
    select
        county_values.*,
        tree.area_name_zh,
        tree.area_name_en,
        tree.short_name_zh,
        tree.short_name_en,
        tree.city_code,
        tree.city_name_zh,
        tree.city_name_en,
        tree.city_short_name_zh,
        tree.city_short_name_en
    from marts.indicator_values as county_values
    join marts.tree as tree
        on county_values.area_code = tree.area_code
        and county_values.area_valid_from = tree.area_valid_from
        and county_values.period = tree.period
    where county_values.indicator_code = $indicator
        and county_values.period = $period
        and county_values.area_level = 'county'
        and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
),
earlier as (
    select *
    from marts.indicator_values
    where indicator_code = $indicator and period = $since and area_level = 'county'
),
of_both as (
    select
        later.area_code,
        later.numerator as numerator_now,
        later.denominator as denominator_now,
        earlier.numerator as numerator_then,
        earlier.denominator as denominator_then,
        coalesce(
            later.numerator_carried and later.numerator_date = earlier.numerator_date and later.numerator = earlier.numerator
            and later.denominator = earlier.denominator,
            false
        ) as is_same_figure
    from later
    join earlier
        on later.area_code = earlier.area_code and later.area_valid_from = earlier.area_valid_from
    where later.value is not null and earlier.value is not null
),
known_both as (
    select * exclude (is_same_figure)
    from of_both
    where not is_same_figure
),
-- The counties one by one, and all of them together under no code.
compared as (
    select * from known_both
    union all
    select
        '' as area_code,
        cast(sum(numerator_now) as bigint) as numerator_now,
        cast(sum(denominator_now) as bigint) as denominator_now,
        cast(sum(numerator_then) as bigint) as numerator_then,
        cast(sum(denominator_then) as bigint) as denominator_then
    from known_both
),
steps as (
    select
        compared.*,
        indicators.scale * cast(round(pow(10, indicators.decimals), 0) as bigint) as factor,
        cast(round(pow(10, 4 - indicators.decimals), 0) as bigint) as ten_thousandths
    from compared
    cross join marts.indicators as indicators
    where indicators.indicator_code = $indicator and compared.denominator_now > 0 and compared.denominator_then > 0
),
quotients as (
    select
        area_code,
        ten_thousandths,
        (numerator_now * factor) // denominator_now - (numerator_then * factor) // denominator_then as whole_steps,
        -- What the two divisions leave, as parts of one product: nothing is rounded before the difference.
        2 * (
            ((numerator_now * factor) % denominator_now) * denominator_then
            - ((numerator_then * factor) % denominator_then) * denominator_now
        ) as twice_left,
        denominator_now * denominator_then as product
    from steps
),
changes as (
    select
        area_code,
        cast(
            (
                whole_steps
                + case
                    -- A half goes away from zero, so that a rise and the same fall are one figure with two signs.
                    when twice_left > product or (twice_left = product and whole_steps >= 0) then 1
                    when twice_left < -product or (twice_left = -product and whole_steps <= 0) then -1
                    else 0
                end
            ) * ten_thousandths * cast(0.0001 as decimal(5, 4))
            as decimal(18, 4)
        ) as change_since,
        -- What is left is less than one step either way: its sign counts only where there is no whole one.
        case
            when whole_steps > 0 or (whole_steps = 0 and twice_left > 0) then 'rose'
            when whole_steps < 0 or (whole_steps = 0 and twice_left < 0) then 'fell'
            else 'same'
        end as change_way
    from quotients
)
select
    later.area_code,
    later.area_valid_from,
    later.area_name_zh,
    later.area_name_en,
    later.short_name_zh,
    later.short_name_en,
    later.city_code,
    later.city_name_zh,
    later.city_name_en,
    later.city_short_name_zh,
    later.city_short_name_en,
    earlier.area_valid_from as area_valid_from_then,
    same.value_shown as value_shown_then,
    later.value_shown,
    later.value,
    same.class_index as class_index_then,
    later.class_index,
    same.verdict as verdict_then,
    later.verdict,
    later.target_id,
    later.target_value,
    later.value_status,
    later.undecided_because,
    changes.change_since,
    changes.change_way,
    case
        when earlier.area_code is null then 'new_area'
        when same.area_code is null then 'extent'
        when of_both.is_same_figure then 'same_figure'
        when changes.area_code is null then 'not_both_known'
    end as no_change_because,
    case
        when same.verdict = 'not_met' and later.verdict = 'met' then 'rose_to_target'
        when same.verdict = 'met' and later.verdict = 'not_met' then 'fell_from_target'
    end as crossing,
    count(changes.area_code) over () as counties_known_both,
    later.numerator_date,
    together.change_since as change_since_of_all,
    later.simulated
from later
left join earlier
    on later.area_code = earlier.area_code
left join earlier as same
    on later.area_code = same.area_code and later.area_valid_from = same.area_valid_from
left join of_both
    on later.area_code = of_both.area_code
left join changes
    on later.area_code = changes.area_code
left join changes as together
    on together.area_code = ''
order by later.area_code
