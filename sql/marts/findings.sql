-- One row per broken rule that stopped nothing, of a landed row, or a promise of a model that only warns; per figure
-- that its filer was asked about and meant (rules blanked, turned_back, settled, far, together, denominator), while it stands; and per landed row,
-- or what of it, that the pack or the programme of the day does not allow (set_aside; the rule is the reason).
-- Made last, when every other model has been looked at.
-- key: source, rule, subject
-- made: by counts_period
-- columns:
--   source VARCHAR, own meaning: Dataset or model whose rule it is.
--   rule VARCHAR: Name of the rule, or what was promised.
--   severity VARCHAR: error or warning.
--   set_aside BOOLEAN: True where the row, or what of it is told, is landed and counts nowhere: today it would not be accepted.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   period DATE: Last day of the quarter or year.
--   batch_id VARCHAR: Accepted return it came in.
--   sequence BIGINT: Order of that return among all returns of this home.
--   file_name VARCHAR: Name of the file it came in.
--   file_row BIGINT: Row in the sheet, the heading being row 1.
--   subject VARCHAR, own meaning: The row's key, as text.
--   found VARCHAR: The values that break the rule, as text.
--   asked_measure VARCHAR: Measure or column whose filer was asked, and meant it; none where a rule looks at a row.
--   stood_before VARCHAR: What stood there before, or was last known, where the filer was asked.
--   counts_period DATE: Period of the form that the row belongs to; none where a register or a model is told of.
-- checks:
--   a finding is an error or a warning: severity in ('error', 'warning')
select
    source,
    rule,
    severity,
    false as set_aside,
    area_code,
    period,
    batch_id,
    sequence,
    file_name,
    file_row,
    subject,
    found,
    null as asked_measure,
    null as stood_before,
    counts_period
from reference.findings
union all
select
    changes.dataset as source,
    changes.kind as rule,
    'warning' as severity,
    false as set_aside,
    changes.area_code,
    changes.period,
    changes.batch_id,
    changes.sequence,
    changes.file_name,
    changes.file_row,
    changes.row_key || ' ' || cast(changes.period as varchar) || ' ' || changes.measure || ' '
    || cast(changes.sequence as varchar) as subject,
    changes.measure || ', before = ' || changes.before as found,
    changes.measure as asked_measure,
    changes.before as stood_before,
    case when datasets.kind = 'counts' then changes.period end as counts_period
from staging.confirmed_changes as changes
left join staging.filings as filings
    on changes.dataset = filings.dataset
    and changes.sequence = filings.sequence
    and changes.file_row = filings.file_row
join staging.datasets as datasets
    on changes.dataset = datasets.dataset
-- A row of counts that is no filing has been set aside, or its figures are those of a source: of these only what was worked out is told.
where not coalesce(filings.superseded, datasets.kind <> 'register' and changes.kind <> 'derived')
union all
select
    dataset as source,
    reason as rule,
    'error' as severity,
    true as set_aside,
    area_code,
    period,
    batch_id,
    sequence,
    file_name,
    file_row,
    batch_id || ' ' || cast(file_row as varchar) || ' ' || found as subject,
    found,
    null as asked_measure,
    null as stood_before,
    counts_period
from staging.set_aside
