-- One row per kind of return: who files it, how often, and from which period to which.
-- key: dataset
-- columns:
--   dataset VARCHAR: Kind of return.
--   dataset_kind VARCHAR: counts (whole numbers by area and period) or register (rows with a key of their own).
--   dataset_name_zh VARCHAR: Chinese name of the kind of return.
--   dataset_name_en VARCHAR: English name of the kind of return.
--   dataset_description_zh VARCHAR: What a row of it says, in Chinese.
--   dataset_description_en VARCHAR: What a row of it says, in English.
--   cycle VARCHAR: quarterly or annual.
--   filing_levels VARCHAR: Levels of areas that may file it, written with a bar between; none for a register.
--   reporting_level VARCHAR: Lowest level that files it; none for a register.
--   gives_figures BOOLEAN: True when its standing cells are dated figures of the pack's own measures, such as a population.
--   history_periods BIGINT: Periods back for which a figure is compared with the past of its own unit; none of a register.
--   history_least BIGINT: Figures of that past that must be known before a score is worked out.
--   outlier_score_tenths BIGINT: Modified z-score, in tenths, from which on a figure is far from its past.
--   outlier_from BIGINT: Least difference by which a figure can be far from its past or from the last one known.
--   jump_percent BIGINT: Change against the last figure known, in per cent of it, from which on it is a jump.
--   asked_from DATE: First period for which it is asked; none where since always.
--   asked_until DATE: Last period for which it is asked; none while it goes on.
--   dataset_order INTEGER: Place of the kind of return in lists.
select
    dataset,
    kind as dataset_kind,
    dataset_name_zh,
    dataset_name_en,
    dataset_description_zh,
    dataset_description_en,
    cycle,
    levels as filing_levels,
    reporting_level,
    gives_figures,
    history_periods,
    history_least,
    outlier_score_tenths,
    outlier_from,
    jump_percent,
    first_period as asked_from,
    last_period as asked_until,
    sort_order as dataset_order
from staging.datasets
