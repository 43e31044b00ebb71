-- One row per indicator, period and area: the target, the verdict, and what is missing, in whole numbers only.
-- With n numerator, d denominator, s scale, t target in millionths: n * s * 1000000 is compared with t * d.
-- required is the least n that meets >= and >, the most that meets <= and <. No division but whole-number division
-- appears here; a product too large for BIGINT is an error, never a wrong figure.
-- verdict_firm: whether the verdict holds at both ends between which the denominator lies. verdict_before: the one that the
-- edition of the figures before the newest would give, where there is one.
-- undecided_because says why a row has no verdict, or where no target applies why it has no value: nothing was reported,
-- a unit is missing, everything was reported but there is no denominator (or only one too old), or it is not due.
-- kept as: view
with
sides as (
    select
        measured.*,
        indicators.decimals,
        targets.target_id,
        targets.comparison,
        targets.target_value,
        targets.target_millionths,
        measured.numerator * measured.scale * 1000000 as left_side,
        targets.target_millionths * measured.denominator as right_side,
        measured.scale * 1000000 as one,
        measured.decided_by_numerator * measured.scale * 1000000 as decided_left,
        targets.target_millionths * measured.decided_by_denominator as decided_right,
        targets.target_millionths * measured.end_low as low_right,
        targets.target_millionths * measured.end_high as high_right,
        coalesce(
            measured.numerator_before,
            case when measured.complete then measured.numerator else measured.decided_by_numerator end
        ) * measured.scale * 1000000 as before_left,
        targets.target_millionths * coalesce(measured.denominator_before, measured.all_denominator) as before_right
    from sums.measured as measured
    join staging.indicators as indicators
        on measured.indicator_code = indicators.indicator_code
    left join spine.area_targets as targets
        on measured.indicator_code = targets.indicator_code
        and measured.period = targets.period
        and measured.area_code = targets.area_code
        and measured.area_valid_from = targets.area_valid_from
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
        end as verdict_if_incomplete,
        case when complete then left_side else decided_left end as ends_left,
        case comparison
            when '>=' then before_left >= before_right
            when '>' then before_left > before_right
            when '<=' then before_left <= before_right
            when '<' then before_left < before_right
        end as compared_before
    from sides
),
decided as (
    select
        *,
        case
            when target_id is null then 'no_target'
            when complete then case when compares then 'met' else 'not_met' end
            else verdict_if_incomplete
        end as verdict,
        case comparison
            when '>=' then ends_left >= high_right
            when '>' then ends_left > high_right
            when '<=' then ends_left <= low_right
            when '<' then ends_left < low_right
        end as meets_at_worst,
        case comparison
            when '>=' then ends_left >= low_right
            when '>' then ends_left > low_right
            when '<=' then ends_left <= high_right
            when '<' then ends_left < high_right
        end as meets_at_best,
        case
            when target_id is null or revised_on is null then null
            when coalesce(denominator_before, 1) = 0 then 'no_target'
            when complete then case when compared_before then 'met' else 'not_met' end
            when value_status <> 'partial' or same_return then null
            when comparison in ('>=', '>') and compared_before then 'met'
            when comparison in ('<=', '<') and not compared_before then 'not_met'
            else 'unknown'
        end as verdict_before
    from needed
)
select
    indicator_code,
    branch,
    period,
    area_code,
    area_valid_from,
    area_level,
    numerator,
    numerator_date,
    numerator_carried,
    denominator,
    denominator_date,
    denominator_status,
    denominator_carried,
    denominator_low,
    denominator_high,
    numerator_before,
    denominator_before,
    revised_on,
    units_expected,
    units_reported,
    share_known,
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
    case when verdict = 'met' then meets_at_worst when verdict = 'not_met' then not meets_at_best end as verdict_firm,
    verdict_before,
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
    end as own_gap,
    case
        when verdict = 'met' and not complete then 0
        when target_id is null or comparison not in ('>=', '>') then null
        when complete then greatest(0, required - numerator)
        -- What it would lack if nobody more reported; in a ratio within one return the denominator is not known either.
        -- Without a denominator nobody knows what it lacks: a greatest of 0 and null would be 0.
        when verdict = 'unknown' and not same_return and required is not null
            then greatest(0, required - coalesce(numerator, 0))
    end as own_gap_at_most
from decided
