-- One row per value that a column of choices of a register may hold, as the register calls it.
-- key: dataset, column_code, choice_code
-- columns:
--   dataset VARCHAR: Kind of return.
--   column_code VARCHAR: Column of the register.
--   choice_code VARCHAR: Value as it is kept.
--   choice_name_zh VARCHAR: Chinese name of the value.
--   choice_name_en VARCHAR: English name of the value.
select
    dataset,
    "column" as column_code,
    choice as choice_code,
    choice_name_zh,
    choice_name_en
from reference.register_choices
