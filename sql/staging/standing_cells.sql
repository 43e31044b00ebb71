-- One row per filed cell that stands and has a value.
select
    cells.dataset,
    cells.measure,
    cells.area_code,
    cells.period,
    cells.value,
    filings.simulated
from staging.cells as cells
join staging.filings as filings
    on cells.sequence = filings.sequence
    and cells.file_row = filings.file_row
where not filings.superseded and cells.value is not null
