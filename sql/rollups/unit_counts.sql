-- One row per indicator, period and area that filed its numerator or denominator: a unit, or a part that filed whole.
-- stands_for is how many of the part's units the row counts for; complete means nothing is missing on a filed side.
with
filed as (
    select indicator_code, area_code, period, value as numerator, cast(null as bigint) as denominator
    from rollups.filed_sums
    where side = 'numerator'
    union all
    select indicator_code, area_code, period, cast(null as bigint) as numerator, value as denominator
    from rollups.filed_sums
    where side = 'denominator'
),
paired as (
    select
        indicator_code,
        area_code,
        period,
        max(numerator) as numerator,
        max(denominator) as denominator
    from filed
    group by indicator_code, area_code, period
)
select
    paired.indicator_code,
    paired.period,
    paired.area_code,
    places.part_code,
    places.role,
    paired.numerator,
    paired.denominator,
    case when places.role = 'part' then parts.units else 1 end as stands_for,
    paired.numerator is not null
    and (indicators.denominator_dataset = 'figures' or paired.denominator is not null) as complete
from paired
join staging.indicators as indicators
    on paired.indicator_code = indicators.indicator_code
join rollups.area_periods as places
    on paired.period = places.period and paired.area_code = places.area_code
join rollups.parts as parts
    on places.period = parts.period and places.part_code = parts.area_code
where indicators.numerator_dataset <> 'figures' and places.role in ('unit', 'part')
