-- One row per indicator and day on which its bounds were made: the scale on which its values are put in an index.
-- key: indicator_code, bounds_made_on
-- columns:
--   indicator_code VARCHAR: Code of the indicator in the registry.
--   bounds_made_on DATE: Day on which the bounds were made; the newest of a snapshot's today or before serve for every period.
--   bounds_first_period DATE: First period whose values are in the bounds.
--   bounds_last_period DATE: Last period whose values are in the bounds.
--   bounds_values BIGINT: How many values the bounds are made of: of every county and period.
--   least DOUBLE: Least of these values.
--   low DOUBLE: Least that a value counts as after treatment.
--   high DOUBLE: Most that a value counts as after treatment.
--   most DOUBLE: Greatest of these values.
--   mean DOUBLE: Mean of these values.
--   deviation DOUBLE: Standard deviation of these values.
--   treated_mean DOUBLE: Mean of the treated values, of their logarithms where that is the treatment.
--   treated_deviation DOUBLE: Standard deviation of the same.
--   treatment VARCHAR: How outliers are treated: none, winsorised, log_high or log_low.
--   areas_moved BIGINT: How many counties have values that are moved in to low or high.
--   bounds_basis VARCHAR: observed, or goalposts where values lie so close together that the whole of a share is the scale.
-- checks:
--   bounds lie in order: least <= low and low < high and high <= most
--   values differ: deviation > 0 and treated_deviation > 0
--   a treatment is known: treatment in ('none', 'winsorised', 'log_high', 'log_low')
select
    indicator_code,
    cast(bounds_made_on as date) as bounds_made_on,
    cast(bounds_first_period as date) as bounds_first_period,
    cast(bounds_last_period as date) as bounds_last_period,
    cast(bounds_values as bigint) as bounds_values,
    cast(least as double) as least,
    cast(low as double) as low,
    cast(high as double) as high,
    cast(most as double) as most,
    cast(mean as double) as mean,
    cast(deviation as double) as deviation,
    cast(treated_mean as double) as treated_mean,
    cast(treated_deviation as double) as treated_deviation,
    treatment,
    cast(areas_moved as bigint) as areas_moved,
    bounds_basis
from reference.index_bounds
