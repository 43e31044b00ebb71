-- One row per measure, area and extent, reference date and origin: a dated figure that is not a quarterly count.
-- Published and estimated figures come from the pack, reported ones from accepted returns that give figures and stand.
-- precedence: on one date a return beats a published figure, which beats an estimate.
-- made: once
with
reported as (
    select
        filings.area_code,
        filings.area_valid_from,
        cells.period as reference_date,
        cells.measure,
        cells.value,
        cells.simulated
    from staging.standing_cells as cells
    join staging.filings as filings
        on cells.dataset = filings.dataset
        and cells.area_code = filings.area_code
        and cells.period = filings.period
    join staging.datasets as datasets
        on cells.dataset = datasets.dataset
    where datasets.gives_figures and not filings.superseded
)
select
    measure,
    area_code,
    cast(coalesce(area_valid_from, '1900-01-01') as date) as area_valid_from,
    cast(reference_date as date) as reference_date,
    cast(figure as bigint) as value,
    status as figure_status,
    case when status = 'published' then 2 else 3 end as precedence,
    sources.title_zh as source,
    false as simulated
from reference.figures as figures
left join reference.sources as sources
    on figures.source = sources.source_id
where figure is not null
union all
select
    measure,
    area_code,
    area_valid_from,
    reference_date,
    value,
    'reported' as figure_status,
    1 as precedence,
    'return' as source,
    simulated
from reported
