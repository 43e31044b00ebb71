-- One row per register of which other rows stand than in a snapshot that is named: what was landed is never changed, so what stands is
-- another where another number of a batch's rows stands.
-- key: dataset
-- parameters: $published standing_register_batches
-- columns:
--   dataset VARCHAR: Kind of return.
with
rows_before as (
    select part.entry as entry
    from (select 1 as one) as once
    cross join
        unnest(
            cast(
                $published as struct(
                    dataset varchar,
                    batch_id varchar,
                    standing_rows bigint
                )[]
            )
        ) as part(entry)
),
before as (
    select
        rows_before.entry.dataset as dataset,
        rows_before.entry.batch_id as batch_id,
        rows_before.entry.standing_rows as standing_rows
    from rows_before
),
after as (
    select
        dataset,
        batch_id,
        count(*) as standing_rows
    from marts.register_rows
    where is_newest
    group by dataset, batch_id
),
both_sides as (
    select
        coalesce(after.dataset, before.dataset) as dataset,
        coalesce(before.standing_rows, 0) as rows_before,
        coalesce(after.standing_rows, 0) as rows_after
    from before
    full outer join after
        on before.dataset = after.dataset and before.batch_id = after.batch_id
),
moved as (
    select distinct dataset from both_sides
    where rows_before <> rows_after
)

select
    moved.dataset,
    datasets.dataset_name_zh,
    datasets.dataset_name_en
from moved
left join marts.datasets as datasets
    on moved.dataset = datasets.dataset
order by datasets.dataset_order, moved.dataset
