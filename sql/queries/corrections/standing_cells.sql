-- One row per measure and area of a dataset on a period: the cell that stands; of several sources the newest. By the columns of the public
-- contract alone, so that a snapshot of another `sql/` can be asked as well.
-- key: measure, area_code
-- parameters: $dataset VARCHAR, $period DATE
with standing as (
    select
        *,
        row_number() over (partition by measure, area_code order by sequence desc) as newer
    from marts.observations
    where dataset = $dataset and period = $period and not superseded
)

select
    measure,
    area_code,
    value,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by
from standing
where newer = 1
order by measure, area_code
