-- One row per indicator, period, and extent of a county (or of a zone beside counties) of another day: that period's figures carried onto
-- that extent, and judged as if it had been the extent of the day. What is on an extent of its own day stands in marts.indicator_values.
-- key: indicator_code, area_code, area_valid_from, period
-- columns:
--   indicator_code VARCHAR: Code of the indicator in the registry.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   area_valid_from DATE: With the code, names the extent the row describes.
--   area_level VARCHAR: country, province, city, county, township or zone (a functional zone, which is none of these).
--   period DATE: Last day of the quarter or year.
--   numerator BIGINT: What was reported; above the county, of the complete counties only, or of all where none is.
--   numerator_date DATE: Date of the numerator; of a sum, the oldest part's.
--   numerator_carried BOOLEAN: True when a published numerator is older than the last year end on or before the period.
--   denominator BIGINT: What it is divided by: of the complete counties as well, or of all where none is.
--   denominator_date DATE: Date of the denominator; of a sum, the oldest part's.
--   denominator_status VARCHAR: published, reported, estimated, missing or not_applicable; of a sum, the weakest.
--   denominator_carried BOOLEAN: True when the denominator is older than the last year end on or before the period.
--   denominator_low BIGINT: Least that it may be by the error of such a figure; of a sum, the sum of its parts'.
--   denominator_high BIGINT: Most that it may be by the error of such a figure; of a sum, the sum of its parts'.
--   value DOUBLE: Numerator times scale over denominator, for charts; none where a unit of a county is missing.
--   value_shown DECIMAL(18,4): The value as it is shown: half up to the indicator's decimals, never across the target.
--   target_value DECIMAL(18,6): The target, in the indicator's unit.
--   target_id VARCHAR: Row of the target registry.
--   required BIGINT: Least numerator that meets a >= or > target, most that meets <= or <, at this denominator.
--   verdict VARCHAR: met, not_met, no_target or unknown.
--   verdict_firm BOOLEAN: True when the verdict holds at both ends of the denominator; none while undecided, or where the pack states no error.
--   gap BIGINT: Least change of the numerator that meets the target; above the county the sum of the known county gaps.
--   gap_at_most BIGINT: The gap if nobody more reports: of what is not decided what it would then lack; none where that is not known.
--   balance BIGINT: Numerator minus required, signed.
--   value_status VARCHAR: reported, estimated, partial, missing, not_due or not_applicable.
--   units_expected BIGINT: Units that report the numerator: the lowest areas, or one per county for published ones.
--   units_reported BIGINT: Units of these that did; where the denominator is in the same return, with both.
--   share_known DECIMAL(5,4): Of a city or the province, how much of the whole denominator is in the value, where that is unknown of the units expected; under 0.8 there is no value.
--   target_comparison VARCHAR: >=, >, <= or < : how the value is compared with the target.
--   class_index INTEGER: How many of the indicator's class bounds the exact value reaches; 0 is the lowest class; none where few people live.
--   near_target BOOLEAN: True within five per cent of required, on either side; of a target of a whole share only short of it; none without a balance.
--   gap_counties_unknown BIGINT: Above the county, counties whose gap is not known and is not in the sum.
--   simulated BOOLEAN: True when a return behind the row is simulated.
--   undecided_because VARCHAR: unreported, partial, no_denominator, denominator_too_old or not_due: why there is no verdict, or without a target no value; none where there is.
--   denominator_basis VARCHAR: own_figures (of the extents themselves, which together make what the counties of the period have), summed (of the counties that went into it) or divided (what they have, by shares); none where nothing is carried, or the denominator is no dated figure.
--   not_carried_because VARCHAR: Why the figures cannot be carried: no_townships, crosswalk, unreported_township or no_figure; none where they are.
-- checks:
--   what is carried has both sides: (not_carried_because is null) = (numerator is not null and denominator is not null)
--   what is divided by shares is an estimate: denominator_basis is null or denominator_basis <> 'divided' or denominator_status = 'estimated'
select
    shown.indicator_code,
    shown.area_code,
    shown.area_valid_from,
    shown.area_level,
    shown.period,
    shown.numerator,
    shown.numerator_date,
    shown.numerator_carried,
    shown.denominator,
    shown.denominator_date,
    shown.denominator_status,
    shown.denominator_carried,
    shown.denominator_low,
    shown.denominator_high,
    case when shown.has_value then shown.numerator * shown.scale / cast(shown.denominator as double) end as value,
    shown.value_shown,
    shown.target_value,
    shown.target_id,
    shown.required,
    shown.verdict,
    shown.verdict_firm,
    shown.gap,
    shown.gap_at_most,
    shown.balance,
    shown.value_status,
    cast(shown.units_expected as bigint) as units_expected,
    cast(shown.units_reported as bigint) as units_reported,
    shown.share_known,
    shown.comparison as target_comparison,
    shown.class_index,
    shown.near_target,
    shown.gap_counties_unknown,
    coalesce(shown.simulated, false) as simulated,
    shown.undecided_because,
    carried.denominator_basis,
    carried.not_carried_because
from verdicts.shown as shown
join sums.carried_values as carried
    on shown.indicator_code = carried.indicator_code
    and shown.period = carried.period
    and shown.area_code = carried.area_code
    and shown.area_valid_from = carried.area_valid_from
where shown.branch = 'carried'
