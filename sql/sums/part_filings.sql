-- One row per dataset, period and part with a return that stands: what was filed for it last, and since when it is whole.
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
        filings.simulated,
        filings.superseded
    from staging.filings as filings
    join spine.made_periods as periods
        on filings.period = periods.period
    left join spine.reporting_parts as parts
        on filings.dataset = parts.dataset and filings.period = parts.period and filings.part_code = parts.area_code
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
    days.first_complete_on,
    days.counts_from,
    standing.batches,
    standing.units_filed,
    standing.simulated
from standing
left join sums.first_days as days
    on days.kind = 'form'
    and standing.dataset = days.code
    and standing.period = days.period
    and standing.part_code = days.area_code
join batches
    on standing.newest = batches.sequence
