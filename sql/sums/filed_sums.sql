-- One row per indicator, side, area and period with a filed figure: the sum of the measures of that side.
-- One blank measure makes the sum unknown, so such a row is not here.
select
    measures.indicator_code,
    measures.side,
    cells.area_code,
    cells.period,
    cast(sum(cells.value) as bigint) as value,
    bool_or(cells.simulated) as simulated
from staging.standing_cells as cells
join staging.indicator_measures as measures
    on cells.dataset = measures.dataset and cells.measure = measures.measure
group by measures.indicator_code, measures.side, cells.area_code, cells.period
having count(*) = max(measures.measures_in_sum)
