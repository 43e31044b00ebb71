-- One row per indicator, side, period and extent of another day, where that side is a dated figure: the figure on that extent.
-- basis: own_figures, where all extents of the group have figures of their own (the newest, or of a denominator those of one day) that together
-- make what the counties of the period have; summed, where the extent is a whole group, so that it has what they have together; divided, of a
-- denominator alone: what the group has is divided among its extents as their own figures of the nearest day stand to each other, else as
-- their residents do, the odd ones to the largest remainders, so that not one person comes or goes. Where a county of the period has no
-- figure there is nothing to hold to, and the own figure stands. Of a group that is not known whole there is none: what its counties have
-- and what its extents have are not of the same people.
with
groups as (
    select
        extents.period,
        extents.state_on,
        extents.area_code,
        extents.area_valid_from,
        -- One of which no unit is known is a group of its own, with nothing to hold to.
        coalesce(groups.group_code, extents.area_code) as group_code,
        coalesce(groups.is_whole, true) as is_whole,
        coalesce(groups.is_settled, false) as is_settled
    from spine.other_extents as extents
    left join spine.carried_groups as groups
        on groups.side = 'extent'
        and extents.period = groups.period
        and extents.area_code = groups.area_code
        and extents.area_valid_from = groups.area_valid_from
        -- The groups of another day are theirs whose day it is.
        and extents.state_on = groups.state_on
),
sides as (
    select indicator_code, period, 'numerator' as side
    from spine.indicator_periods
    where numerator_kind = 'figures'
    union all
    select indicator_code, period, 'denominator' as side
    from spine.indicator_periods
    where denominator_kind = 'figures'
),
-- What the counties of the period have, by group.
held as (
    select
        sides.indicator_code,
        sides.side,
        sides.period,
        groups.state_on,
        groups.group_code,
        case when bool_and(figures.value is not null) then cast(sum(figures.value) as bigint) end as value,
        min(figures.figure_date) as figure_date,
        max(weights.weight) as weight,
        bool_or(coalesce(figures.carried, false)) as carried,
        bool_or(coalesce(figures.simulated, false)) as simulated,
        case when bool_and(figures.value_low is not null) then cast(sum(figures.value_low) as bigint) end as value_low,
        case when bool_and(figures.value_high is not null) then cast(sum(figures.value_high) as bigint) end as value_high
    from sides
    join spine.carried_groups as groups
        on sides.period = groups.period and groups.side = 'part'
    left join sums.dated_sums as figures
        on sides.indicator_code = figures.indicator_code
        and sides.side = figures.side
        and groups.period = figures.period
        and groups.area_code = figures.area_code
    left join spine.status_weights as weights
        on figures.figure_status = weights.figure_status
    group by sides.indicator_code, sides.side, sides.period, groups.state_on, groups.group_code
),
owned as (
    select
        sides.indicator_code,
        sides.side,
        sides.period,
        groups.state_on,
        groups.group_code,
        groups.area_code,
        groups.area_valid_from,
        groups.is_whole,
        groups.is_settled,
        figures.value,
        figures.figure_date,
        figures.figure_status,
        figures.carried,
        figures.simulated,
        figures.value_low,
        figures.value_high,
        sum(figures.value) over (
            partition by sides.indicator_code, sides.side, sides.period, groups.state_on, groups.group_code
        ) as group_value,
        count(*) over (partition by sides.indicator_code, sides.side, sides.period, groups.state_on, groups.group_code) as extents,
        count(figures.value) over (
            partition by sides.indicator_code, sides.side, sides.period, groups.state_on, groups.group_code
        ) as extents_known
    from sides
    join groups
        on sides.period = groups.period
    left join sums.figure_sums as figures
        on sides.indicator_code = figures.indicator_code
        and sides.side = figures.side
        and sides.period = figures.period
        and figures.is_other
        and groups.area_code = figures.area_code
        and groups.area_valid_from = figures.area_valid_from
),
-- What may tell how the extents of a group stand to each other: the side's own measures on one day, or how many live there.
measures as (
    select indicator_code, 1 as choice, measure, measures_in_sum
    from staging.indicator_measures
    where side = 'denominator' and dataset = 'figures'
    union all
    select distinct indicator_code, 2 as choice, 'resident_population' as measure, 1 as measures_in_sum
    from staging.indicator_measures
    where side = 'denominator' and dataset = 'figures'
),
best as (
    select
        measure,
        area_code,
        area_valid_from,
        reference_date,
        value,
        figure_status,
        simulated,
        row_number() over (
            partition by measure, area_code, area_valid_from, reference_date
            order by precedence asc
        ) as choice
    from staging.figures
    where is_newest
),
weighed as (
    select
        measures.indicator_code,
        measures.choice,
        best.area_code,
        best.area_valid_from,
        best.reference_date,
        cast(sum(best.value) as bigint) as weight,
        max(statuses.weight) as status_weight,
        bool_or(best.simulated) as simulated
    from measures
    join best
        on measures.measure = best.measure and best.choice = 1
    join spine.status_weights as statuses
        on best.figure_status = statuses.figure_status
    group by measures.indicator_code, measures.choice, best.area_code, best.area_valid_from, best.reference_date
    having count(*) = max(measures.measures_in_sum)
),
bases as (
    select
        owned.indicator_code,
        owned.period,
        owned.state_on,
        owned.group_code,
        weighed.choice,
        weighed.reference_date,
        cast(sum(weighed.weight) as bigint) as weight,
        row_number() over (
            partition by owned.indicator_code, owned.period, owned.state_on, owned.group_code
            order by
                weighed.choice asc,
                abs(date_diff('day', weighed.reference_date, held.figure_date)) asc,
                weighed.reference_date asc
        ) as place
    from owned
    join held
        on owned.indicator_code = held.indicator_code
        and owned.side = held.side
        and owned.period = held.period
        and owned.state_on = held.state_on
        and owned.group_code = held.group_code
    join weighed
        on owned.indicator_code = weighed.indicator_code
        and owned.area_code = weighed.area_code
        and owned.area_valid_from = weighed.area_valid_from
    where owned.side = 'denominator' and owned.is_settled and held.value is not null
    group by
        owned.indicator_code, owned.period, owned.state_on, owned.group_code, held.figure_date, weighed.choice, weighed.reference_date
    having count(*) = max(owned.extents) and sum(weighed.weight) > 0
),
divided as (
    select
        owned.indicator_code,
        owned.period,
        owned.state_on,
        owned.group_code,
        owned.area_code,
        owned.area_valid_from,
        held.value * weighed.weight // bases.weight as share,
        held.value,
        -- Figures of one day that make what is to be divided are no division.
        weighed.choice = 1 and bases.weight = held.value as is_own,
        weighed.reference_date,
        weighed.status_weight,
        weighed.simulated,
        row_number() over (
            partition by owned.indicator_code, owned.period, owned.state_on, owned.group_code
            order by held.value * weighed.weight % bases.weight desc, owned.area_code asc, owned.area_valid_from asc
        ) as place
    from owned
    join bases
        on owned.indicator_code = bases.indicator_code
        and owned.period = bases.period
        and owned.state_on = bases.state_on
        and owned.group_code = bases.group_code
        and bases.place = 1
    join held
        on owned.indicator_code = held.indicator_code
        and owned.side = held.side
        and owned.period = held.period
        and owned.state_on = held.state_on
        and owned.group_code = held.group_code
    join weighed
        on bases.indicator_code = weighed.indicator_code
        and bases.choice = weighed.choice
        and bases.reference_date = weighed.reference_date
        and owned.area_code = weighed.area_code
        and owned.area_valid_from = weighed.area_valid_from
    where owned.side = 'denominator'
),
shared as (
    select
        *,
        value - cast(sum(share) over (partition by indicator_code, period, state_on, group_code) as bigint) as odd
    from divided
),
chosen as (
    select
        owned.*,
        held.value as held_value,
        held.figure_date as held_date,
        held.carried as held_carried,
        held.simulated as held_simulated,
        held.value_low as held_low,
        held.value_high as held_high,
        weights.figure_status as held_status,
        shared.share + case when shared.place <= shared.odd then 1 else 0 end as share,
        shared.is_own as share_is_own,
        shared.reference_date as share_date,
        shared.simulated as share_simulated,
        shares.figure_status as share_status,
        case
            when not owned.is_whole then cast(null as varchar)
            when owned.extents_known = owned.extents and (held.value is null or owned.group_value = held.value) then 'own_figures'
            when held.value is null and owned.value is not null then 'own_figures'
            when held.value is not null and owned.extents = 1 and owned.is_settled then 'summed'
            when shared.is_own then 'own_figures'
            when shared.share is not null then 'divided'
        end as basis
    from owned
    left join held
        on owned.indicator_code = held.indicator_code
        and owned.side = held.side
        and owned.period = held.period
        and owned.state_on = held.state_on
        and owned.group_code = held.group_code
    left join spine.status_weights as weights
        on held.weight = weights.weight
    left join shared
        on owned.side = 'denominator'
        and owned.indicator_code = shared.indicator_code
        and owned.period = shared.period
        and owned.state_on = shared.state_on
        and owned.area_code = shared.area_code
        and owned.area_valid_from = shared.area_valid_from
    left join spine.status_weights as shares
        on shared.status_weight = shares.weight
),
figured as (
    select
        *,
        basis = 'own_figures' and (extents_known < extents or group_value <> held_value) and coalesce(share_is_own, false) as is_of_one_day
    from chosen
)
select
    figured.indicator_code,
    figured.side,
    figured.period,
    figured.area_code,
    figured.area_valid_from,
    figured.basis,
    case
        when figured.is_of_one_day or figured.basis = 'divided' then figured.share
        when figured.basis = 'own_figures' then figured.value
        when figured.basis = 'summed' then figured.held_value
    end as value,
    case
        when figured.is_of_one_day then figured.share_date
        when figured.basis = 'own_figures' then figured.figure_date
        when figured.basis is not null then figured.held_date
    end as figure_date,
    case
        when figured.is_of_one_day then figured.share_status
        when figured.basis = 'own_figures' then figured.figure_status
        when figured.basis = 'summed' then figured.held_status
        when figured.basis = 'divided' then 'estimated'
    end as figure_status,
    case
        when figured.basis = 'own_figures' and not figured.is_of_one_day then figured.carried
        when figured.basis is not null then figured.held_carried
    end as carried,
    case
        when figured.is_of_one_day then figured.share_simulated
        when figured.basis = 'own_figures' then figured.simulated
        when figured.basis is not null then figured.held_simulated
    end as simulated,
    case
        when figured.is_of_one_day then (figured.share * (1000000 - own.carried_error_millionths)) // 1000000
        when figured.basis = 'own_figures' then figured.value_low
        when figured.basis = 'summed' then figured.held_low
        when figured.basis = 'divided' then (figured.share * (1000000 - estimates.carried_error_millionths)) // 1000000
    end as value_low,
    case
        when figured.is_of_one_day then (figured.share * (1000000 + own.carried_error_millionths) + 999999) // 1000000
        when figured.basis = 'own_figures' then figured.value_high
        when figured.basis = 'summed' then figured.held_high
        when figured.basis = 'divided' then (figured.share * (1000000 + estimates.carried_error_millionths) + 999999) // 1000000
    end as value_high
from figured
left join spine.figure_errors as estimates
    on estimates.figure_status = 'estimated'
left join spine.figure_errors as own
    on figured.share_status = own.figure_status
