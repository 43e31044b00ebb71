-- One row per indicator, side (numerator, denominator) and measure that is added up on that side.
with
sides as (
    select
        indicator_code,
        'numerator' as side,
        numerator_dataset as dataset,
        string_split(numerator_measures, '+') as measures
    from staging.indicators
    union all
    select
        indicator_code,
        'denominator' as side,
        denominator_dataset as dataset,
        string_split(denominator_measures, '+') as measures
    from staging.indicators
)
select
    sides.indicator_code,
    sides.side,
    sides.dataset,
    trim(part.measure) as measure,
    array_length(sides.measures) as measures_in_sum
from sides
cross join unnest(sides.measures) as part(measure)
