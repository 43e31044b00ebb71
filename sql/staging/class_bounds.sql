-- One row per indicator and class bound, in whole millionths of the indicator's unit.
select
    indicators.indicator_code,
    cast(round(cast(trim(part.bound) as decimal(18, 6)) * 1000000, 0) as bigint) as bound_millionths
from staging.indicators as indicators
cross join unnest(string_split(indicators.class_bounds, '|')) as part(bound)
where indicators.class_bounds is not null
