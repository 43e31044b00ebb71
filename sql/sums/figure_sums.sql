-- One row per indicator, side, part and period whose figure comes from dated figures: the sum of that side's measures.
-- The oldest date and the weakest status of its measures are those of the sum.
select
    measures.indicator_code,
    measures.side,
    aligned.area_code,
    aligned.period,
    cast(sum(aligned.value) as bigint) as value,
    min(aligned.reference_date) as figure_date,
    case max(case aligned.figure_status when 'published' then 1 when 'reported' then 2 else 3 end)
        when 1 then 'published' when 2 then 'reported' else 'estimated'
    end as figure_status,
    bool_or(aligned.carried) as carried,
    bool_or(aligned.simulated) as simulated
from sums.aligned_figures as aligned
join staging.indicator_measures as measures
    on measures.dataset = 'figures' and aligned.measure = measures.measure
group by measures.indicator_code, measures.side, aligned.area_code, aligned.period
having count(*) = max(measures.measures_in_sum)
