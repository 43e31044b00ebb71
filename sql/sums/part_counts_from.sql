-- One row per indicator, period and part of which what the indicator needs was known of a unit at least: the day on which
-- it was first known of all of them (first_complete_on, none while one is missing), and the day from which it counts as
-- filed: that one, or the last on which a unit's was first known.
with
known as (
    select
        counts.indicator_code,
        counts.period,
        counts.area_code,
        counts.part_code,
        counts.role = 'part' as is_part,
        coalesce(parts.units, 1) as units,
        counts.filed_on,
        counts.filed_again
    from sums.filed_counts as counts
    left join spine.reporting_parts as parts
        on counts.dataset = parts.dataset and counts.period = parts.period and counts.part_code = parts.area_code
    where counts.gives_numerator and counts.complete
),
first_known as (
    select indicator_code, period, part_code, is_part, units, filed_on
    from known
    where not filed_again
    union all
    select indicator_code, period, part_code, is_part, units, min(filed_on) as filed_on
    from known
    where filed_again
    group by indicator_code, period, part_code, area_code, is_part, units
),
parts as (
    select
        indicator_code,
        period,
        part_code,
        min(case when is_part then filed_on end) as whole_on,
        case when sum(case when is_part then 0 else 1 end) >= max(units) then max(case when not is_part then filed_on end) end
            as units_on,
        max(filed_on) as last_first_on
    from first_known
    group by indicator_code, period, part_code
)
select
    indicator_code,
    period,
    part_code as area_code,
    least(whole_on, units_on) as first_complete_on,
    coalesce(least(whole_on, units_on), last_first_on) as counts_from
from parts
