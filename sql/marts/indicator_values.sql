-- One row per indicator, period and area valid on that day, reported or not.
-- key: indicator_code, area_code, period
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
-- checks:
--   what may be lacking at most is no less than what is: gap is null or gap_at_most is null or gap_at_most >= gap
--   only what is decided is firm or not: verdict_firm is null or verdict in ('met', 'not_met')
--   a complete county is met if and only if its gap is 0: area_level <> 'county' or verdict not in ('met', 'not_met') or value_status = 'partial' or (verdict = 'met') = (gap = 0)
--   no more units report than are expected: units_reported <= units_expected
--   what is missing has no value: value is null or value_status not in ('missing', 'not_due', 'not_applicable')
--   an incomplete county has no value: value is null or area_level <> 'county' or value_status <> 'partial'
--   a verdict names its target: (verdict = 'no_target') = (target_id is null)
--   what is not decided says why: verdict <> 'unknown' or undecided_because in ('unreported', 'partial', 'no_denominator', 'denominator_too_old', 'not_due')
--   what is decided says nothing of why not: verdict not in ('met', 'not_met') or undecided_because is null
select
    indicator_code,
    area_code,
    area_valid_from,
    area_level,
    period,
    numerator,
    numerator_date,
    numerator_carried,
    denominator,
    denominator_date,
    denominator_status,
    denominator_carried,
    denominator_low,
    denominator_high,
    case when has_value then numerator * scale / cast(denominator as double) end as value,
    value_shown,
    target_value,
    target_id,
    required,
    verdict,
    verdict_firm,
    gap,
    gap_at_most,
    balance,
    value_status,
    cast(units_expected as bigint) as units_expected,
    cast(units_reported as bigint) as units_reported,
    share_known,
    comparison as target_comparison,
    class_index,
    near_target,
    gap_counties_unknown,
    coalesce(simulated, false) as simulated,
    undecided_because
from verdicts.shown
where branch <> 'carried'
