-- One row per indicator, period and area valid that day, reported or not, before any target; and one per extent of another day, carried onto it.
-- decided_by_* carry what was reported and the whole denominator where a unit is missing but the test of an
-- unchangeable verdict may be made: the denominator comes from elsewhere and something was reported.
-- branch: unit, part, whole or carried, a literal: who wants one of them reads no other.
-- kept as: view
with
areas as (
    select *, 'unit' as branch from sums.unit_values
    union all
    select *, 'part' as branch from sums.part_values
    union all
    select *, 'whole' as branch from sums.whole_values
    union all
    select * exclude (not_carried_because, denominator_basis), 'carried' as branch from sums.carried_values
)
select
    *,
    case when value_status = 'partial' and not same_return then reported_numerator end as decided_by_numerator,
    case when value_status = 'partial' and not same_return then all_denominator end as decided_by_denominator,
    case when complete then denominator_low when value_status = 'partial' and not same_return then all_low end as end_low,
    case when complete then denominator_high when value_status = 'partial' and not same_return then all_high end as end_high
from areas
