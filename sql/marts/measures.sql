-- One row per measure of a kind of return.
-- key: dataset, measure
-- columns:
--   dataset VARCHAR: Kind of return.
--   measure VARCHAR: What is counted: a column of a return, or people, households, committees of a dated figure.
--   measure_name_zh VARCHAR: Chinese name of the measure.
--   measure_name_en VARCHAR: English name of the measure.
--   unit_zh VARCHAR: Unit in Chinese.
--   unit_en VARCHAR: Unit in English.
--   is_flow BOOLEAN: True where it is counted over the period alone, not on its last day.
--   is_optional BOOLEAN: True where a form is whole without it.
--   asked_from DATE: First period for which it is asked; none where since always.
--   asked_until DATE: Last period for which it is asked; none while it goes on.
--   measure_order INTEGER: Place in its form.
select
    dataset,
    measure,
    measure_name_zh,
    measure_name_en,
    unit_zh,
    unit_en,
    is_flow,
    is_optional,
    first_period as asked_from,
    last_period as asked_until,
    measure_order
from staging.measures
