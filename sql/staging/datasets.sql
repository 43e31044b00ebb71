-- One row per kind of return: who files it, how often, and from which period to which.
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
    gives_figures,
    history_periods,
    history_least,
    outlier_score_tenths,
    outlier_from,
    jump_percent,
    sort_order
from reference.datasets
