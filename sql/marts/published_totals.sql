-- One row per total that a source published of what counties file: beside the sum of their returns, never in its place.
-- key: area_code, dataset, measures, period
-- columns:
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   dataset VARCHAR: Kind of return.
--   measures VARCHAR: Measures that the total is the sum of, in the order of their codes, with + between them.
--   period DATE: Last day of the quarter or year.
--   published_value BIGINT: What was published.
--   source VARCHAR: Where the row comes from.
select
    totals.area_code,
    totals.dataset,
    array_to_string(list_sort(string_split(replace(totals.measures, ' ', ''), '+')), '+') as measures,
    cast(totals.period as date) as period,
    cast(totals.value as bigint) as published_value,
    sources.title_zh as source
from reference.published_totals as totals
left join reference.sources as sources
    on totals.source = sources.source_id
