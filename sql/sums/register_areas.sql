-- One row per standing row of a register that counts for an area: whether that area is still there in the last period.
-- A row counts where its code is found; what became of it after a boundary change, only those who keep the register know.
-- key: dataset, row_key
-- made: once
-- warns:
--   the area of a standing row is there, with the extent it had on the day of the row: area_stands
with last_period as (
    select max(period) as period from spine.periods
)

select distinct
    rows.dataset,
    rows.row_key,
    marks.area_code,
    last_period.period,
    rows.sequence,
    rows.file_row,
    now.area_code is not null and filed.valid_from is not distinct from now.area_valid_from as area_stands
from staging.register_rows as rows
join staging.register_marks as marks
    on rows.dataset = marks.dataset and rows.sequence = marks.sequence and rows.file_row = marks.file_row
cross join last_period
left join staging.areas as filed
    on marks.area_code = filed.area_code
    and filed.valid_from <= rows.period
    and (filed.valid_to is null or filed.valid_to >= rows.period)
left join spine.area_periods as now
    on marks.area_code = now.area_code and now.period = last_period.period
where rows.is_newest and not rows.withdrawn
