-- One row per indicator, period and part: numerator, denominator and their state, before any target.
-- A part without every unit, or without a denominator, is not complete and has no value.
-- warns:
--   of a share the part is within the whole: scale <> 100 or not has_value or numerator <= denominator
with
filed as (
    select
        indicator_code,
        period,
        part_code as area_code,
        cast(sum(numerator) as bigint) as numerator,
        cast(sum(denominator) as bigint) as denominator,
        cast(sum(case when complete then stands_for else 0 end) as bigint) as units_complete,
        cast(sum(case when denominator is not null then denominators_for else 0 end) as bigint) as units_with_denominator,
        bool_or(simulated) as simulated
    from sums.unit_counts
    group by indicator_code, period, part_code
),
sides as (
    select
        indicators.indicator_code,
        indicators.period,
        indicators.not_yet_due,
        indicators.scale,
        parts.area_code,
        parts.area_valid_from,
        parts.area_level,
        indicators.numerator_dataset = indicators.denominator_dataset
        and indicators.numerator_kind = 'counts' as same_return,
        case when indicators.numerator_kind <> 'counts' then numerator_figures.value else filed.numerator end
            as numerator,
        case
            when indicators.numerator_kind <> 'counts' then numerator_figures.figure_date
            when filed.numerator is not null then indicators.period
        end as numerator_date,
        numerator_figures.figure_status as numerator_figure_status,
        numerator_figures.value_before as numerator_before,
        coalesce(numerator_figures.carried, false) as numerator_carried,
        denominator_figures.value_before as denominator_before,
        greatest(numerator_figures.revised_on, denominator_figures.revised_on) as revised_on,
        case
            when indicators.denominator_kind <> 'counts' then denominator_figures.value
            -- A denominator of another return is known only when every unit has filed it.
            when indicators.numerator_dataset = indicators.denominator_dataset then filed.denominator
            when filed.units_with_denominator = denominators.units then filed.denominator
        end as denominator,
        case when indicators.denominator_kind <> 'counts' then denominator_figures.figure_date else indicators.period end
            as figure_or_period,
        denominator_figures.figure_status as denominator_figure_status,
        denominator_figures.value_low as figure_low,
        denominator_figures.value_high as figure_high,
        indicators.denominator_kind,
        coalesce(denominator_figures.carried, false) as denominator_carried,
        coalesce(denominator_figures.too_old, false) as denominator_too_old,
        coalesce(numerators.units, 1) as units_expected,
        case
            when indicators.numerator_kind = 'counts' then coalesce(filed.units_complete, 0)
            when numerator_figures.value is not null then 1
            else 0
        end as units_reported,
        coalesce(filed.simulated, false)
        or coalesce(numerator_figures.simulated, false)
        or coalesce(denominator_figures.simulated, false) as simulated
    from spine.indicator_periods as indicators
    join spine.parts as parts
        on indicators.period = parts.period
    left join filed
        on indicators.indicator_code = filed.indicator_code
        and parts.period = filed.period
        and parts.area_code = filed.area_code
    left join spine.reporting_parts as numerators
        on indicators.numerator_dataset = numerators.dataset
        and parts.period = numerators.period
        and parts.area_code = numerators.area_code
    left join spine.reporting_parts as denominators
        on indicators.denominator_dataset = denominators.dataset
        and parts.period = denominators.period
        and parts.area_code = denominators.area_code
    left join sums.dated_sums as numerator_figures
        on indicators.indicator_code = numerator_figures.indicator_code
        and numerator_figures.side = 'numerator'
        and parts.period = numerator_figures.period
        and parts.area_code = numerator_figures.area_code
    left join sums.dated_sums as denominator_figures
        on indicators.indicator_code = denominator_figures.indicator_code
        and denominator_figures.side = 'denominator'
        and parts.period = denominator_figures.period
        and parts.area_code = denominator_figures.area_code
),
known as (
    select
        *,
        -- What is counted is exact: only a dated figure may be off.
        case when denominator_kind = 'counts' then denominator else figure_low end as denominator_low,
        case when denominator_kind = 'counts' then denominator else figure_high end as denominator_high,
        denominator is not null
        and denominator = 0
        and (not same_return or units_reported = units_expected) as nothing_to_serve,
        case when denominator is not null then figure_or_period end as denominator_date,
        case when denominator is null then 'missing' else coalesce(denominator_figure_status, 'reported') end
            as denominator_status
    from sides
)
select
    indicator_code,
    period,
    area_code,
    area_valid_from,
    area_level,
    same_return,
    numerator,
    numerator_date,
    numerator_carried,
    denominator,
    denominator_date,
    denominator_status,
    denominator_carried,
    denominator_too_old,
    denominator_low,
    denominator_high,
    numerator_before,
    denominator_before,
    revised_on,
    units_expected,
    units_reported,
    cast(null as decimal(5, 4)) as share_known,
    simulated,
    not nothing_to_serve
    and units_reported = units_expected
    and numerator is not null
    and denominator is not null as complete,
    complete as has_value,
    numerator as reported_numerator,
    denominator as all_denominator,
    denominator_low as all_low,
    denominator_high as all_high,
    case
        when nothing_to_serve then 'not_applicable'
        when units_reported = 0 and not_yet_due then 'not_due'
        when units_reported = 0 then 'missing'
        when units_reported < units_expected then 'partial'
        when denominator is null then 'missing'
        when denominator_status = 'estimated' or numerator_figure_status = 'estimated' then 'estimated'
        else 'reported'
    end as value_status,
    scale
from known
