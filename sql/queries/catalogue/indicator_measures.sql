-- One row per measure that an indicator adds up, with the kind of return and the heading under which it is filed.
-- No kind of return and no names where the measure is a dated figure of the pack.
-- parameters: $indicator VARCHAR
-- key: side, dataset, measure
select
    sides.side,
    sides.dataset,
    sides.measure,
    measures.measure_name_zh,
    measures.measure_name_en,
    measures.is_flow,
    measures.asked_from,
    measures.asked_until,
    datasets.dataset_name_zh,
    datasets.dataset_name_en,
    datasets.dataset_kind,
    datasets.cycle,
    datasets.reporting_level
from marts.indicator_measures as sides
left join marts.measures as measures
    on sides.dataset = measures.dataset and sides.measure = measures.measure
left join marts.datasets as datasets
    on sides.dataset = datasets.dataset
where sides.indicator_code = $indicator
order by sides.side desc, measures.measure_order, sides.measure
