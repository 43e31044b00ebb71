-- One row per measure of a dataset, with the periods for which it is asked: its own within its dataset's.
select
    measures.dataset,
    measures.measure,
    measures.measure_name_zh,
    measures.measure_name_en,
    measures.unit_zh,
    measures.unit_en,
    measures.is_flow,
    measures.is_optional,
    greatest(measures.first_period, datasets.first_period) as first_period,
    least(measures.last_period, datasets.last_period) as last_period,
    measures.measure_order
from reference.measures as measures
join reference.datasets as datasets
    on measures.dataset = datasets.dataset
