-- One row per batch of a dataset that speaks of a period: when it came, and how. In the order in which they were filed.
-- key: batch_id
-- parameters: $dataset VARCHAR, $period DATE
-- columns:
--   batch_came VARCHAR: on_time, late (after the return was due), or corrected (it speaks of a cell that an earlier batch had filed).
--   batch_cells BIGINT: Cells of it on the period.
--   standing_cells BIGINT, own meaning: Those of them that stand.
with
cells as (
    select
        *,
        min(sequence) over (partition by measure, area_code) as first_sequence
    from marts.observations
    where dataset = $dataset and period = $period
),
batches as (
    select
        batch_id,
        sequence,
        file_name,
        filed_on,
        filed_by,
        max(case when first_sequence < sequence then 1 else 0 end) as corrects,
        count(*) as batch_cells,
        sum(case when superseded then 0 else 1 end) as standing_cells
    from cells
    group by batch_id, sequence, file_name, filed_on, filed_by
)

select
    batches.batch_id,
    batches.sequence,
    batches.file_name,
    batches.filed_on,
    batches.filed_by,
    due_dates.due_on,
    case
        when batches.corrects = 1 then 'corrected'
        when batches.filed_on > due_dates.due_on then 'late'
        else 'on_time'
    end as batch_came,
    batches.batch_cells,
    cast(batches.standing_cells as bigint) as standing_cells
from batches
left join marts.due_dates as due_dates
    on due_dates.dataset = $dataset and due_dates.period = $period
order by batches.filed_on, batches.sequence
