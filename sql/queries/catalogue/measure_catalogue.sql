-- One row per measure of a kind of return, with the return it is of: what forms ask for.
-- key: dataset, measure
select
    measures.dataset,
    measures.measure,
    measures.measure_name_zh,
    measures.measure_name_en,
    measures.unit_zh,
    measures.unit_en,
    measures.is_flow,
    measures.is_optional,
    measures.asked_from,
    measures.asked_until,
    datasets.dataset_name_zh,
    datasets.dataset_name_en,
    datasets.dataset_kind,
    datasets.cycle
from marts.measures as measures
join marts.datasets as datasets
    on measures.dataset = datasets.dataset
order by datasets.dataset_order, measures.measure_order
