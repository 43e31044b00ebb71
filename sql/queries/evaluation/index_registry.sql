-- One row per indicator: what an index by the weights in force on a day makes of it.
-- key: indicator_code
-- parameters: $period DATE
-- columns:
--   weight DOUBLE, own meaning: Weight of the indicator beside the others of its system; 1 each where the registry weighs none of them, none where it weighs the system not at all.
--   system_weight DOUBLE, own meaning: Weight of its system beside the others; none where the registry has none.
--   weights_on DATE: Day on which the weights are in force; where two periods are compared, the last of the newer.
with
in_force as (
    select *
    from marts.weights
    where $period >= valid_from and $period <= coalesce(valid_to, date '9999-12-31')
),
first_set as (
    select min(set_order) as set_order from in_force
),
own as (
    select in_force.*
    from in_force
    join first_set
        on in_force.set_order = first_set.set_order
),
weighed_systems as (
    select policy_system, count(*) as weighed_indicators
    from own
    where weighed <> policy_system
    group by policy_system
),
newest as (
    select max(bounds.bounds_made_on) as bounds_made_on
    from marts.index_bounds as bounds
    cross join marts.snapshot as snapshot
    where bounds.bounds_made_on <= snapshot.today
)
select
    indicators.indicator_code,
    indicators.policy_system,
    indicators.polarity,
    cast(
        case
            when weighed_systems.policy_system is null and of_systems.weight is not null then 1
            else of_indicators.weight
        end as double
    ) as weight,
    cast(of_systems.weight as double) as system_weight,
    of_systems.weight_set,
    cast($period as date) as weights_on,
    bounds.bounds_made_on,
    bounds.bounds_values,
    bounds.least,
    bounds.low,
    bounds.high,
    bounds.most,
    bounds.mean,
    bounds.deviation,
    bounds.treated_mean,
    bounds.treated_deviation,
    bounds.treatment,
    bounds.areas_moved,
    bounds.bounds_basis
from marts.indicators as indicators
cross join newest
left join own as of_systems
    on indicators.policy_system = of_systems.policy_system and of_systems.weighed = of_systems.policy_system
left join own as of_indicators
    on indicators.policy_system = of_indicators.policy_system and indicators.indicator_code = of_indicators.weighed
left join weighed_systems
    on indicators.policy_system = weighed_systems.policy_system
left join marts.index_bounds as bounds
    on indicators.indicator_code = bounds.indicator_code and newest.bounds_made_on = bounds.bounds_made_on
order by indicators.sort_order, indicators.indicator_code
