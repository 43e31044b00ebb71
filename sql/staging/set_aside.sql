-- One row per landed row that the pack or the programme of the day does not allow, or of which it does not allow some
-- figures (removed_column, column_outside_life), and why. They count nowhere, and come back when the pack is put right.
-- Of a row that a source published, one whose area is not valid on its day.
-- counts_period: the period whose pass finds it; none where it was found as landing was opened.
with
known as (
    select distinct area_code from staging.areas
),
published as (
    select distinct
        dataset,
        area_code,
        period,
        batch_id,
        sequence,
        file_name,
        file_row
    from staging.published_cells
    where area_valid_from is null
)

select
    dataset,
    reason,
    area_code,
    period,
    batch_id,
    sequence,
    file_name,
    file_row,
    found,
    cast(null as date) as counts_period
from landing.set_aside
union all
select
    rows.dataset,
    case when rows.misfit = 'area_not_valid' and known.area_code is null then 'unknown_area' else rows.misfit end as reason,
    rows.area_code,
    rows.period,
    rows.batch_id,
    rows.sequence,
    rows.file_name,
    rows.file_row,
    'area_code = ' || rows.area_code || ', period = ' || cast(rows.period as varchar) as found,
    rows.period as counts_period
from staging.placed_rows as rows
left join known
    on rows.area_code = known.area_code
where rows.misfit is not null
union all
select
    published.dataset,
    case when known.area_code is null then 'unknown_area' else 'area_not_valid' end as reason,
    published.area_code,
    published.period,
    published.batch_id,
    published.sequence,
    published.file_name,
    published.file_row,
    'area_code = ' || published.area_code || ', period = ' || cast(published.period as varchar) as found,
    cast(null as date) as counts_period
from published
left join known
    on published.area_code = known.area_code
