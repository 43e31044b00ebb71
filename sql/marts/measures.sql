-- One row per measure of a kind of return.
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
    first_period,
    last_period,
    measure_order
from staging.measures
