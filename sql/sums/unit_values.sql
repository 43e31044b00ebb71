-- One row per indicator, period and township or zone inside a county. Where the denominator is a dated figure a
-- township has none and no value; where its county filed whole, or nothing is filed for it, it does not apply.
-- kept as: view
with
whole_returns as (
    select
        parts.period,
        parts.area_code as part_code,
        parts.dataset
    from spine.reporting_parts as parts
    join staging.filings as filings
        on parts.dataset = filings.dataset
        and parts.period = filings.period
        and parts.area_code = filings.area_code
        and filings.area_level <> 'township'
    where parts.files_by_townships and not filings.superseded
),
whole_counts as (
    select indicator_code, period, part_code, complete
    from sums.unit_counts
    where role = 'part'
),
-- Which counties filed whole, and whether with all that the indicator needs.
wholes as (
    select
        indicators.indicator_code,
        whole_returns.period,
        whole_returns.part_code,
        coalesce(whole_counts.complete, false) as complete
    from whole_returns
    join spine.indicator_periods as indicators
        on whole_returns.dataset = indicators.numerator_dataset and whole_returns.period = indicators.period
    left join whole_counts
        on indicators.indicator_code = whole_counts.indicator_code
        and whole_returns.period = whole_counts.period
        and whole_returns.part_code = whole_counts.part_code
),
sides as (
    select
        indicators.indicator_code,
        indicators.period,
        indicators.not_yet_due,
        indicators.scale,
        indicators.denominator_kind <> 'counts' as denominator_is_figure,
        places.area_code,
        places.area_valid_from,
        places.area_level,
        case when indicators.numerator_kind = 'register' then registered.value else counts.numerator end as numerator,
        counts.denominator,
        coalesce(counts.complete, false) as counted,
        places.role = 'unit' and coalesce(indicators.numerator_level = 'township', false) as files,
        wholes.part_code is not null as stands_in_county,
        coalesce(wholes.complete, false) as complete_in_county,
        coalesce(counts.simulated, false) as simulated
    from spine.indicator_periods as indicators
    join spine.area_periods as places
        on indicators.period = places.period and places.role in ('unit', 'inner')
    left join sums.unit_counts as counts
        on indicators.indicator_code = counts.indicator_code
        and places.period = counts.period
        and places.area_code = counts.area_code
    left join sums.register_sums as registered
        on indicators.indicator_code = registered.indicator_code
        and registered.side = 'numerator'
        and places.period = registered.period
        and places.area_code = registered.area_code
    left join wholes
        on indicators.indicator_code = wholes.indicator_code
        and places.period = wholes.period
        and places.part_code = wholes.part_code
)
select
    sides.indicator_code,
    sides.period,
    sides.area_code,
    sides.area_valid_from,
    sides.area_level,
    false as same_return,
    sides.numerator,
    case when sides.numerator is not null then sides.period end as numerator_date,
    false as numerator_carried,
    sides.denominator,
    case when sides.denominator is not null then sides.period end as denominator_date,
    case
        when sides.denominator_is_figure or not sides.files or sides.stands_in_county then 'not_applicable'
        when sides.denominator is not null then 'reported'
        else 'missing'
    end as denominator_status,
    false as denominator_carried,
    false as denominator_too_old,
    sides.denominator as denominator_low,
    sides.denominator as denominator_high,
    cast(null as bigint) as numerator_before,
    cast(null as bigint) as denominator_before,
    cast(null as date) as revised_on,
    case when sides.files then 1 else 0 end as units_expected,
    case
        when sides.files and (sides.counted or (sides.stands_in_county and sides.complete_in_county)) then 1
        else 0
    end as units_reported,
    cast(null as decimal(5, 4)) as share_known,
    sides.simulated,
    sides.files
    and sides.counted
    and not sides.denominator_is_figure
    and coalesce(sides.denominator > 0, false) as complete,
    complete as has_value,
    sides.numerator as reported_numerator,
    sides.denominator as all_denominator,
    sides.denominator as all_low,
    sides.denominator as all_high,
    case
        when not sides.files or sides.stands_in_county then 'not_applicable'
        when not sides.denominator_is_figure and sides.denominator = 0 then 'not_applicable'
        when not sides.denominator_is_figure and sides.counted and sides.denominator is null then 'missing'
        when sides.counted then 'reported'
        when sides.not_yet_due then 'not_due'
        else 'missing'
    end as value_status,
    sides.scale
from sides
