-- One row per dataset, period and part with a return that stands: what was filed for it last, and when it was first whole:
-- when its own form or the last of its units' first had every measure that is needed. A correction later does not make it
-- late, and a form with a blank cell is neither whole nor in time.
with
placed as (
    select
        filings.dataset,
        filings.period,
        filings.area_code,
        filings.part_code,
        filings.area_level <> 'township' as is_part,
        coalesce(parts.units, 1) as units,
        filings.sequence,
        filings.filed_on,
        filings.filed_again,
        filings.simulated,
        filings.superseded,
        needed.places is null
        or array_length(list_filter(needed.places, lambda place: list_extract(filings.figures, place) is null)) = 0 as is_whole
    from staging.filings as filings
    join spine.made_periods as periods
        on filings.period = periods.period
    left join spine.needed_measures as needed
        on filings.dataset = needed.dataset and filings.period = needed.period
    left join spine.reporting_parts as parts
        on filings.dataset = parts.dataset and filings.period = parts.period and filings.part_code = parts.area_code
),
-- The first whole form of each area; where a part was filed for once, its rows are the first of theirs.
first_filed as (
    select dataset, period, part_code, is_part, units, filed_on
    from placed
    where is_whole and not filed_again
    union all
    select dataset, period, part_code, is_part, units, min(filed_on) as filed_on
    from placed
    where is_whole and filed_again
    group by dataset, period, part_code, area_code, is_part, units
),
first_whole as (
    select
        dataset,
        period,
        part_code,
        min(case when is_part then filed_on end) as whole_on,
        case when sum(case when is_part then 0 else 1 end) >= max(units) then max(case when not is_part then filed_on end) end
            as units_on,
        max(filed_on) as last_first_on
    from first_filed
    group by dataset, period, part_code
),
standing as (
    select
        dataset,
        period,
        part_code,
        max(sequence) as newest,
        count(distinct sequence) as batches,
        cast(sum(case when is_part then units else 1 end) as bigint) as units_filed,
        bool_or(simulated) as simulated
    from placed
    where not superseded
    group by dataset, period, part_code
),
-- A batch is filed by one hand on one day, unsigned where nobody said by whom.
batches as (
    select
        sequence,
        max(batch_id) as batch_id,
        max(file_name) as file_name,
        max(filed_on) as filed_on,
        max(filed_by) as filed_by
    from staging.filings
    group by sequence
)
select
    standing.dataset,
    standing.period,
    standing.part_code as area_code,
    batches.batch_id,
    batches.file_name,
    batches.filed_on,
    batches.filed_by,
    least(first_whole.whole_on, first_whole.units_on) as first_complete_on,
    coalesce(least(first_whole.whole_on, first_whole.units_on), first_whole.last_first_on) as counts_from,
    standing.batches,
    standing.units_filed,
    standing.simulated
from standing
left join first_whole
    on standing.dataset = first_whole.dataset
    and standing.period = first_whole.period
    and standing.part_code = first_whole.part_code
join batches
    on standing.newest = batches.sequence
