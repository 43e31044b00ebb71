-- One row per dataset: how many returns have landed, for which periods, and when the newest was filed.
-- key: dataset
-- columns:
--   returns_landed BIGINT, own meaning: Accepted returns.
--   areas BIGINT: Areas with a row; none of a register.
--   first_period DATE, own meaning: First period.
--   last_period DATE, own meaning: Last period.
--   last_filed_on DATE: Day the newest was filed.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with returns as (
    select dataset, batch_id, area_code, period, filed_on, simulated from marts.observations
    union all
    select dataset, batch_id, null as area_code, stands_from as period, filed_on, simulated from marts.register_rows
)

select
    dataset,
    count(distinct batch_id) as returns_landed,
    count(distinct area_code) as areas,
    min(period) as first_period,
    max(period) as last_period,
    max(filed_on) as last_filed_on,
    bool_or(simulated) as simulated
from returns
group by dataset
order by dataset
