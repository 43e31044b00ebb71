-- One row per indicator and area of a level below an area, or itself, on a quarter: its figure, of an annual one the last year end's,
-- and where the area stands with it among all of its level and among its peers: of a county those of its group, of a city all
-- cities. A change against a year earlier is null where the extent differs, and where both are one figure, carried; of a whole it is over those parts that are known on both.
-- key: indicator_code, area_code
-- parameters: $period DATE, $area VARCHAR, $level VARCHAR
-- columns:
--   value_period DATE: Period of the value: of an annual indicator the last year end; none without a value.
--   asked_period DATE: Period for which the value is asked: of an annual indicator the last year end.
--   change_shown DECIMAL(18,4): Value less the one a year before, of the same extent: exact, rounded once to the indicator's decimals; none where both are one carried figure.
--   change_parts BIGINT: Of a whole that is not known in whole on one of the two: how many of its parts are, on both, over whose sums the change is.
--   change_is VARCHAR: better, worse or same, by the indicator's direction; none without a change, and of a neutral one none but same.
--   place BIGINT, own meaning: Place among the areas of its level with a value, 1 the best by the indicator's direction; equal values share it. None of a neutral one.
--   places BIGINT, own meaning: Areas of its level with a value.
--   third VARCHAR: first, middle or last third of these, where equal values stand at the middle of the places they share; none without a value, and of a neutral indicator.
--   middle_value DOUBLE: Middle of these values.
--   peers_all BIGINT: Peers of the area, itself among them; none of a county in no group.
--   peers_known BIGINT: Those of these with a value.
--   peers_middle DOUBLE: Middle of their values; none where fewer than five have one.
with
asked as (
    select
        indicators.indicator_code,
        indicators.decimals,
        indicators.scale,
        indicators.polarity = 'lower_is_better' as is_reversed,
        indicators.polarity = 'neutral' as is_neutral,
        case
            when indicators.cycle = 'annual' and month(cast($period as date)) < 12
                then make_date(year(cast($period as date)) - 1, 12, 31)
            else cast($period as date)
        end as asked_period
    from marts.indicators as indicators
),
areas as (
    select
        tree.*,
        peers.peer_group,
        peers.peer_group_name_zh,
        peers.peer_group_name_en,
        -- Of a level without groups all are peers of each other.
        case when tree.area_level = 'county' then peers.peer_group else tree.area_level end as alike
    from marts.tree as tree
    left join marts.peers as peers
        on tree.area_code = peers.area_code
    where tree.period = $period and tree.area_level = $level
),
-- A value of another extent is none of this area's.
figures as (
    select
        asked.decimals,
        asked.scale,
        asked.is_reversed,
        asked.is_neutral,
        asked.asked_period,
        areas.alike,
        last_day(make_date(year(asked.asked_period) - 1, month(asked.asked_period), 1)) as year_before,
        indicator_values.*
    from asked
    join marts.indicator_values as indicator_values
        on asked.indicator_code = indicator_values.indicator_code and asked.asked_period = indicator_values.period
    join areas
        on indicator_values.area_code = areas.area_code and indicator_values.area_valid_from = areas.area_valid_from
),
both_years as (
    select
        figures.*,
        earlier.numerator as numerator_then,
        earlier.denominator as denominator_then,
        -- A whole of which a part is missing is the sum of others: then, or now.
        figures.area_level <> 'county' and 'partial' in (figures.value_status, earlier.value_status) as is_partial,
        -- So is one of which a part has one carried figure on both.
        figures.area_level <> 'county' and figures.numerator_carried as may_be_partial
    from figures
    join marts.indicator_values as earlier
        on figures.indicator_code = earlier.indicator_code
        and figures.year_before = earlier.period
        and figures.area_code = earlier.area_code
        and figures.area_valid_from = earlier.area_valid_from
    where figures.value is not null and earlier.value is not null
        and not coalesce(
            figures.numerator_carried and figures.numerator_date = earlier.numerator_date and figures.numerator = earlier.numerator
            and figures.denominator = earlier.denominator,
            false
        )
),
parts as (
    select
        both_years.indicator_code,
        both_years.area_code,
        both_years.is_partial,
        part.numerator,
        part.denominator,
        part_then.numerator as numerator_then,
        part_then.denominator as denominator_then,
        coalesce(
            part.numerator_carried and part.numerator_date = part_then.numerator_date and part.numerator = part_then.numerator
            and part.denominator = part_then.denominator,
            false
        ) as is_same_figure
    from both_years
    join marts.tree as tree
        on both_years.asked_period = tree.period
        and tree.area_level in ('county', 'zone')
        and both_years.area_code in (tree.prefecture_code, tree.city_code, tree.root_code)
    join marts.indicator_values as part
        on both_years.indicator_code = part.indicator_code
        and both_years.asked_period = part.period
        and tree.area_code = part.area_code
        and tree.area_valid_from = part.area_valid_from
    join marts.indicator_values as part_then
        on both_years.indicator_code = part_then.indicator_code
        and both_years.year_before = part_then.period
        and tree.area_code = part_then.area_code
        and tree.area_valid_from = part_then.area_valid_from
    where (both_years.is_partial or both_years.may_be_partial) and part.value is not null and part_then.value is not null
),
-- Like with like: the sums of those parts that are known on both.
alike_parts as (
    select
        indicator_code,
        area_code,
        cast(sum(case when not is_same_figure then numerator end) as bigint) as numerator,
        cast(sum(case when not is_same_figure then denominator end) as bigint) as denominator,
        cast(sum(case when not is_same_figure then numerator_then end) as bigint) as numerator_then,
        cast(sum(case when not is_same_figure then denominator_then end) as bigint) as denominator_then,
        count(*) filter (where not is_same_figure) as change_parts
    from parts
    group by indicator_code, area_code
    having bool_or(is_partial) or bool_or(is_same_figure)
),
steps as (
    select
        both_years.indicator_code,
        both_years.area_code,
        coalesce(alike_parts.numerator, both_years.numerator) * both_years.scale * powers.steps_in_one as parts_now,
        coalesce(alike_parts.denominator, both_years.denominator) as denominator_now,
        coalesce(alike_parts.numerator_then, both_years.numerator_then) * both_years.scale * powers.steps_in_one as parts_then,
        coalesce(alike_parts.denominator_then, both_years.denominator_then) as denominator_then,
        alike_parts.change_parts,
        10000 // powers.steps_in_one as ten_thousandths
    from both_years
    left join alike_parts
        on both_years.indicator_code = alike_parts.indicator_code and both_years.area_code = alike_parts.area_code
    join (
        select 0 as decimals, 1 as steps_in_one
        union all
        select 1 as decimals, 10 as steps_in_one
        union all
        select 2 as decimals, 100 as steps_in_one
        union all
        select 3 as decimals, 1000 as steps_in_one
        union all
        select 4 as decimals, 10000 as steps_in_one
    ) as powers
        on both_years.decimals = powers.decimals
    where case when alike_parts.area_code is null then not both_years.is_partial else alike_parts.change_parts > 0 end
),
quotients as (
    select
        indicator_code,
        area_code,
        change_parts,
        ten_thousandths,
        parts_now // denominator_now - parts_then // denominator_then as whole_steps,
        -- What the two divisions leave, as parts of one product: nothing is rounded before the difference.
        2 * ((parts_now % denominator_now) * denominator_then - (parts_then % denominator_then) * denominator_now)
            as twice_left,
        denominator_now * denominator_then as product
    from steps
),
changes as (
    select
        indicator_code,
        area_code,
        change_parts,
        (
            whole_steps
            + case
                -- A half goes away from zero, so that a rise and the same fall are one figure with two signs.
                when twice_left > product or (twice_left = product and whole_steps >= 0) then 1
                when twice_left < -product or (twice_left = -product and whole_steps <= 0) then -1
                else 0
            end
        ) * ten_thousandths as change_ten_thousandths
    from quotients
),
placed as (
    select
        figures.*,
        rank() over (
            partition by indicator_code
            order by case when is_reversed then value else -value end nulls last
        ) as best_place,
        -- From the worst: equal values share the places between the two.
        rank() over (
            partition by indicator_code
            order by case when is_reversed then -value else value end nulls last
        ) as worst_place,
        count(value) over (partition by indicator_code) as places,
        median(value) over (partition by indicator_code) as middle_value,
        count(*) over (partition by indicator_code, alike) as peers_all,
        count(value) over (partition by indicator_code, alike) as peers_known,
        median(value) over (partition by indicator_code, alike) as peers_middle
    from figures
)
select
    placed.indicator_code,
    indicators.indicator_name_zh,
    indicators.indicator_name_en,
    indicators.policy_system,
    indicators.polarity,
    areas.area_code,
    areas.area_level,
    areas.area_name_zh,
    areas.area_name_en,
    areas.short_name_zh,
    areas.short_name_en,
    areas.city_code,
    areas.city_name_zh,
    areas.city_name_en,
    case when placed.value is not null then placed.asked_period end as value_period,
    placed.asked_period,
    placed.value,
    placed.value_shown,
    indicators.unit_zh,
    indicators.unit_en,
    cast(changes.change_ten_thousandths * cast(0.0001 as decimal(5, 4)) as decimal(18, 4)) as change_shown,
    changes.change_parts,
    case
        when changes.change_ten_thousandths = 0 then 'same'
        when placed.is_neutral then null
        when (changes.change_ten_thousandths > 0) = placed.is_reversed then 'worse'
        when changes.change_ten_thousandths is not null then 'better'
    end as change_is,
    case when placed.value is not null and not placed.is_neutral then placed.best_place end as place,
    placed.places,
    case
        when placed.value is null or placed.is_neutral then null
        -- Where most counties have the same, none of them is behind or ahead.
        when 3 * (placed.best_place + placed.places + 1 - placed.worst_place) > 4 * placed.places
            and 2 * placed.best_place > placed.places then 'last'
        when 3 * (placed.best_place + placed.places + 1 - placed.worst_place) <= 2 * placed.places
            and 2 * placed.worst_place > placed.places then 'first'
        else 'middle'
    end as third,
    placed.middle_value,
    areas.peer_group,
    areas.peer_group_name_zh,
    areas.peer_group_name_en,
    case when placed.alike is not null then placed.peers_all end as peers_all,
    case when placed.alike is not null then placed.peers_known end as peers_known,
    case when placed.alike is not null and placed.peers_known >= 5 then placed.peers_middle end as peers_middle,
    placed.target_value,
    placed.target_comparison,
    placed.verdict,
    placed.value_status,
    placed.undecided_because,
    placed.simulated
from placed
join marts.indicators as indicators
    on placed.indicator_code = indicators.indicator_code
join areas
    on placed.area_code = areas.area_code
left join changes
    on placed.indicator_code = changes.indicator_code and placed.area_code = changes.area_code
where $area in (areas.root_code, areas.prefecture_code, areas.city_code, areas.area_code)
order by indicators.sort_order, placed.indicator_code, areas.area_code
