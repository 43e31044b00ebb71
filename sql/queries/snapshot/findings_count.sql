-- One row per severity of what rules and promises found in this snapshot, the rows set aside apart.
-- key: severity
-- columns:
--   findings BIGINT: How many there are.
select
    severity,
    count(*) as findings
from marts.findings
where not set_aside
group by severity
order by severity
