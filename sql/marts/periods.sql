-- One row per indicator and period on which it is measured.
-- key: indicator_code, period
-- columns:
--   indicator_code VARCHAR: Code of the indicator in the registry.
--   period DATE: Last day of the quarter or year.
--   due_on DATE: Last day on which the return is in time; none where nobody files it.
--   is_due BOOLEAN: True when that day has passed on the snapshot's today.
select
    indicator_code,
    period,
    due_on,
    not not_yet_due as is_due
from spine.indicator_periods
