-- One row per indicator of the registry, with its target in the latest period and whether simulated returns feed it.
-- key: indicator_code
-- columns:
--   has_target BOOLEAN: True where the registry has a target for it.
--   measured_from DATE: First period on which it can be measured: all that it adds up is asked for; none where since always.
--   measured_until DATE: Last such period; none while it goes on.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with
latest as (
    select max(period) as period from marts.periods
),
newest_targets as (
    select
        targets.indicator_code,
        targets.target_value,
        targets.target_comparison,
        row_number() over (
            partition by targets.indicator_code
            order by targets.valid_from desc, targets.target_id desc
        ) as newness
    from marts.targets as targets
    cross join latest
    cross join marts.snapshot as snapshot
    where targets.area_code = snapshot.root_area
        and targets.valid_from <= latest.period
        and (targets.valid_to is null or targets.valid_to >= latest.period)
),
any_target as (
    select distinct indicator_code from marts.targets
),
lives as (
    select
        sides.indicator_code,
        max(measures.asked_from) as measured_from,
        min(measures.asked_until) as measured_until
    from marts.indicator_measures as sides
    join marts.measures as measures
        on sides.dataset = measures.dataset and sides.measure = measures.measure
    group by sides.indicator_code
),
fed as (
    select
        indicator_code,
        bool_or(simulated) as simulated
    from marts.indicator_values
    where area_level in ('country', 'province', 'county')
    group by indicator_code
)
select
    indicators.*,
    any_target.indicator_code is not null as has_target,
    newest_targets.target_value,
    newest_targets.target_comparison,
    lives.measured_from,
    lives.measured_until,
    coalesce(fed.simulated, false) as simulated
from marts.indicators as indicators
left join any_target
    on indicators.indicator_code = any_target.indicator_code
left join newest_targets
    on indicators.indicator_code = newest_targets.indicator_code and newest_targets.newness = 1
left join lives
    on indicators.indicator_code = lives.indicator_code
left join fed
    on indicators.indicator_code = fed.indicator_code
order by indicators.sort_order, indicators.indicator_code
