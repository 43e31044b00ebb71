-- One row per indicator and period on which it is measured.
-- key: indicator_code, period
-- columns:
--   indicator_code VARCHAR: Code of the indicator in the registry.
--   period DATE: Last day of the quarter or year.
--   due_on DATE: Last day on which the return is in time; none where nobody files it.
--   is_due BOOLEAN: True when that day has passed on the snapshot's today.
--   period_owner_zh VARCHAR: Who answered for it on the period's last day, in Chinese; none where nobody did.
--   period_owner_en VARCHAR: Who answered for it on the period's last day, in English; none where nobody did.
select
    periods.indicator_code,
    periods.period,
    periods.due_on,
    not periods.not_yet_due as is_due,
    departments.department_name_zh as period_owner_zh,
    departments.department_name_en as period_owner_en
from spine.indicator_periods as periods
join staging.indicators as indicators
    on periods.indicator_code = indicators.indicator_code
left join staging.departments as departments
    on indicators.owner = departments.department_code
    and periods.period >= departments.valid_from
    and periods.period <= coalesce(departments.valid_to, date '9999-12-31')
