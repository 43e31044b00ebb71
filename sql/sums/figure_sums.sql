-- One row per indicator, side, part (or extent of another day) and period whose figure comes from dated figures: the sum of that side's measures.
-- The oldest date and the weakest status of its measures are those of the sum; where one is too old there is no sum.
with
summed as (
    select
        measures.indicator_code,
        measures.side,
        aligned.area_code,
        aligned.area_valid_from,
        aligned.is_other,
        aligned.period,
        cast(sum(aligned.value) as bigint) as value,
        case when bool_or(aligned.value_before is not null) then cast(sum(coalesce(aligned.value_before, aligned.value)) as bigint) end
            as value_before,
        max(aligned.revised_on) as revised_on,
        case when bool_and(aligned.value_low is not null) then cast(sum(aligned.value_low) as bigint) end as value_low,
        case when bool_and(aligned.value_high is not null) then cast(sum(aligned.value_high) as bigint) end as value_high,
        min(aligned.reference_date) as figure_date,
        max(weights.weight) as weight,
        bool_or(aligned.carried) as carried,
        bool_or(aligned.simulated) as simulated,
        bool_or(aligned.too_old) as too_old
    from sums.aligned_figures as aligned
    join staging.indicator_measures as measures
        on measures.dataset = 'figures' and aligned.measure = measures.measure
    join spine.status_weights as weights
        on aligned.figure_status = weights.figure_status
    group by measures.indicator_code, measures.side, aligned.area_code, aligned.area_valid_from, aligned.is_other, aligned.period
    having count(*) = max(measures.measures_in_sum)
)
select
    summed.indicator_code,
    summed.side,
    summed.area_code,
    summed.area_valid_from,
    summed.is_other,
    summed.period,
    case when not summed.too_old then summed.value end as value,
    case when not summed.too_old then summed.value_before end as value_before,
    case when not summed.too_old then summed.revised_on end as revised_on,
    case when not summed.too_old then summed.value_low end as value_low,
    case when not summed.too_old then summed.value_high end as value_high,
    case when not summed.too_old then summed.figure_date end as figure_date,
    case when not summed.too_old then weights.figure_status end as figure_status,
    summed.carried and not summed.too_old as carried,
    summed.simulated and not summed.too_old as simulated,
    summed.too_old
from summed
join spine.status_weights as weights
    on summed.weight = weights.weight
