-- One row per period on which an indicator is measured, newest first. is_opening marks the one a page opens on:
-- the newest whose due date has passed (of an indicator without due dates, the newest), or the newest of all.
-- parameters: $indicator VARCHAR
-- key: period
-- columns:
--   is_opening BOOLEAN: True for the period a page opens on.
--   reported_counties BIGINT: Counties with a value.
with
counted as (
    select
        period,
        count(*) as reported_counties
    from marts.indicator_values
    where indicator_code = $indicator and area_level = 'county' and value is not null
    group by period
),
opening as (
    select coalesce(max(case when is_due then period end), max(period)) as period
    from marts.periods
    where indicator_code = $indicator
)
select
    periods.period,
    periods.due_on,
    periods.is_due,
    periods.period_owner_zh,
    periods.period_owner_en,
    periods.period = opening.period as is_opening,
    coalesce(counted.reported_counties, 0) as reported_counties
from marts.periods as periods
cross join opening
left join counted
    on periods.period = counted.period
where periods.indicator_code = $indicator
order by periods.period desc
