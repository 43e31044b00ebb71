-- One row per filed cell of a form that the pack of the day allows, standing or superseded. A blank cell has no value.
-- kept as: view
select
    filings.dataset,
    measures.measure,
    filings.area_code,
    filings.area_valid_from,
    filings.period,
    list_extract(filings.figures, measures.measure_order) as value,
    filings.batch_id,
    filings.sequence,
    filings.file_name,
    filings.file_row,
    filings.filed_on,
    filings.filed_by,
    filings.superseded,
    filings.simulated
from staging.filings as filings
join staging.measures as measures
    on filings.dataset = measures.dataset
