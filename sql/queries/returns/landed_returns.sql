-- One row per dataset: how many returns have landed, for which periods, and when the newest was filed.
-- key: dataset
-- columns:
--   returns_landed BIGINT, own meaning: Accepted returns.
--   areas BIGINT: Areas with a row.
--   first_period DATE, own meaning: First period.
--   last_period DATE, own meaning: Last period.
--   last_filed_on DATE: Day the newest was filed.
--   simulated BOOLEAN: True when a return behind the row is simulated.
select
    dataset,
    count(distinct batch_id) as returns_landed,
    count(distinct area_code) as areas,
    min(period) as first_period,
    max(period) as last_period,
    max(filed_on) as last_filed_on,
    bool_or(simulated) as simulated
from marts.observations
group by dataset
order by dataset
