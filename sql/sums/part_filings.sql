-- One row per dataset, period and part with a return that stands: what was filed for it last, and when it was first whole:
-- when its own return or the last of its units first came in. A correction later does not make it late.
with
placed as (
    select
        filings.dataset,
        filings.period,
        filings.area_code,
        places.part_code,
        places.role,
        coalesce(parts.units, 1) as units,
        filings.sequence,
        filings.batch_id,
        filings.file_name,
        filings.filed_on,
        filings.filed_by,
        filings.simulated,
        filings.superseded
    from staging.filings as filings
    join spine.area_periods as places
        on filings.period = places.period and filings.area_code = places.area_code
    left join spine.reporting_parts as parts
        on filings.dataset = parts.dataset and places.period = parts.period and places.part_code = parts.area_code
    where places.role in ('unit', 'part')
),
first_filed as (
    select
        dataset,
        period,
        part_code,
        area_code,
        role,
        units,
        min(filed_on) as filed_on
    from placed
    group by dataset, period, part_code, area_code, role, units
),
first_whole as (
    select
        dataset,
        period,
        part_code,
        min(case when role = 'part' then filed_on end) as whole_on,
        case when count(*) filter (where role = 'unit') >= max(units) then max(case when role = 'unit' then filed_on end) end
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
        count(distinct batch_id) as batches,
        cast(sum(case when role = 'part' then units else 1 end) as bigint) as units_filed,
        bool_or(simulated) as simulated
    from placed
    where not superseded
    group by dataset, period, part_code
),
-- A batch is filed by one hand on one day, unsigned where nobody said by whom.
batches as (
    select distinct sequence, batch_id, file_name, filed_on, filed_by
    from staging.filings
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
join first_whole
    on standing.dataset = first_whole.dataset
    and standing.period = first_whole.period
    and standing.part_code = first_whole.part_code
join batches
    on standing.newest = batches.sequence
