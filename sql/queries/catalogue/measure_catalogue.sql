-- One row per measure of a kind of return, with the return it is of: what forms ask for.
-- key: dataset, measure
-- columns:
--   dataset VARCHAR: Kind of return.
--   measure VARCHAR: Counted thing: a column of the return, or a count of a register's rows.
--   measure_name_zh VARCHAR: Chinese name of the measure.
--   measure_name_en VARCHAR: English name of the measure.
--   unit_zh VARCHAR: Unit in Chinese.
--   unit_en VARCHAR: Unit in English.
--   is_flow BOOLEAN: True where it is counted over the period alone, not on its last day.
--   is_optional BOOLEAN: True where a form is whole without it.
--   first_period DATE: First period of the series; none where since always.
--   last_period DATE: Last period of the series; none while it goes on.
--   dataset_name_zh VARCHAR: Chinese name of the kind of return.
--   dataset_name_en VARCHAR: English name of the kind of return.
--   kind VARCHAR: counts (whole numbers by area and period) or register (rows with a key of their own).
--   cycle VARCHAR: quarterly or annual.
select
    measures.dataset,
    measures.measure,
    measures.measure_name_zh,
    measures.measure_name_en,
    measures.unit_zh,
    measures.unit_en,
    measures.is_flow,
    measures.is_optional,
    measures.first_period,
    measures.last_period,
    datasets.dataset_name_zh,
    datasets.dataset_name_en,
    datasets.kind,
    datasets.cycle
from marts.measures as measures
join marts.datasets as datasets
    on measures.dataset = datasets.dataset
order by datasets.sort_order, measures.measure_order
