-- One row per indicator, period and area valid that day, reported or not, before any target.
-- decided_by_* carry what was reported and the whole denominator where a unit is missing but the test of an
-- unchangeable verdict may be made: the denominator comes from elsewhere and something was reported.
-- kept as: view
select
    indicator_code,
    period,
    area_code,
    area_valid_from,
    area_level,
    numerator,
    numerator_date,
    denominator,
    denominator_date,
    denominator_status,
    denominator_carried,
    units_expected,
    units_reported,
    simulated,
    complete,
    complete as has_value,
    value_status,
    cast(null as bigint) as decided_by_numerator,
    cast(null as bigint) as decided_by_denominator
from sums.unit_values
union all
select
    indicator_code,
    period,
    area_code,
    area_valid_from,
    area_level,
    numerator,
    numerator_date,
    denominator,
    denominator_date,
    denominator_status,
    denominator_carried,
    units_expected,
    units_reported,
    simulated,
    complete,
    complete as has_value,
    value_status,
    case when value_status = 'partial' and not same_return then numerator end as decided_by_numerator,
    case when value_status = 'partial' and not same_return then denominator end as decided_by_denominator
from sums.part_values
union all
select
    indicator_code,
    period,
    area_code,
    area_valid_from,
    area_level,
    numerator,
    numerator_date,
    denominator,
    denominator_date,
    denominator_status,
    denominator_carried,
    units_expected,
    units_reported,
    simulated,
    complete,
    has_value,
    value_status,
    case when value_status = 'partial' and not same_return then reported_numerator end as decided_by_numerator,
    case when value_status = 'partial' and not same_return then all_denominator end as decided_by_denominator
from sums.whole_values
