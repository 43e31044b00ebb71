-- One row per dataset, period and batch of counts of which cells stand: how many. By the columns of the public contract alone, so that a
-- snapshot of another `sql/` can be asked as well.
-- key: dataset, period, batch_id
-- columns:
--   standing_cells BIGINT: Cells of it that stand.
select
    dataset,
    period,
    batch_id,
    count(*) as standing_cells
from marts.observations
where not superseded
group by dataset, period, batch_id
order by dataset, period, batch_id
