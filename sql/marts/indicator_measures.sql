-- One row per indicator, side of its fraction and measure that is added up there.
-- key: indicator_code, side, dataset, measure
-- columns:
--   indicator_code VARCHAR: Code of the indicator in the registry.
--   side VARCHAR: numerator or denominator.
--   dataset VARCHAR, own meaning: Kind of return that the measure is filed in, or figures for the pack's dated figures.
--   measure VARCHAR: What is counted: a column of a return, or people, households, committees of a dated figure.
select
    indicator_code,
    side,
    dataset,
    measure
from staging.indicator_measures
