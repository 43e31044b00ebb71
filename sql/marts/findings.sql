-- One row per broken rule that stopped nothing, of a landed row, or a promise of a model that only warns; and per figure
-- that its filer was asked about and meant (rules blanked, turned_back, settled, far), while it stands.
-- Made last, when every other model has been looked at.
-- key: source, rule, subject
-- made: by counts_period
-- columns:
--   source VARCHAR, own meaning: Dataset or model whose rule it is.
--   rule VARCHAR: Name of the rule, or what was promised.
--   severity VARCHAR: error or warning.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   period DATE: Last day of the quarter or year.
--   sequence BIGINT: Order of that return among all returns of this home.
--   file_row BIGINT: Row in the sheet, the heading being row 1.
--   subject VARCHAR, own meaning: The row's key, as text.
--   found VARCHAR: The values that break the rule, as text.
--   counts_period DATE: Period of the form that the row belongs to; none where a register or a model is told of.
-- checks:
--   a finding is an error or a warning: severity in ('error', 'warning')
select
    source,
    rule,
    severity,
    area_code,
    period,
    sequence,
    file_row,
    subject,
    found,
    counts_period
from reference.findings
union all
select
    changes.dataset as source,
    changes.kind as rule,
    'warning' as severity,
    changes.area_code,
    changes.period,
    changes.sequence,
    changes.file_row,
    changes.row_key || ' ' || cast(changes.period as varchar) || ' ' || changes.measure || ' '
    || cast(changes.sequence as varchar) as subject,
    changes.measure || ', before = ' || changes.before as found,
    case when datasets.kind = 'counts' then changes.period end as counts_period
from staging.confirmed_changes as changes
left join staging.datasets as datasets
    on changes.dataset = datasets.dataset
left join staging.filings as filings
    on changes.dataset = filings.dataset
    and changes.sequence = filings.sequence
    and changes.file_row = filings.file_row
where not coalesce(filings.superseded, false)
