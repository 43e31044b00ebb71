-- One row per dataset, period and part with a return that stands: what was filed for it last, and when it first was whole.
with
standing as (
    select
        filings.dataset,
        filings.period,
        places.part_code,
        filings.sequence,
        filings.batch_id,
        filings.file_name,
        filings.filed_on,
        filings.first_filed_on,
        filings.filed_by,
        filings.simulated,
        case when places.role = 'part' then parts.units else 1 end as stands_for
    from staging.filings as filings
    join rollups.area_periods as places
        on filings.period = places.period and filings.area_code = places.area_code
    join rollups.parts as parts
        on places.period = parts.period and places.part_code = parts.area_code
    where not filings.superseded and places.role in ('unit', 'part')
)
select
    dataset,
    period,
    part_code as area_code,
    max_by(batch_id, sequence) as batch_id,
    max_by(file_name, sequence) as file_name,
    max_by(filed_on, sequence) as filed_on,
    max_by(filed_by, sequence) as filed_by,
    max(first_filed_on) as first_complete_on,
    count(distinct batch_id) as batches,
    cast(sum(stands_for) as bigint) as units_filed,
    bool_or(simulated) as simulated
from standing
group by dataset, period, part_code
