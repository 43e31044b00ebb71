-- One row per indicator, period and extent of another day: both sides as that period's returns and dated figures have them, on that
-- extent, before any target. Counts are carried unit by unit, where every one went whole; where the extent is made of whole counties
-- both sides are what those have. A dated figure is that of sums.carried_figures.
-- not_carried_because: no_townships (a side is nothing that townships filed), crosswalk (a unit did not go whole), unreported_township (one
-- of them filed nothing), no_figure (no dated figure can be had for the extent).
with
units as (
    select units.*
    from spine.carried_units as units
    join spine.other_extents as extents
        on units.period = extents.period
        and units.state_on = extents.state_on
        and units.area_code = extents.area_code
        and units.area_valid_from = extents.area_valid_from
),
-- The counties whose units all went into the extent.
whole_parts as (
    select
        units.period,
        units.area_code,
        units.area_valid_from,
        units.part_code
    from units
    join spine.parts as parts
        on units.period = parts.period and units.part_code = parts.area_code
    group by units.period, units.area_code, units.area_valid_from, units.part_code, parts.townships_or_itself
    having bool_and(units.is_exact) and count(*) = parts.townships_or_itself
),
-- Of units and of counties alike: what is in an extent, and whether all of it is known.
made_of as (
    select
        units.period,
        units.area_code,
        units.area_valid_from,
        count(*) as units,
        bool_and(units.is_exact) as is_exact,
        bool_and(wholes.part_code is not null) as is_of_whole_parts
    from units
    left join whole_parts as wholes
        on units.period = wholes.period
        and units.area_code = wholes.area_code
        and units.area_valid_from = wholes.area_valid_from
        and units.part_code = wholes.part_code
    group by units.period, units.area_code, units.area_valid_from
),
counted as (
    select
        units.period,
        units.area_code,
        units.area_valid_from,
        indicators.indicator_code,
        bool_or(wholes.area_code is not null and units.unit_level = 'township') as filed_whole,
        bool_and(coalesce(counts.complete, false)) as complete,
        cast(sum(case when counts.complete then 1 else 0 end) as bigint) as reported,
        bool_and(counts.denominator is not null) as has_denominators,
        bool_or(coalesce(counts.simulated, false)) as simulated,
        cast(sum(counts.numerator) as bigint) as numerator,
        cast(sum(counts.denominator) as bigint) as denominator
    from units
    join spine.indicator_periods as indicators
        on units.period = indicators.period
    left join sums.unit_counts as counts
        on indicators.indicator_code = counts.indicator_code
        and units.period = counts.period
        and units.unit_code = counts.area_code
        and case when units.unit_level = 'township' then counts.role = 'unit' else counts.role = 'part' end
    left join sums.unit_counts as wholes
        on indicators.indicator_code = wholes.indicator_code
        and units.period = wholes.period
        and units.part_code = wholes.area_code
        and wholes.role = 'part'
    group by units.period, units.area_code, units.area_valid_from, indicators.indicator_code
),
by_parts as (
    select
        wholes.period,
        wholes.area_code,
        wholes.area_valid_from,
        parts.indicator_code,
        bool_and(parts.numerator is not null) as has_numerators,
        bool_and(parts.denominator is not null) as has_denominators,
        cast(sum(parts.units_expected) as bigint) as units_expected,
        cast(sum(parts.units_reported) as bigint) as units_reported,
        cast(sum(parts.numerator) as bigint) as numerator,
        cast(sum(parts.denominator) as bigint) as denominator,
        min(parts.numerator_date) as numerator_date,
        bool_or(parts.numerator_carried) as numerator_carried,
        bool_or(parts.simulated) as simulated
    from whole_parts as wholes
    join sums.part_values as parts
        on wholes.period = parts.period and wholes.part_code = parts.area_code
    group by wholes.period, wholes.area_code, wholes.area_valid_from, parts.indicator_code
),
sides as (
    select
        extents.period,
        extents.area_code,
        extents.area_valid_from,
        extents.area_level,
        indicators.indicator_code,
        indicators.scale,
        indicators.not_yet_due,
        indicators.numerator_kind,
        indicators.denominator_kind,
        indicators.numerator_dataset = indicators.denominator_dataset
        and indicators.numerator_kind = 'counts' as same_return,
        coalesce(made_of.is_of_whole_parts, false) as is_of_whole_parts,
        coalesce(made_of.is_exact, false) as is_exact,
        -- Townships file the side, and did: no county filed whole in their place.
        indicators.numerator_kind = 'counts'
        and indicators.numerator_level = 'township'
        and not coalesce(counted.filed_whole, true) as numerator_by_unit,
        indicators.denominator_kind = 'counts'
        and denominators.reporting_level = 'township'
        and not coalesce(counted.filed_whole, true) as denominator_by_unit,
        case
            when indicators.numerator_kind = 'figures' then numerators.value
            when made_of.is_of_whole_parts then by_parts.numerator
            when indicators.numerator_kind = 'counts' then counted.numerator
        end as numerator,
        case
            when indicators.denominator_kind = 'figures' then figures.value
            when made_of.is_of_whole_parts then by_parts.denominator
            when indicators.denominator_kind = 'counts' then counted.denominator
        end as denominator,
        case
            when indicators.numerator_kind = 'figures' then numerators.value is not null
            when made_of.is_of_whole_parts then by_parts.has_numerators and by_parts.units_reported = by_parts.units_expected
            else coalesce(counted.complete, false)
        end as numerator_complete,
        case
            when indicators.denominator_kind = 'figures' then true
            when made_of.is_of_whole_parts then by_parts.has_denominators
            else coalesce(counted.has_denominators, false)
        end as denominator_complete,
        case
            when indicators.numerator_kind = 'figures' then 1
            when made_of.is_of_whole_parts then by_parts.units_expected
            else coalesce(made_of.units, 1)
        end as units_expected,
        case
            when indicators.numerator_kind = 'figures' then case when numerators.value is not null then 1 else 0 end
            when made_of.is_of_whole_parts then by_parts.units_reported
            else coalesce(counted.reported, 0)
        end as units_reported,
        case
            when indicators.numerator_kind = 'figures' then numerators.figure_date
            when made_of.is_of_whole_parts then by_parts.numerator_date
            else indicators.period
        end as numerator_date,
        coalesce(
            case when indicators.numerator_kind = 'figures' then numerators.carried else by_parts.numerator_carried end, false
        ) as numerator_carried,
        case when indicators.denominator_kind = 'figures' then figures.figure_date else indicators.period end as denominator_date,
        case when indicators.denominator_kind = 'figures' then figures.figure_status else 'reported' end as figure_status,
        numerators.figure_status as numerator_figure_status,
        coalesce(figures.carried, false) as denominator_carried,
        figures.value_low,
        figures.value_high,
        figures.basis,
        coalesce(counted.simulated, false)
        or coalesce(by_parts.simulated, false)
        or coalesce(numerators.simulated, false)
        or coalesce(figures.simulated, false) as simulated
    from spine.other_extents as extents
    join spine.indicator_periods as indicators
        on extents.period = indicators.period
    left join spine.dataset_periods as denominators
        on indicators.denominator_dataset = denominators.dataset and indicators.period = denominators.period
    left join made_of
        on extents.period = made_of.period
        and extents.area_code = made_of.area_code
        and extents.area_valid_from = made_of.area_valid_from
    left join counted
        on extents.period = counted.period
        and extents.area_code = counted.area_code
        and extents.area_valid_from = counted.area_valid_from
        and indicators.indicator_code = counted.indicator_code
    left join by_parts
        on extents.period = by_parts.period
        and extents.area_code = by_parts.area_code
        and extents.area_valid_from = by_parts.area_valid_from
        and indicators.indicator_code = by_parts.indicator_code
    left join sums.carried_figures as numerators
        on indicators.indicator_code = numerators.indicator_code
        and numerators.side = 'numerator'
        and extents.period = numerators.period
        and extents.area_code = numerators.area_code
        and extents.area_valid_from = numerators.area_valid_from
    left join sums.carried_figures as figures
        on indicators.indicator_code = figures.indicator_code
        and figures.side = 'denominator'
        and extents.period = figures.period
        and extents.area_code = figures.area_code
        and extents.area_valid_from = figures.area_valid_from
),
reasons as (
    select
        *,
        case
            when numerator_kind <> 'figures' and not is_of_whole_parts and not numerator_by_unit then 'no_townships'
            when denominator_kind <> 'figures' and not is_of_whole_parts and not denominator_by_unit then 'no_townships'
            when (numerator_kind <> 'figures' or denominator_kind <> 'figures') and not is_exact then 'crosswalk'
            when not numerator_complete and numerator_kind <> 'figures' then 'unreported_township'
            when not denominator_complete then 'unreported_township'
            when numerator is null or denominator is null then 'no_figure'
        end as not_carried_because
    from sides
),
known as (
    select
        *,
        case when not_carried_because is null then numerator end as carried_numerator,
        case when not_carried_because is null then denominator end as carried_denominator,
        case
            when denominator_kind <> 'figures' then denominator
            else value_low
        end as low,
        case
            when denominator_kind <> 'figures' then denominator
            else value_high
        end as high
    from reasons
)
select
    indicator_code,
    period,
    area_code,
    area_valid_from,
    area_level,
    same_return,
    carried_numerator as numerator,
    case when carried_numerator is not null then numerator_date end as numerator_date,
    numerator_carried and carried_numerator is not null as numerator_carried,
    carried_denominator as denominator,
    case when carried_denominator is not null then denominator_date end as denominator_date,
    case when carried_denominator is null then 'missing' else coalesce(figure_status, 'reported') end as denominator_status,
    denominator_carried and carried_denominator is not null as denominator_carried,
    false as denominator_too_old,
    case when carried_denominator is not null then low end as denominator_low,
    case when carried_denominator is not null then high end as denominator_high,
    cast(null as bigint) as numerator_before,
    cast(null as bigint) as denominator_before,
    cast(null as date) as revised_on,
    units_expected,
    units_reported,
    cast(null as decimal(5, 4)) as share_known,
    simulated,
    coalesce(carried_denominator > 0, false) as complete,
    coalesce(carried_denominator > 0, false) as has_value,
    carried_numerator as reported_numerator,
    carried_denominator as all_denominator,
    case when carried_denominator is not null then low end as all_low,
    case when carried_denominator is not null then high end as all_high,
    case
        when carried_denominator = 0 then 'not_applicable'
        when not_carried_because = 'unreported_township' and units_reported = 0 and not_yet_due then 'not_due'
        when not_carried_because = 'unreported_township' and units_reported > 0 and units_reported < units_expected then 'partial'
        when not_carried_because is not null then 'missing'
        when figure_status = 'estimated' or numerator_figure_status = 'estimated' then 'estimated'
        else 'reported'
    end as value_status,
    scale,
    not_carried_because,
    case when not_carried_because is null then basis end as denominator_basis
from known
