-- One row per dataset and period of counts of which other cells stand than in a snapshot that is named: what was landed is never
-- changed, so what stands is another where another number of a batch's cells stands.
-- key: dataset, period
-- parameters: $published standing_batches
-- columns:
--   period DATE: Last day of the quarter or year.
--   dataset VARCHAR: Kind of return.
--   batches_added BIGINT: Batches of which more cells stand after.
--   batches_gone BIGINT: Batches of which fewer cells stand after.
with
rows_before as (
    select part.entry as entry
    from (select 1 as one) as once
    cross join
        unnest(
            cast(
                $published as struct(
                    dataset varchar,
                    period date,
                    batch_id varchar,
                    standing_cells bigint
                )[]
            )
        ) as part(entry)
),
before as (
    select
        rows_before.entry.dataset as dataset,
        rows_before.entry.period as period,
        rows_before.entry.batch_id as batch_id,
        rows_before.entry.standing_cells as standing_cells
    from rows_before
),
after as (
    select
        dataset,
        period,
        batch_id,
        count(*) as standing_cells
    from marts.observations
    where not superseded
    group by dataset, period, batch_id
),
both_sides as (
    select
        coalesce(after.dataset, before.dataset) as dataset,
        coalesce(after.period, before.period) as period,
        coalesce(before.standing_cells, 0) as cells_before,
        coalesce(after.standing_cells, 0) as cells_after
    from before
    full outer join after
        on before.dataset = after.dataset and before.period = after.period and before.batch_id = after.batch_id
)

select
    dataset,
    period,
    cast(sum(case when cells_after > cells_before then 1 else 0 end) as bigint) as batches_added,
    cast(sum(case when cells_after < cells_before then 1 else 0 end) as bigint) as batches_gone
from both_sides
where cells_after <> cells_before
group by dataset, period
order by period desc, dataset
