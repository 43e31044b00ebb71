-- One row per indicator, period and whole (city, province): sums over the same complete parts on both sides.
-- A part that is not applicable is left out of everything. The reported_* and all_* sums, over every applicable
-- part, are for the test that no late return could change. Without a complete part they are what is shown.
-- share_known is how much of the whole denominator is in the complete parts, where that is unknown how many of the units
-- expected; under 80 per cent a whole has no value.
-- warns:
--   of a share the part is within the whole: scale <> 100 or not has_value or numerator <= denominator
with
parts as (
    select
        wholes.whole_code,
        wholes.whole_valid_from,
        wholes.whole_level,
        part_values.*,
        part_values.value_status <> 'not_applicable' as applies
    from spine.whole_parts as wholes
    join sums.part_values as part_values
        on wholes.period = part_values.period and wholes.part_code = part_values.area_code
),
summed as (
    select
        indicator_code,
        period,
        whole_code,
        whole_valid_from,
        whole_level,
        bool_or(same_return) as same_return,
        sum(case when applies then 1 else 0 end) as parts_applicable,
        sum(case when complete then 1 else 0 end) as parts_complete,
        sum(case when value_status = 'not_due' then 1 else 0 end) as parts_not_due,
        sum(case when value_status in ('missing', 'not_due') then 1 else 0 end) as parts_without_value,
        sum(case when complete and value_status = 'estimated' then 1 else 0 end) as parts_estimated,
        sum(case when applies and denominator is null then 1 else 0 end) as parts_without_denominator,
        cast(sum(case when complete then numerator end) as bigint) as complete_numerator,
        cast(sum(case when complete then denominator end) as bigint) as complete_denominator,
        cast(sum(case when applies then numerator end) as bigint) as reported_numerator,
        cast(sum(case when applies then denominator end) as bigint) as all_denominator,
        min(case when complete then numerator_date end) as complete_numerator_date,
        min(case when complete then denominator_date end) as complete_denominator_date,
        min(case when applies then numerator_date end) as reported_numerator_date,
        min(case when applies then denominator_date end) as all_denominator_date,
        bool_or(complete and numerator_carried) as complete_numerator_carried,
        bool_or(applies and numerator_carried) as all_numerator_carried,
        bool_or(complete and denominator_carried) as complete_carried,
        bool_or(applies and denominator_carried) as all_carried,
        bool_and(case when applies and denominator is null then denominator_too_old end) as denominator_too_old,
        case when bool_and(case when complete then denominator_low is not null end)
            then cast(sum(case when complete then denominator_low end) as bigint) end as complete_low,
        case when bool_and(case when complete then denominator_high is not null end)
            then cast(sum(case when complete then denominator_high end) as bigint) end as complete_high,
        case when bool_and(case when applies then denominator_low is not null end)
            then cast(sum(case when applies then denominator_low end) as bigint) end as all_low,
        case when bool_and(case when applies then denominator_high is not null end)
            then cast(sum(case when applies then denominator_high end) as bigint) end as all_high,
        case when bool_or(applies and numerator_before is not null)
            then cast(sum(case when applies then coalesce(numerator_before, numerator) end) as bigint) end as numerator_before,
        case when bool_or(applies and denominator_before is not null)
            then cast(sum(case when applies then coalesce(denominator_before, denominator) end) as bigint) end
            as denominator_before,
        max(case when applies then revised_on end) as revised_on,
        cast(coalesce(sum(case when complete then units_expected end), 0) as bigint) as units_complete,
        max(case when complete then weight end) as complete_weight,
        max(case when applies then weight end) as all_weight,
        cast(coalesce(sum(case when applies then units_expected end), 0) as bigint) as units_expected,
        cast(coalesce(sum(case when applies then units_reported end), 0) as bigint) as units_reported,
        bool_or(simulated) as simulated,
        max(scale) as scale
    from parts
    join spine.status_weights as weights
        on parts.denominator_status = weights.figure_status
    group by indicator_code, period, whole_code, whole_valid_from, whole_level
),
known as (
    select
        *,
        case
            when parts_applicable = 0 then null
            when parts_without_denominator = 0 then coalesce(complete_denominator, 0)
            else units_complete
        end as known_part,
        case
            when parts_applicable = 0 then null
            when parts_without_denominator = 0 then all_denominator
            else units_expected
        end as known_whole
    from summed
)
select
    summed.indicator_code,
    summed.period,
    whole_code as area_code,
    whole_valid_from as area_valid_from,
    whole_level as area_level,
    same_return,
    case when parts_complete > 0 then complete_numerator else reported_numerator end as numerator,
    case when parts_complete > 0 then complete_numerator_date else reported_numerator_date end as numerator_date,
    coalesce(case when parts_complete > 0 then complete_numerator_carried else all_numerator_carried end, false)
        as numerator_carried,
    case
        when parts_complete > 0 then complete_denominator
        when parts_without_denominator = 0 then all_denominator
    end as denominator,
    case
        when parts_complete > 0 then complete_denominator_date
        when parts_without_denominator = 0 then all_denominator_date
    end as denominator_date,
    case when parts_applicable = 0 then 'not_applicable' else weights.figure_status end as denominator_status,
    coalesce(case when parts_complete > 0 then complete_carried else all_carried end, false) as denominator_carried,
    coalesce(denominator_too_old, false) as denominator_too_old,
    case when parts_complete > 0 then complete_low else all_low end as denominator_low,
    case when parts_complete > 0 then complete_high else all_high end as denominator_high,
    numerator_before,
    denominator_before,
    revised_on,
    units_expected,
    units_reported,
    case when known_whole > 0 then
        cast(cast((known_part * 10000) // known_whole as decimal(18, 0)) * cast(0.0001 as decimal(5, 4)) as decimal(5, 4))
    end as share_known,
    simulated,
    parts_applicable > 0 and parts_complete = parts_applicable as complete,
    parts_complete > 0 and coalesce(known_part * 100 >= known_whole * 80, true) as has_value,
    reported_numerator,
    case when parts_without_denominator = 0 then all_denominator end as all_denominator,
    case when parts_without_denominator = 0 then all_low end as all_low,
    case when parts_without_denominator = 0 then all_high end as all_high,
    case
        when parts_applicable = 0 then 'not_applicable'
        when parts_not_due = parts_applicable then 'not_due'
        when parts_without_value = parts_applicable then 'missing'
        when parts_complete < parts_applicable then 'partial'
        when parts_estimated > 0 then 'estimated'
        else 'reported'
    end as value_status,
    scale
from known as summed
left join spine.status_weights as weights
    on case when parts_complete > 0 then complete_weight else all_weight end = weights.weight
