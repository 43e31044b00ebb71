-- One row per indicator and area on a quarter: of a county its townships, else the counties of the area asked for. Each figure stands in
-- one of five classes, 1 the weakest: by the target where the whole area's is one of the indicator's class bounds with two classes or
-- more on either side, else in fifths of all areas of that level. Both dates are judged by the bounds and fifths of the quarter asked for.
-- key: indicator_code, area_code
-- parameters: $period DATE, $since DATE, $area VARCHAR, $system VARCHAR
-- columns:
--   indicator_order BIGINT: Place of the indicator among those asked for: of a system all, without one the first eight of the registry.
--   asked_period DATE: Period for which the value is asked: of an annual indicator the last year end.
--   other_period DATE: The same of the other date; none where that is the same period.
--   class_rule VARCHAR: target or fifths; none where fewer than five areas of the level have a value, so that there are no fifths.
--   class_step BIGINT: 1 the weakest to 5 the strongest by the indicator's direction, of a neutral one the lowest to the highest; none where few people live.
--   class_step_other BIGINT: The same of the other date's value of the same extent, by the bounds and fifths of the quarter asked for.
--   class_move VARCHAR: up, down or same: where the area stands now against the other date; none of a neutral indicator.
--   short_name_zh VARCHAR, own meaning: Short Chinese name of a county; the name of a township.
--   short_name_en VARCHAR, own meaning: Short English name of a county; the name of a township.
--   value_shown_other DECIMAL(18,4): The value at the other date as it was shown, of the same extent.
--   difference DOUBLE: Value less the one at the other date, of the same extent; not rounded.
--   place BIGINT, own meaning: Place among the areas of its level with a value, 1 the best by the indicator's direction; equal values share it. None of a neutral one.
--   places BIGINT, own meaning: Areas of its level with a value.
--   middle_value DOUBLE: Middle of these values.
--   is_small BOOLEAN: True where one more or fewer in the numerator moves the figure by a twentieth of the middle value or more, or too few people live for a class.
--   is_weak BOOLEAN: True in the weakest class of an indicator that has a direction.
--   weak_points BIGINT: In how many of the indicators asked for the area is weak.
--   judged_points BIGINT: In how many of them it has a class by a direction.
with
listed as (
    select
        *,
        row_number() over (order by sort_order, indicator_code) as registry_order
    from marts.indicators
),
asked as (
    select
        indicator_code,
        scale,
        coloured_from_people,
        polarity = 'lower_is_better' as is_reversed,
        polarity = 'neutral' as is_neutral,
        row_number() over (order by registry_order) as indicator_order,
        case
            when cycle = 'annual' and month(cast($period as date)) < 12 then make_date(year(cast($period as date)) - 1, 12, 31)
            else cast($period as date)
        end as asked_period,
        case
            when cycle = 'annual' and month(cast($since as date)) < 12 then make_date(year(cast($since as date)) - 1, 12, 31)
            else cast($since as date)
        end as since_period
    from listed
    where policy_system = $system or (coalesce($system, '') = '' and registry_order <= 8)
),
-- The class that begins at the whole area's target.
marked as (
    select
        targets.indicator_code,
        count(*) filter (where cast(part.bound as decimal(18, 6)) < targets.target_value) as bounds_below,
        count(*) filter (where cast(part.bound as decimal(18, 6)) = targets.target_value) as bounds_at,
        count(*) filter (where cast(part.bound as decimal(18, 6)) > targets.target_value) as bounds_above
    from asked
    join marts.indicator_values as targets
        on asked.indicator_code = targets.indicator_code and asked.asked_period = targets.period
    join marts.tree as tree
        on targets.area_code = tree.area_code and tree.root_code = tree.area_code and tree.period = $period
    join marts.indicators as indicators
        on targets.indicator_code = indicators.indicator_code
    cross join unnest(string_split(indicators.class_bounds, '|')) as part(bound)
    -- Of the other comparisons a value at the bound would be on the wrong side of it.
    where targets.target_comparison in ('>=', '<')
    group by targets.indicator_code
),
ruled as (
    select
        asked.*,
        case
            when marked.bounds_at = 1 and marked.bounds_below >= 1 and marked.bounds_above >= 1 then marked.bounds_below + 1
        end as target_class
    from asked
    left join marked
        on asked.indicator_code = marked.indicator_code
),
counties as (
    select *
    from marts.tree
    where period = $period and area_level = 'county'
),
areas as (
    select
        area_code,
        area_valid_from,
        area_level,
        area_name_zh,
        area_name_en,
        short_name_zh,
        short_name_en,
        city_code,
        city_name_zh,
        city_name_en,
        city_short_name_zh,
        city_short_name_en,
        $area in (root_code, prefecture_code, city_code) as is_shown
    from counties
    where $area not in (select area_code from counties)
    union all
    select
        townships.area_code,
        townships.valid_from as area_valid_from,
        townships.area_level,
        townships.area_name_zh,
        townships.area_name_en,
        townships.area_name_zh as short_name_zh,
        townships.area_name_en as short_name_en,
        counties.city_code,
        counties.city_name_zh,
        counties.city_name_en,
        counties.city_short_name_zh,
        counties.city_short_name_en,
        counties.area_code = $area as is_shown
    from counties
    join marts.areas as townships
        on counties.area_code = townships.parent_code
        and townships.area_level = 'township'
        and townships.valid_from <= $period
        and (townships.valid_to is null or townships.valid_to >= $period)
    where $area in (select area_code from counties)
),
figures as (
    select
        ruled.*,
        areas.area_code,
        areas.area_valid_from,
        areas.is_shown,
        indicator_values.value,
        indicator_values.value_shown,
        indicator_values.numerator,
        indicator_values.denominator,
        indicator_values.class_index,
        indicator_values.target_value,
        indicator_values.target_comparison,
        indicator_values.verdict,
        indicator_values.value_status,
        indicator_values.undecided_because,
        indicator_values.simulated,
        -- A township is judged by no target.
        case when ruled.target_class is not null and areas.area_level = 'county' then ruled.target_class end as target_step,
        coalesce(indicator_values.denominator < ruled.coloured_from_people, false) as has_few_people
    from ruled
    cross join areas
    left join marts.indicator_values as indicator_values
        on ruled.indicator_code = indicator_values.indicator_code
        and ruled.asked_period = indicator_values.period
        and areas.area_code = indicator_values.area_code
        and areas.area_valid_from = indicator_values.area_valid_from
),
placed as (
    select
        *,
        rank() over (partition by indicator_code order by value nulls last) - 1 as values_below,
        count(*) over (partition by indicator_code, value) as values_alike,
        count(value) over (partition by indicator_code) as places,
        median(value) over (partition by indicator_code) as middle_value
    from figures
),
earlier as (
    select
        placed.*,
        before.value as value_other,
        before.value_shown as value_shown_other,
        before.class_index as class_index_other
    from placed
    left join marts.indicator_values as before
        on placed.indicator_code = before.indicator_code
        and placed.since_period = before.period
        and placed.since_period <> placed.asked_period
        and placed.area_code = before.area_code
        and placed.area_valid_from = before.area_valid_from
    where placed.is_shown
),
-- Where the earlier figure would stand among those of the quarter asked for.
stood as (
    select
        earlier.indicator_code,
        earlier.area_code,
        count(*) filter (where placed.value < earlier.value_other) as values_below,
        count(*) filter (where placed.value = earlier.value_other) as values_alike
    from earlier
    join placed
        on earlier.indicator_code = placed.indicator_code
    where earlier.value_other is not null and placed.value is not null
    group by earlier.indicator_code, earlier.area_code
),
stepped as (
    select
        earlier.*,
        case
            when earlier.target_step is not null then 'target'
            when earlier.places >= 5 then 'fifths'
        end as class_rule,
        case
            when earlier.target_step is null then null
            when earlier.is_reversed then 2 - (earlier.class_index - earlier.target_step)
            else 3 + (earlier.class_index - earlier.target_step)
        end as step_by_target,
        case
            when earlier.target_step is null then null
            when earlier.is_reversed then 2 - (earlier.class_index_other - earlier.target_step)
            else 3 + (earlier.class_index_other - earlier.target_step)
        end as step_by_target_other,
        -- Twice the place from the weakest; equal values stand at the middle of the places they share.
        case
            when earlier.value is null then null
            when earlier.is_reversed then 2 * earlier.places - 2 * earlier.values_below - earlier.values_alike
            else 2 * earlier.values_below + earlier.values_alike
        end as twice_behind,
        case
            when stood.area_code is null then null
            when earlier.is_reversed then 2 * earlier.places - 2 * stood.values_below - stood.values_alike
            else 2 * stood.values_below + stood.values_alike
        end as twice_behind_other
    from earlier
    left join stood
        on earlier.indicator_code = stood.indicator_code and earlier.area_code = stood.area_code
),
classed as (
    select
        *,
        cast(
            case
                when value is null or has_few_people then null
                when class_rule = 'target' then least(greatest(step_by_target, 1), 5)
                when class_rule = 'fifths' then least(5 * twice_behind // (2 * places) + 1, 5)
            end as bigint
        ) as class_step,
        cast(
            case
                when value_other is null or value is null or has_few_people then null
                when class_rule = 'target' then least(greatest(step_by_target_other, 1), 5)
                when class_rule = 'fifths' then least(5 * twice_behind_other // (2 * places) + 1, 5)
            end as bigint
        ) as class_step_other
    from stepped
),
judged as (
    select
        *,
        coalesce(class_step = 1 and not is_neutral, false) as is_weak
    from classed
)
select
    judged.indicator_code,
    judged.indicator_order,
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
    areas.city_short_name_zh,
    areas.city_short_name_en,
    judged.asked_period,
    case when judged.since_period <> judged.asked_period then judged.since_period end as other_period,
    judged.value,
    judged.value_shown,
    indicators.unit_zh,
    indicators.unit_en,
    judged.numerator,
    judged.denominator,
    judged.class_rule,
    judged.class_step,
    judged.class_step_other,
    case
        when judged.is_neutral or judged.class_step is null or judged.class_step_other is null then null
        when judged.class_step > judged.class_step_other then 'up'
        when judged.class_step < judged.class_step_other then 'down'
        else 'same'
    end as class_move,
    judged.value_shown_other,
    judged.value - judged.value_other as difference,
    case
        when judged.value is null or judged.is_neutral then null
        when judged.is_reversed then judged.values_below + 1
        else judged.places - judged.values_below - judged.values_alike + 1
    end as place,
    judged.places,
    judged.middle_value,
    judged.value is not null
    and (judged.has_few_people or 20 * judged.scale >= judged.middle_value * judged.denominator) as is_small,
    judged.is_weak,
    count(*) filter (where judged.is_weak) over (partition by judged.area_code) as weak_points,
    count(judged.class_step) filter (where not judged.is_neutral) over (partition by judged.area_code) as judged_points,
    judged.target_value,
    judged.target_comparison,
    judged.verdict,
    judged.value_status,
    judged.undecided_because,
    judged.simulated
from judged
join areas
    on judged.area_code = areas.area_code
join marts.indicators as indicators
    on judged.indicator_code = indicators.indicator_code
order by areas.area_code, judged.indicator_order
