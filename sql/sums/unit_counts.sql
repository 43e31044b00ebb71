-- One row per indicator, period and area that filed its numerator or denominator: a unit, or a part that filed whole.
-- stands_for is how many of the part's units of the numerator's dataset the row counts for, denominators_for the same of
-- the denominator's.
-- warns:
--   of a share the part is within the whole: role = 'part' or scale <> 100 or numerator is null or denominator is null or numerator <= denominator
with
standing as (
    select * from sums.filed_counts
    where not superseded and (numerator is not null or denominator is not null)
),
filed as (
    select
        indicator_code,
        period,
        area_code,
        part_code,
        role,
        numerator,
        denominator,
        simulated,
        complete
    from standing
    where is_alone
    union all
    select
        indicator_code,
        period,
        area_code,
        part_code,
        role,
        max(numerator) as numerator,
        max(denominator) as denominator,
        bool_or(simulated) as simulated,
        bool_or(complete) as complete
    from standing
    where not is_alone
    group by indicator_code, period, area_code, part_code, role
)
select
    filed.indicator_code,
    filed.period,
    filed.area_code,
    filed.part_code,
    filed.role,
    filed.numerator,
    filed.denominator,
    filed.simulated,
    case when filed.role = 'part' then numerators.units else 1 end as stands_for,
    case when filed.role = 'part' then denominators.units else 1 end as denominators_for,
    filed.complete,
    indicators.scale
from filed
join staging.indicators as indicators
    on filed.indicator_code = indicators.indicator_code
left join spine.reporting_parts as numerators
    on indicators.numerator_dataset = numerators.dataset
    and filed.period = numerators.period
    and filed.part_code = numerators.area_code
left join spine.reporting_parts as denominators
    on indicators.denominator_dataset = denominators.dataset
    and filed.period = denominators.period
    and filed.part_code = denominators.area_code
