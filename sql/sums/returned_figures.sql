-- One row per figure that came in a return and has a published or estimated one on or before its date, with the newest
-- of these. Nothing is summed from it: the judged party must not choose its own denominator unseen.
-- key: measure, area_code, period
-- warns:
--   a returned figure is within what the pack allows of what stood before: 1000000 * abs(value - stood_value) <= tolerance_millionths * stood_value
with
pairs as (
    select
        returned.measure,
        returned.area_code,
        returned.reference_date as period,
        returned.value,
        stood.value as stood_value,
        stood.reference_date as stood_on,
        stood.figure_status as stood_status,
        row_number() over (
            partition by returned.measure, returned.area_code, returned.reference_date
            order by stood.reference_date desc, stood.precedence asc
        ) as newness
    from staging.figures as returned
    join staging.figures as stood
        on returned.measure = stood.measure
        and returned.area_code = stood.area_code
        and returned.area_valid_from = stood.area_valid_from
        and returned.reference_date >= stood.reference_date
        and stood.is_newest
    where returned.figure_status = 'reported' and stood.figure_status <> 'reported'
)
select
    pairs.measure,
    pairs.area_code,
    pairs.period,
    pairs.value,
    pairs.stood_value,
    pairs.stood_on,
    pairs.stood_status,
    cast(pack.returned_figure_millionths as bigint) as tolerance_millionths
from pairs
cross join reference.pack as pack
where pairs.newness = 1
