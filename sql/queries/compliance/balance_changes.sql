-- One row per area of a level below an area, or itself, on the later of two periods: how far it stands from the target on both, and
-- what moved it, in whole units of the numerator. A whole is compared only where it is known in whole on both. Taken in this order: what
-- the target asks of the new denominator, then the new target, then the new numerator; so that the parts add up to the change exactly.
-- key: area_code
-- parameters: $indicator VARCHAR, $period DATE, $since DATE, $area VARCHAR, $level VARCHAR
-- columns:
--   value_shown_then DECIMAL(18,4): Shown value on the earlier period, of the same extent.
--   numerator_then BIGINT: Numerator on the earlier period, of the same extent.
--   denominator_then BIGINT: Denominator on the earlier period, of the same extent.
--   denominator_date_then DATE: Day of that denominator.
--   target_value_then DECIMAL(18,6): Target that judged the earlier period.
--   required_then BIGINT: What that target asked of the earlier denominator.
--   verdict_then VARCHAR: Verdict of the earlier period, of the same extent.
--   balance_then BIGINT: Numerator less required on the earlier period.
--   gap_then BIGINT: Gap on the earlier period.
--   balance_change BIGINT: Balance less the one of the earlier period.
--   by_denominator BIGINT: Part of it from the denominator: what the earlier target asks of the earlier denominator, less what it asks of the later.
--   by_target BIGINT: Part of it from the target: what the earlier target asks of the later denominator, less what the later one asks of it.
--   by_numerator BIGINT: Part of it from the numerator: the later less the earlier.
--   not_split_because VARCHAR: Why there is no change or no parts: new_area, extent, unknown (one of the two is not known in whole), no_target or comparison (the target's direction changed).
with
later as (
    select
        indicator_values.*,
        -- Of a whole of which a part is missing the balance is that of others.
        case when indicator_values.area_level = 'county' or indicator_values.value_status <> 'partial' then indicator_values.balance end
            as whole_balance,
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
        and $area in (tree.root_code, tree.city_code, tree.area_code)
),
earlier as (
    select *
    from marts.indicator_values
    where indicator_code = $indicator and period = $since
),
same as (
    select
        earlier.*,
        case when earlier.area_level = 'county' or earlier.value_status <> 'partial' then earlier.balance end as whole_balance
    from earlier
    join later
        on earlier.area_code = later.area_code and earlier.area_valid_from = later.area_valid_from
),
-- What the earlier target asks of the later denominator, as the verdicts work it out (sql/verdicts/judged.sql).
asked as (
    select
        later.area_code,
        indicators.scale * 1000000 as one,
        cast(same.target_value * 1000000 as bigint) * later.denominator as right_side,
        same.target_comparison
    from later
    join same
        on later.area_code = same.area_code
    join marts.indicators as indicators
        on later.indicator_code = indicators.indicator_code
    where later.denominator > 0 and same.target_comparison = later.target_comparison
),
halfway as (
    select
        area_code,
        case
            when target_comparison = '>=' then (right_side + one - 1) // one
            when target_comparison = '>' then right_side // one + 1
            when target_comparison = '<=' then right_side // one
            when target_comparison = '<' then (right_side + one - 1) // one - 1
        end as required_halfway
    from asked
)
select
    later.area_code,
    later.area_valid_from,
    later.area_level,
    later.area_name_zh,
    later.area_name_en,
    later.short_name_zh,
    later.short_name_en,
    later.city_code,
    later.city_name_zh,
    later.city_name_en,
    same.value_shown as value_shown_then,
    later.value_shown,
    same.numerator as numerator_then,
    later.numerator,
    same.denominator as denominator_then,
    later.denominator,
    same.denominator_date as denominator_date_then,
    later.denominator_date,
    same.target_value as target_value_then,
    later.target_value,
    later.target_comparison,
    same.required as required_then,
    later.required,
    same.verdict as verdict_then,
    later.verdict,
    same.balance as balance_then,
    later.balance,
    same.gap as gap_then,
    later.gap,
    later.whole_balance - same.whole_balance as balance_change,
    case when later.whole_balance is not null and same.whole_balance is not null then same.required - halfway.required_halfway end
        as by_denominator,
    case when later.whole_balance is not null and same.whole_balance is not null then halfway.required_halfway - later.required end
        as by_target,
    case
        when later.whole_balance is not null and same.whole_balance is not null and halfway.area_code is not null
            then later.numerator - same.numerator
    end as by_numerator,
    case
        when earlier.area_code is null then 'new_area'
        when same.area_code is null then 'extent'
        when later.target_id is null or same.target_id is null then 'no_target'
        when later.whole_balance is null or same.whole_balance is null then 'unknown'
        when halfway.area_code is null then 'comparison'
    end as not_split_because
from later
left join earlier
    on later.area_code = earlier.area_code
left join same
    on later.area_code = same.area_code
left join halfway
    on later.area_code = halfway.area_code
order by later.area_code
