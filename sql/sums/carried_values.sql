-- One row per indicator, period and extent that a county takes on after it: both sides as that period's returns and dated figures
-- have them, on that extent. Counts are carried township by township; a dated figure is that of the extent itself.
-- not_carried_because: no_townships (a side is nothing that townships filed), crosswalk (a township did not go whole), unreported_township (one
-- of them filed nothing), no_figure (no dated figure of the extent stands on the period).
with
counted as (
    select
        units.period,
        units.area_code,
        units.area_valid_from,
        indicators.indicator_code,
        count(*) as townships,
        bool_and(units.is_exact) as is_exact,
        bool_or(wholes.area_code is not null) as filed_whole,
        bool_and(coalesce(counts.complete, false)) as complete,
        bool_and(counts.denominator is not null) as has_denominators,
        cast(sum(counts.numerator) as bigint) as numerator,
        cast(sum(counts.denominator) as bigint) as denominator
    from spine.carried_units as units
    join spine.indicator_periods as indicators
        on units.period = indicators.period
    left join sums.unit_counts as counts
        on indicators.indicator_code = counts.indicator_code
        and units.period = counts.period
        and units.unit_code = counts.area_code
        and counts.role = 'unit'
    left join sums.unit_counts as wholes
        on indicators.indicator_code = wholes.indicator_code
        and units.period = wholes.period
        and units.part_code = wholes.area_code
        and wholes.role = 'part'
    group by units.period, units.area_code, units.area_valid_from, indicators.indicator_code
),
sides as (
    select
        extents.period,
        extents.area_code,
        extents.area_valid_from,
        indicators.indicator_code,
        -- Townships file one side or both, and did: no county filed whole in their place.
        indicators.numerator_kind in ('counts', 'figures')
        and indicators.denominator_kind in ('counts', 'figures')
        and (
            indicators.numerator_kind = 'figures'
            or (indicators.numerator_level = 'township' and counted.townships > 0 and not counted.filed_whole)
        )
        and (
            indicators.denominator_kind = 'figures'
            or (denominators.reporting_level = 'township' and counted.townships > 0 and not counted.filed_whole)
        ) as by_township,
        indicators.numerator_kind = 'counts' or indicators.denominator_kind = 'counts' as is_counted,
        coalesce(counted.is_exact, false) as is_exact,
        (indicators.numerator_kind <> 'counts' or coalesce(counted.complete, false))
        and (indicators.denominator_kind <> 'counts' or coalesce(counted.has_denominators, false)) as complete,
        case when indicators.numerator_kind = 'counts' then counted.numerator else numerators.value end as numerator,
        case when indicators.denominator_kind = 'counts' then counted.denominator else figures.value end as denominator
    from spine.later_extents as extents
    join spine.indicator_periods as indicators
        on extents.period = indicators.period
    left join spine.dataset_periods as denominators
        on indicators.denominator_dataset = denominators.dataset and indicators.period = denominators.period
    left join counted
        on extents.period = counted.period
        and extents.area_code = counted.area_code
        and extents.area_valid_from = counted.area_valid_from
        and indicators.indicator_code = counted.indicator_code
    left join sums.figure_sums as numerators
        on indicators.indicator_code = numerators.indicator_code
        and numerators.side = 'numerator'
        and numerators.is_later
        and extents.period = numerators.period
        and extents.area_code = numerators.area_code
        and extents.area_valid_from = numerators.area_valid_from
    left join sums.figure_sums as figures
        on indicators.indicator_code = figures.indicator_code
        and figures.side = 'denominator'
        and figures.is_later
        and extents.period = figures.period
        and extents.area_code = figures.area_code
        and extents.area_valid_from = figures.area_valid_from
),
reasons as (
    select
        *,
        case
            when not coalesce(by_township, false) then 'no_townships'
            when is_counted and not is_exact then 'crosswalk'
            when is_counted and not complete then 'unreported_township'
            when numerator is null or denominator is null then 'no_figure'
        end as not_carried_because
    from sides
)
select
    indicator_code,
    period,
    area_code,
    area_valid_from,
    case when not_carried_because is null then numerator end as numerator,
    case when not_carried_because is null then denominator end as denominator,
    not_carried_because
from reasons
