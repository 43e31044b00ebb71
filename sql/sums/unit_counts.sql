-- One row per indicator, period and area that filed its numerator or denominator: a unit, or a part that filed whole.
-- stands_for is how many of the part's units of the numerator's dataset the row counts for, denominators_for the same of
-- the denominator's. Where both sides are in one return a unit is complete with both (or with nothing to serve: a
-- denominator of zero); otherwise each side is complete by itself.
with
filed as (
    select
        indicator_code,
        area_code,
        period,
        max(case when side = 'numerator' then value end) as numerator,
        max(case when side = 'denominator' then value end) as denominator,
        bool_or(simulated) as simulated
    from sums.filed_sums
    group by indicator_code, area_code, period
)
select
    filed.indicator_code,
    filed.period,
    filed.area_code,
    places.part_code,
    places.role,
    filed.numerator,
    filed.denominator,
    filed.simulated,
    case when places.role = 'part' then numerators.units else 1 end as stands_for,
    case when places.role = 'part' then denominators.units else 1 end as denominators_for,
    case
        when indicators.numerator_dataset = indicators.denominator_dataset
            then filed.denominator is not null and (filed.numerator is not null or filed.denominator = 0)
        else filed.numerator is not null
    end as complete
from filed
join staging.indicators as indicators
    on filed.indicator_code = indicators.indicator_code
join spine.area_periods as places
    on filed.period = places.period and filed.area_code = places.area_code
left join spine.reporting_parts as numerators
    on indicators.numerator_dataset = numerators.dataset
    and places.period = numerators.period
    and places.part_code = numerators.area_code
left join spine.reporting_parts as denominators
    on indicators.denominator_dataset = denominators.dataset
    and places.period = denominators.period
    and places.part_code = denominators.area_code
where places.role in ('unit', 'part')
