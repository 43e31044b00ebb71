-- One row per indicator, side, period and area (unit, zone in a county, or part) of an indicator that rests on a register:
-- the rows standing at the period's end that the measure counts. An area without one has 0 from the first day on which
-- the register said anything; before that day nothing is known.
with
begun as (
    select dataset, min(period) as first_day, bool_or(simulated) as simulated
    from staging.register_rows
    group by dataset
),
places as (
    select period, area_code from spine.area_periods where role <> 'whole'
    union
    select period, part_code as area_code from spine.area_periods where role in ('unit', 'inner')
)
select
    measures.indicator_code,
    measures.side,
    places.area_code,
    places.period,
    coalesce(counts.number, 0) as value,
    cast(null as bigint) as value_before,
    cast(null as date) as revised_on,
    coalesce(counts.number, 0) as value_low,
    coalesce(counts.number, 0) as value_high,
    places.period as figure_date,
    'reported' as figure_status,
    false as carried,
    begun.simulated,
    false as too_old
from staging.indicator_measures as measures
join begun
    on measures.dataset = begun.dataset
join places
    on places.period >= begun.first_day
left join sums.register_counts as counts
    on measures.dataset = counts.dataset
    and measures.measure = counts.measure
    and places.period = counts.period
    and places.area_code = counts.area_code
