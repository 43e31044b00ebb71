-- One row per area of a level below an area, or itself, on a period: how the numerator moved over the last four periods of the
-- indicator's cycle, and in how many more the target would be reached if it went on so, what the target asks staying as it is.
-- A move is known where both periods are, and of the same extent; of a larger area it is that of its counties known on both. No forecast:
-- a pace carried on.
-- key: area_code
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR, $level VARCHAR
-- columns:
--   moves_known BIGINT: Moves known of the last four.
--   moves_total BIGINT: Sum of these.
--   move_least BIGINT: The least of them.
--   move_most BIGINT: The most of them.
--   periods_needed BIGINT: Periods until the target at the mean of these moves; 0 where it is met; none where they do not lead there, fewer than two are known or the balance is not.
--   periods_at_best BIGINT: The same if each were as the best of them.
--   periods_at_worst BIGINT: The same if each were as the worst.
--   pace VARCHAR: met, on_the_way, not_at_this_pace, too_few_moves or unknown (no balance, or no target).
with
placed as (
    select
        indicator_values.*,
        tree.area_name_zh,
        tree.area_name_en,
        tree.short_name_zh,
        tree.short_name_en,
        tree.city_code,
        tree.city_name_zh,
        tree.city_name_en
    from marts.indicator_values as indicator_values
    join marts.tree as tree
        on indicator_values.area_code = tree.area_code
        and indicator_values.area_valid_from = tree.area_valid_from
        and indicator_values.period = tree.period
    where indicator_values.indicator_code = $indicator
        and indicator_values.period = $period
        and indicator_values.area_level = $level
        and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
),
ordered as (
    select period, row_number() over (order by period desc) as place
    from marts.periods
    where indicator_code = $indicator and period <= $period
),
-- What moves: a county itself; of a larger area the counties and zones in it. The sum of all of them would move because others report.
parts as (
    select
        placed.indicator_code,
        placed.area_code,
        tree.area_code as part_code,
        tree.area_valid_from as part_valid_from
    from placed
    join marts.tree as tree
        on placed.period = tree.period
        and (
            (placed.area_level = 'county' and placed.area_code = tree.area_code)
            or (
                placed.area_level <> 'county'
                and tree.area_level in ('county', 'zone')
                and placed.area_code in (tree.prefecture_code, tree.city_code, tree.root_code)
            )
        )
),
last_five as (
    select
        ordered.place,
        parts.area_code,
        parts.part_code,
        past.numerator
    from parts
    join ordered
        on ordered.place <= 5
    join marts.indicator_values as past
        on parts.indicator_code = past.indicator_code
        and parts.part_code = past.area_code
        and parts.part_valid_from = past.area_valid_from
        and ordered.period = past.period
    where past.value is not null
),
moves as (
    select
        later.area_code,
        later.place,
        cast(sum(later.numerator - earlier.numerator) as bigint) as move
    from last_five as later
    join last_five as earlier
        on later.area_code = earlier.area_code
        and later.part_code = earlier.part_code
        and later.place + 1 = earlier.place
    group by later.area_code, later.place
),
moved as (
    select
        area_code,
        count(move) as moves_known,
        cast(sum(move) as bigint) as moves_total,
        min(move) as move_least,
        max(move) as move_most
    from moves
    group by area_code
),
-- Towards the target is up, of a ceiling down.
paces as (
    select
        placed.area_code,
        placed.verdict,
        case when placed.target_comparison in ('<=', '<') then placed.balance else -placed.balance end as lacking,
        coalesce(moved.moves_known, 0) as moves_known,
        moved.moves_total,
        moved.move_least,
        moved.move_most,
        case when placed.target_comparison in ('<=', '<') then -moved.moves_total else moved.moves_total end as towards,
        case when placed.target_comparison in ('<=', '<') then -moved.move_least else moved.move_most end as best,
        case when placed.target_comparison in ('<=', '<') then -moved.move_most else moved.move_least end as worst
    from placed
    left join moved
        on placed.area_code = moved.area_code
),
reached as (
    select
        *,
        case
            when target_is_met then 'met'
            when lacking is null then 'unknown'
            when moves_known < 2 then 'too_few_moves'
            when towards <= 0 then 'not_at_this_pace'
            else 'on_the_way'
        end as pace
    from (select *, verdict = 'met' as target_is_met from paces) as judged
)
select
    placed.area_code,
    placed.area_valid_from,
    placed.area_level,
    placed.area_name_zh,
    placed.area_name_en,
    placed.short_name_zh,
    placed.short_name_en,
    placed.city_code,
    placed.city_name_zh,
    placed.city_name_en,
    placed.numerator,
    placed.value_shown,
    placed.verdict,
    placed.required,
    placed.balance,
    placed.gap,
    reached.moves_known,
    reached.moves_total,
    reached.move_least,
    reached.move_most,
    case
        when reached.pace = 'met' then 0
        when reached.pace = 'on_the_way'
            then (reached.lacking * reached.moves_known + reached.towards - 1) // reached.towards
    end as periods_needed,
    case
        when reached.pace = 'met' then 0
        when reached.pace in ('on_the_way', 'not_at_this_pace') and reached.best > 0
            then (reached.lacking + reached.best - 1) // reached.best
    end as periods_at_best,
    case
        when reached.pace = 'met' then 0
        when reached.pace in ('on_the_way', 'not_at_this_pace') and reached.worst > 0
            then (reached.lacking + reached.worst - 1) // reached.worst
    end as periods_at_worst,
    reached.pace
from placed
join reached
    on placed.area_code = reached.area_code
order by placed.area_code
