-- One row per measure, area and extent, reference date, origin and edition: a dated figure that is not a quarterly count.
-- Published and estimated figures come from the pack, published ones also from files of a named source, reported ones from
-- accepted returns that give figures and stand. A later edition revises a figure, the earlier stays: value_before is that of
-- the edition before, of a figure first published on a known day that of the estimate it takes the place of; is_newest
-- marks the one that counts.
-- precedence: on one date a published figure beats a return, which beats an estimate: the judged party must not choose
-- its own denominator.
-- made: once
with
reported as (
    select
        cells.area_code,
        cells.area_valid_from,
        cells.period as reference_date,
        cells.measure,
        cells.value,
        cells.simulated
    from staging.cells as cells
    join staging.datasets as datasets
        on cells.dataset = datasets.dataset
    where datasets.gives_figures and not cells.superseded and cells.value is not null
),
together as (
    select
        measure,
        area_code,
        cast(coalesce(area_valid_from, '1900-01-01') as date) as area_valid_from,
        cast(reference_date as date) as reference_date,
        cast(figure as bigint) as value,
        status as figure_status,
        cast(published_on as date) as published_on,
        0 as sequence,
        source as source_id,
        false as simulated
    from reference.figures
    where figure is not null
    union all
    select
        measure,
        area_code,
        area_valid_from,
        period as reference_date,
        value,
        'published' as figure_status,
        filed_on as published_on,
        sequence,
        source_id,
        simulated
    from staging.published_cells
    where is_newest_of_day and value is not null and area_valid_from is not null
    union all
    select
        measure,
        area_code,
        area_valid_from,
        reference_date,
        value,
        'reported' as figure_status,
        null as published_on,
        0 as sequence,
        null as source_id,
        simulated
    from reported
),
editions as (
    select
        *,
        row_number() over (
            partition by measure, area_code, area_valid_from, reference_date, figure_status
            order by coalesce(published_on, date '1900-01-01'), sequence
        ) as edition,
        lag(value) over (
            partition by measure, area_code, area_valid_from, reference_date, figure_status
            order by coalesce(published_on, date '1900-01-01'), sequence
        ) as value_before,
        lead(value) over (
            partition by measure, area_code, area_valid_from, reference_date, figure_status
            order by coalesce(published_on, date '1900-01-01'), sequence
        ) is null as is_newest
    from together
)
select
    editions.measure,
    editions.area_code,
    editions.area_valid_from,
    editions.reference_date,
    editions.value,
    editions.figure_status,
    case editions.figure_status when 'published' then 1 when 'reported' then 2 else 3 end as precedence,
    editions.published_on,
    cast(editions.edition as integer) as edition,
    coalesce(editions.value_before, estimates.value) as value_before,
    editions.is_newest,
    case when editions.figure_status = 'reported' then 'return' else sources.title_zh end as source,
    editions.simulated
from editions
left join editions as estimates
    on editions.figure_status = 'published'
    and editions.edition = 1
    and estimates.figure_status = 'estimated'
    and estimates.is_newest
    and editions.measure = estimates.measure
    and editions.area_code = estimates.area_code
    and editions.area_valid_from = estimates.area_valid_from
    and editions.reference_date = estimates.reference_date
    and editions.published_on >= coalesce(estimates.published_on, date '1900-01-01')
left join reference.sources as sources
    on editions.source_id = sources.source_id
