-- One row per indicator, period and area: the target, the verdict, and what is missing, in whole numbers only.
-- With n numerator, d denominator, s scale, t target in millionths: n * s * 1000000 is compared with t * d.
-- required is the least n that meets >= and >, the most that meets <= and <. No division but whole-number division
-- appears here; a product too large for BIGINT is an error, never a wrong figure.
-- undecided_because says why a row has no verdict, or where no target applies why it has no value: nothing was reported,
-- a unit is missing, everything was reported but there is no denominator (or only one too old), or it is not due.
-- warns:
--   of a share the part is within the whole: scale <> 100 or not has_value or numerator <= denominator
with
sides as (
    select
        measured.*,
        indicators.scale,
        indicators.decimals,
        targets.target_id,
        targets.comparison,
        targets.target_value,
        targets.target_millionths,
        measured.numerator * indicators.scale * 1000000 as left_side,
        targets.target_millionths * measured.denominator as right_side,
        indicators.scale * 1000000 as one,
        measured.decided_by_numerator * indicators.scale * 1000000 as decided_left,
        targets.target_millionths * measured.decided_by_denominator as decided_right
    from sums.measured as measured
    join staging.indicators as indicators
        on measured.indicator_code = indicators.indicator_code
    left join spine.area_targets as targets
        on measured.indicator_code = targets.indicator_code
        and measured.period = targets.period
        and measured.area_code = targets.area_code
        and measured.value_status <> 'not_applicable'
        -- A township has no share of its county's population: no verdict, whatever levels a target names.
        and measured.denominator_status <> 'not_applicable'
),
needed as (
    select
        *,
        case
            when denominator is null or denominator = 0 then null
            when comparison = '>=' then (right_side + one - 1) // one
            when comparison = '>' then right_side // one + 1
            when comparison = '<=' then right_side // one
            when comparison = '<' then (right_side + one - 1) // one - 1
        end as required,
        case comparison
            when '>=' then left_side >= right_side
            when '>' then left_side > right_side
            when '<=' then left_side <= right_side
            when '<' then left_side < right_side
        end as compares,
        case
            when comparison = '>=' and decided_left >= decided_right then 'met'
            when comparison = '>' and decided_left > decided_right then 'met'
            when comparison = '<=' and decided_left > decided_right then 'not_met'
            when comparison = '<' and decided_left >= decided_right then 'not_met'
            else 'unknown'
        end as verdict_if_incomplete
    from sides
),
decided as (
    select
        *,
        case
            when target_id is null then 'no_target'
            when complete then case when compares then 'met' else 'not_met' end
            else verdict_if_incomplete
        end as verdict
    from needed
)
select
    indicator_code,
    period,
    area_code,
    area_valid_from,
    area_level,
    numerator,
    numerator_date,
    denominator,
    denominator_date,
    denominator_status,
    denominator_carried,
    units_expected,
    units_reported,
    simulated,
    complete,
    has_value,
    value_status,
    scale,
    decimals,
    target_id,
    comparison,
    target_value,
    target_millionths,
    left_side,
    right_side,
    required,
    verdict,
    case
        when verdict in ('met', 'not_met') or (verdict = 'no_target' and has_value) then null
        when value_status in ('partial', 'not_due') then value_status
        when value_status = 'missing' and units_expected > 0 and units_reported = units_expected
            then case when denominator_too_old then 'denominator_too_old' else 'no_denominator' end
        when value_status = 'missing' then 'unreported'
    end as undecided_because,
    case when has_value then numerator - required end as balance,
    case
        when complete and comparison in ('>=', '>') then greatest(0, required - numerator)
        when complete and comparison in ('<=', '<') then greatest(0, numerator - required)
        when verdict = 'met' then 0
    end as own_gap
from decided
