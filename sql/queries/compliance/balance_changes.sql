-- One row per area of a level below an area, or itself, on the later of two periods: how far it stands from the target on both, and
-- what moved it, in whole units of the numerator. A whole is compared only where it is known in whole on both. Taken in this order: what
-- was corrected of the earlier period since another snapshot, where one is named (its rows of `standing_balances` for that period); the later
-- extent, onto which the earlier figures are carried; what the target asks of the new denominator; the new target; the new numerator. So the parts
-- add up to the change exactly. Earlier figures (… then) are those of the snapshot named, else of this one.
-- key: area_code
-- parameters: $indicator VARCHAR, $period DATE, $since DATE, $area VARCHAR, $level VARCHAR, $published standing_balances
-- columns:
--   area_valid_from_then DATE: Start of the extent it had on the earlier period; none where there was no such county.
--   value_shown_then DECIMAL(18,4): Shown value on the earlier period, of the extent of then.
--   numerator_then BIGINT: Numerator on the earlier period, of the extent of then.
--   denominator_then BIGINT: Denominator on the earlier period, of the extent of then.
--   denominator_date_then DATE: Day of that denominator.
--   target_value_then DECIMAL(18,6): Target that judged the earlier period.
--   required_then BIGINT: What that target asked of the earlier denominator.
--   verdict_then VARCHAR: Verdict of the earlier period, of the extent of then.
--   crossing VARCHAR, own meaning: rose_to_target where a verdict of not met became one of met, fell_from_target the other way; of whatever extents.
--   balance_then BIGINT: Numerator less required on the earlier period.
--   gap_then BIGINT: Gap on the earlier period.
--   balance_change BIGINT: Balance less the one of the earlier period.
--   by_correction BIGINT: Part of it from corrections: the earlier balance as this snapshot knows it, less the one of the snapshot named; none where none is.
--   by_boundary BIGINT: Part of it from another extent: the earlier balance carried onto the later extent, less that of the extent of then; none where the extent is one.
--   by_denominator BIGINT: Part of it from the denominator: what the earlier target asks of the earlier denominator, less what it asks of the later.
--   by_target BIGINT: Part of it from the target: what the earlier target asks of the later denominator, less what the later one asks of it.
--   by_numerator BIGINT: Part of it from the numerator: the later less the earlier.
--   target_changed BOOLEAN: True where another target judges the later period than the earlier, both as this snapshot knows them.
--   not_split_because VARCHAR: Why there is no change or no parts: new_area, no_target, unknown (one of the two is not known in whole), unknown_since (the earlier one is not, as it stands now), comparison (the target's direction changed), or the extent is another and nothing can be carried: no_townships, crosswalk, unreported_township, no_figure.
with
-- What the snapshot named says of the earlier period, row by row.
rows_named as (
    select part.entry as entry
    from (select 1 as one) as once
    cross join
        unnest(
            cast(
                $published as struct(
                    area_code varchar,
                    area_valid_from date,
                    area_level varchar,
                    value_shown decimal(18, 4),
                    numerator bigint,
                    denominator bigint,
                    denominator_date date,
                    target_value decimal(18, 6),
                    required bigint,
                    verdict varchar,
                    gap bigint,
                    balance bigint,
                    value_status varchar
                )[]
            )
        ) as part(entry)
),
published as (
    select
        rows_named.entry.area_code as area_code,
        rows_named.entry.area_valid_from as area_valid_from,
        rows_named.entry.area_level as area_level,
        rows_named.entry.value_shown as value_shown,
        rows_named.entry.numerator as numerator,
        rows_named.entry.denominator as denominator,
        rows_named.entry.denominator_date as denominator_date,
        rows_named.entry.target_value as target_value,
        rows_named.entry.required as required,
        rows_named.entry.verdict as verdict,
        rows_named.entry.gap as gap,
        rows_named.entry.balance as balance,
        rows_named.entry.value_status as value_status
    from rows_named
),
is_named as (
    select count(*) > 0 as is_named
    from published
),
later as (
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
earlier as (
    select *
    from marts.indicator_values
    where indicator_code = $indicator and period = $since
),
before as (
    select
        area_code,
        area_valid_from,
        area_level,
        value_shown,
        numerator,
        denominator,
        denominator_date,
        target_value,
        required,
        verdict,
        gap,
        balance,
        value_status
    from published
    union all
    select
        earlier.area_code,
        earlier.area_valid_from,
        earlier.area_level,
        earlier.value_shown,
        earlier.numerator,
        earlier.denominator,
        earlier.denominator_date,
        earlier.target_value,
        earlier.required,
        earlier.verdict,
        earlier.gap,
        earlier.balance,
        earlier.value_status
    from earlier
    cross join is_named
    where not is_named.is_named
),
sides as (
    select 'later' as side, area_code, area_level, value_status, balance from later
    union all
    select 'earlier' as side, area_code, area_level, value_status, balance from earlier
    union all
    select 'before' as side, area_code, area_level, value_status, balance from before
),
-- Of a whole of which a part is missing the balance is that of others.
whole as (
    select side, area_code, balance
    from sides
    where area_level = 'county' or value_status <> 'partial'
),
-- The earlier figures on the extent of the later period.
based as (
    select
        later.area_code,
        later.area_valid_from = earlier.area_valid_from as is_same_extent,
        case when later.area_valid_from = earlier.area_valid_from then earlier.numerator else carried.numerator end as numerator,
        case when later.area_valid_from = earlier.area_valid_from then earlier.denominator else carried.denominator end
            as denominator,
        later.denominator as later_denominator,
        later.indicator_code,
        earlier.target_value,
        earlier.target_comparison,
        earlier.target_comparison = later.target_comparison as is_same_comparison,
        case when carried.denominator_basis = 'divided' then 'no_figure' else carried.not_carried_because end as not_carried_because
    from later
    join earlier
        on later.area_code = earlier.area_code
    left join marts.carried_values as carried
        on later.indicator_code = carried.indicator_code
        and later.area_code = carried.area_code
        and later.area_valid_from = carried.area_valid_from
        and earlier.period = carried.period
),
-- What the earlier target asks of the earlier denominator on that extent, and of the later one, as the verdicts work it out
-- (sql/verdicts/judged.sql).
asked as (
    select area_code, indicator_code, 'based' as asked_of, denominator, target_value, target_comparison from based
    union all
    select area_code, indicator_code, 'later' as asked_of, later_denominator as denominator, target_value, target_comparison from based
),
products as (
    select
        asked.area_code,
        asked.asked_of,
        asked.target_comparison,
        indicators.scale * 1000000 as one,
        cast(asked.target_value * 1000000 as bigint) * asked.denominator as right_side
    from asked
    join marts.indicators as indicators
        on asked.indicator_code = indicators.indicator_code
    where asked.denominator > 0
),
needed as (
    select
        area_code,
        asked_of,
        case
            when target_comparison = '>=' then (right_side + one - 1) // one
            when target_comparison = '>' then right_side // one + 1
            when target_comparison = '<=' then right_side // one
            when target_comparison = '<' then (right_side + one - 1) // one - 1
        end as required
    from products
),
compared as (
    select
        later.area_code,
        based.is_same_extent,
        based.numerator,
        needed_based.required as required_based,
        needed_later.required as required_later,
        whole_later.balance as balance_later,
        whole_earlier.balance as balance_earlier,
        whole_before.balance as balance_before,
        earlier.target_value <> later.target_value as target_changed,
        case
            when earlier.area_code is null or before.area_code is null then 'new_area'
            when later.target_id is null or earlier.target_id is null or before.verdict = 'no_target' then 'no_target'
            when whole_later.balance is null or whole_before.balance is null then 'unknown'
            when whole_earlier.balance is null then 'unknown_since'
            when not based.is_same_comparison then 'comparison'
            when not based.is_same_extent then coalesce(based.not_carried_because, case when needed_based.required is null then 'no_figure' end)
        end as not_split_because
    from later
    left join earlier
        on later.area_code = earlier.area_code
    left join before
        on later.area_code = before.area_code
    left join based
        on later.area_code = based.area_code
    left join needed as needed_based
        on later.area_code = needed_based.area_code and needed_based.asked_of = 'based'
    left join needed as needed_later
        on later.area_code = needed_later.area_code and needed_later.asked_of = 'later'
    left join whole as whole_later
        on later.area_code = whole_later.area_code and whole_later.side = 'later'
    left join whole as whole_earlier
        on later.area_code = whole_earlier.area_code and whole_earlier.side = 'earlier'
    left join whole as whole_before
        on later.area_code = whole_before.area_code and whole_before.side = 'before'
)
select
    later.area_code,
    later.area_valid_from,
    before.area_valid_from as area_valid_from_then,
    later.area_level,
    later.area_name_zh,
    later.area_name_en,
    later.short_name_zh,
    later.short_name_en,
    later.city_code,
    later.city_name_zh,
    later.city_name_en,
    before.value_shown as value_shown_then,
    later.value_shown,
    before.numerator as numerator_then,
    later.numerator,
    before.denominator as denominator_then,
    later.denominator,
    before.denominator_date as denominator_date_then,
    later.denominator_date,
    before.target_value as target_value_then,
    later.target_value,
    later.target_comparison,
    before.required as required_then,
    later.required,
    before.verdict as verdict_then,
    later.verdict,
    case
        when before.verdict = 'not_met' and later.verdict = 'met' then 'rose_to_target'
        when before.verdict = 'met' and later.verdict = 'not_met' then 'fell_from_target'
    end as crossing,
    before.balance as balance_then,
    later.balance,
    before.gap as gap_then,
    later.gap,
    compared.balance_later - compared.balance_before as balance_change,
    case when compared.not_split_because is null and is_named.is_named then compared.balance_earlier - compared.balance_before end
        as by_correction,
    case
        when compared.not_split_because is null and not compared.is_same_extent
            then compared.numerator - compared.required_based - compared.balance_earlier
    end as by_boundary,
    case when compared.not_split_because is null then compared.required_based - compared.required_later end as by_denominator,
    case when compared.not_split_because is null then compared.required_later - later.required end as by_target,
    case when compared.not_split_because is null then later.numerator - compared.numerator end as by_numerator,
    compared.target_changed,
    compared.not_split_because
from later
join compared
    on later.area_code = compared.area_code
cross join is_named
left join before
    on later.area_code = before.area_code
order by later.area_code
