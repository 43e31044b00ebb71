-- One row per form or indicator, period and part of which what it needs was known of a unit at least: of a form every measure
-- that makes it whole, of an indicator what it counts. The day on which it was first known of all units (first_complete_on,
-- none while one is missing), and the day from which it counts as filed: that one, or the last on which a unit's was first
-- known. A correction later does not make it late, and a form with a blank cell is neither whole nor in time.
with
known as (
    select
        'form' as kind,
        dataset as code,
        dataset,
        period,
        area_code,
        part_code,
        is_part,
        filed_on,
        filed_again
    from sums.filed_forms
    where is_whole
    union all
    select
        'indicator' as kind,
        indicator_code as code,
        dataset,
        period,
        area_code,
        part_code,
        role = 'part' as is_part,
        filed_on,
        filed_again
    from sums.filed_counts
    where gives_numerator and complete
),
counted as (
    select known.*, coalesce(parts.units, 1) as units
    from known
    left join spine.reporting_parts as parts
        on known.dataset = parts.dataset and known.period = parts.period and known.part_code = parts.area_code
),
-- Once for each area; where a part was filed for once, its rows are the first of theirs.
first_known as (
    select kind, code, period, part_code, is_part, units, filed_on
    from counted
    where not filed_again
    union all
    select kind, code, period, part_code, is_part, units, min(filed_on) as filed_on
    from counted
    where filed_again
    group by kind, code, period, part_code, area_code, is_part, units
),
days as (
    select
        kind,
        code,
        period,
        part_code,
        min(case when is_part then filed_on end) as whole_on,
        case when sum(case when is_part then 0 else 1 end) >= max(units) then max(case when not is_part then filed_on end) end
            as units_on,
        max(filed_on) as last_first_on
    from first_known
    group by kind, code, period, part_code
)
select
    kind,
    code,
    period,
    part_code as area_code,
    least(whole_on, units_on) as first_complete_on,
    coalesce(least(whole_on, units_on), last_first_on) as counts_from
from days
