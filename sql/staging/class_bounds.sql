-- One row per indicator and class bound, in whole millionths of the indicator's unit.
with
bounds as (
    select
        indicator_code,
        trim(unnest(string_split(class_bounds, '|'))) as bound
    from staging.indicators
    where class_bounds is not null
)
select
    indicator_code,
    cast(cast(bound as decimal(18, 6)) * 1000000 as bigint) as bound_millionths
from bounds
