-- One row per register and batch of which rows stand, the newest of their keys: how many. By columns that the snapshots of another `sql/` have as
-- well.
-- key: dataset, batch_id
-- columns:
--   standing_rows BIGINT: Rows of it that stand.
select
    dataset,
    batch_id,
    count(*) as standing_rows
from marts.register_rows
where is_newest
group by dataset, batch_id
order by dataset, batch_id
