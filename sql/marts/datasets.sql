-- One row per kind of return: who files it, how often, and from which period to which.
-- key: dataset
-- columns:
--   dataset VARCHAR: Kind of return.
--   kind VARCHAR: counts (whole numbers by area and period) or register (rows with a key of their own).
--   dataset_name_zh VARCHAR: Chinese name of the kind of return.
--   dataset_name_en VARCHAR: English name of the kind of return.
--   dataset_description_zh VARCHAR: What a row of it says, in Chinese.
--   dataset_description_en VARCHAR: What a row of it says, in English.
--   cycle VARCHAR: quarterly or annual.
--   levels VARCHAR: Levels of areas, written with a bar between.
--   reporting_level VARCHAR: Lowest level that files it; none for a register.
--   first_period DATE: First period of the series; none where since always.
--   last_period DATE: Last period of the series; none while it goes on.
--   sort_order INTEGER: Place in lists.
select
    dataset,
    kind,
    dataset_name_zh,
    dataset_name_en,
    dataset_description_zh,
    dataset_description_en,
    cycle,
    levels,
    reporting_level,
    first_period,
    last_period,
    sort_order
from staging.datasets
