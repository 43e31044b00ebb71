-- One row per area of a list: its headline on a period, counted over its counties, with its bounds.
-- Counties whose verdict is no_target are outside the count. Every change is over counties of one extent that are known
-- (complete, with a value) at both dates, and by more than one figure that is carried; value_change compares the ratios of exactly these counties.
-- parameters: $indicator VARCHAR, $period DATE, $areas VARCHAR[]
-- key: area_code
-- columns:
--   counties_all BIGINT: Counties valid on the period.
--   counties_judged BIGINT: Counties with a verdict other than no_target.
--   met BIGINT: Counties that meet the target.
--   not_met BIGINT: Counties that do not.
--   unknown BIGINT: Counties not decided.
--   unreported BIGINT: Counties not decided because nothing was reported.
--   partial BIGINT: Counties not decided because a unit is missing.
--   without_denominator BIGINT: Counties not decided because the denominator is missing or too old.
--   denominators_reported BIGINT: Counties whose dated denominator is one they returned themselves.
--   met_firm BIGINT: Counties that meet the target at both ends of their denominator; none where the pack states no error.
--   share_met DECIMAL(5,4): How much of the denominator of the counties judged is that of counties that meet the target; none where one is not known.
--   share_met_at_most DECIMAL(5,4): The same of counties that meet it and of those not decided.
--   met_at_least BIGINT: Fewest counties that can meet the target: those that do.
--   met_at_most BIGINT: Most that can: those that do and those not decided.
--   counties_unreported BIGINT: Counties without any return.
--   counties_partial BIGINT: Counties with a unit missing.
--   counties_with_value BIGINT: Counties with a value.
--   counties_open BIGINT: Counties without one that the indicator applies to, with a target or without.
--   counties_not_applicable BIGINT: Counties that the indicator does not apply to.
--   has_target BOOLEAN, own meaning: True where at least one county of the area is judged on that period.
--   target_is_common BOOLEAN: True where the target named here, that of the most counties, is set for the area or one above it.
--   counties_by_other_target BIGINT: Counties judged by another value or comparison than those named here.
--   own_target_value DECIMAL(18,6): The target that judges the area itself, which may be another than that of its counties.
--   near_target BIGINT, own meaning: Counties within five per cent of what is required, either side.
--   counties_complete BIGINT: Counties with all units reported.
--   value_change DECIMAL(18,4): Ratio of the counties known at both dates, less the same a year before: exact, rounded once to the indicator's decimals.
--   gap_change BIGINT, own meaning: Change of the gap over counties known at both dates.
--   near_target_change BIGINT: Change of the number near the target over counties known at both dates.
--   counties_complete_change BIGINT: Change of the number of complete counties over counties of the same extent; none where nobody had filed then.
--   counties_known_both BIGINT: Counties with a value at both dates, those of one carried figure left out.
--   counties_same_figure BIGINT: Counties left out so: the numerator of both dates is one figure of one day, carried, over an equal denominator.
--   counties_judged_both BIGINT: Counties of these with a target at both dates: those that gap_change and near_target_change are over.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with
-- Their levels are looked up first: most of what is stored is of townships, and is passed over unread.
whole as (
    select *
    from marts.indicator_values
    where indicator_code = $indicator and period = $period and list_contains($areas, area_code)
        and area_level in (select area_level from marts.areas where list_contains($areas, area_code))
),
wanted as (
    select area_code as of_area
    from whole
),
named_areas as (
    select
        area_code,
        valid_from,
        area_name_zh,
        area_name_en
    from marts.areas
    where list_contains($areas, area_code)
),
-- A county is below each of its wholes, and below itself, once.
below as (
    select distinct
        tree.area_code,
        part.of_area
    from marts.tree as tree
    cross join unnest([tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code]) as part(of_area)
    where tree.period = $period and tree.area_level = 'county' and list_contains($areas, part.of_area)
),
counties as (
    select
        below.of_area,
        county_values.*
    from marts.indicator_values as county_values
    join below
        on county_values.area_code = below.area_code
    where county_values.indicator_code = $indicator
        and county_values.period = $period
        and county_values.area_level = 'county'
),
-- Each of the two days is asked for by itself: a list of days is looked for in far more of what is stored than either takes.
year_before as (
    select
        tree.root_code,
        tree.prefecture_code,
        tree.city_code,
        county_values.*
    from marts.indicator_values as county_values
    join marts.tree as tree
        on county_values.area_code = tree.area_code and county_values.period = tree.period
    where county_values.indicator_code = $indicator
        and county_values.period = last_day(cast($period - interval 1 year as date))
        and tree.period = last_day(cast($period - interval 1 year as date))
        and county_values.area_level = 'county'
),
-- What the counties are judged by: where it differs, the row of the most counties is named, and those that another value judges are counted.
county_targets as (
    select
        of_area,
        target_id,
        row_number() over (partition by of_area order by count(*) desc, target_id asc) as place,
        sum(count(*)) over (partition by of_area)
        - sum(count(*)) over (partition by of_area, target_comparison, target_value) as counties_by_other_target
    from counties
    where target_id is not null
    group by of_area, target_id, target_comparison, target_value
),
-- An area without counties has a row of its own, too: of nothing.
counted as (
    select
        wanted.of_area,
        count(counties.area_code) as counties_all,
        count(*) filter (where verdict <> 'no_target') as counties_judged,
        count(*) filter (where verdict = 'met') as met,
        count(*) filter (where verdict = 'not_met') as not_met,
        count(*) filter (where verdict = 'unknown') as unknown,
        count(*) filter (where verdict = 'unknown' and undecided_because in ('unreported', 'not_due')) as unreported,
        count(*) filter (where verdict = 'unknown' and undecided_because = 'partial') as partial,
        count(*) filter (where verdict = 'unknown' and undecided_because in ('no_denominator', 'denominator_too_old'))
            as without_denominator,
        count(*) filter (where value_status = 'not_applicable') as counties_not_applicable,
        count(*) filter (where units_expected > 0 and units_reported = 0) as counties_unreported,
        count(*) filter (where value_status = 'partial') as counties_partial,
        count(*) filter (where value is not null) as counties_with_value,
        count(*) filter (where counties.area_code is not null and value is null and value_status is distinct from 'not_applicable')
            as counties_open,
        count(*) filter (where denominator_status = 'reported') as denominators_in_returns,
        case when bool_and(verdict_firm is not null or verdict not in ('met', 'not_met'))
            then count(*) filter (where verdict = 'met' and verdict_firm) end as met_firm,
        case when bool_and(denominator is not null or verdict = 'no_target')
            then cast(sum(case when verdict <> 'no_target' then denominator end) as bigint) end as denominator_judged,
        cast(coalesce(sum(case when verdict = 'met' then denominator end), 0) as bigint) as denominator_met,
        cast(coalesce(sum(case when verdict in ('met', 'unknown') then denominator end), 0) as bigint) as denominator_met_at_most,
        count(*) filter (where near_target) as near_target,
        count(*) filter (where units_expected > 0 and units_reported = units_expected) as counties_complete,
        bool_or(simulated) as simulated
    from wanted
    left join counties
        on wanted.of_area = counties.of_area
    group by wanted.of_area
),
both_dates as (
    select
        counties.of_area,
        counties.numerator as numerator_now,
        counties.denominator as denominator_now,
        year_before.numerator as numerator_then,
        year_before.denominator as denominator_then,
        counties.value is not null and year_before.value is not null as is_known,
        counties.gap - year_before.gap as gap_change,
        counties.target_id is not null and year_before.target_id is not null as is_judged,
        counties.near_target and year_before.near_target is not null as is_near,
        year_before.near_target and counties.near_target is not null as was_near,
        coalesce(
            counties.numerator_carried and counties.numerator_date = year_before.numerator_date and counties.numerator = year_before.numerator
            and counties.denominator = year_before.denominator,
            false
        ) as is_same_figure,
        counties.units_reported = counties.units_expected as is_complete,
        year_before.units_reported = year_before.units_expected as was_complete,
        year_before.units_reported > 0 as had_begun
    from counties
    join year_before
        on counties.area_code = year_before.area_code
        and counties.area_valid_from = year_before.area_valid_from
        and counties.of_area in (year_before.root_code, year_before.prefecture_code, year_before.city_code, year_before.area_code)
),
known_pairs as (
    select
        *,
        is_known and not is_same_figure as is_comparable
    from both_dates
),
compared as (
    select
        wanted.of_area,
        count(*) filter (where is_comparable) as counties_known_both,
        count(*) filter (where is_known and is_same_figure) as counties_same_figure,
        cast(sum(numerator_now) filter (where is_comparable) as bigint) as numerator_now,
        cast(sum(denominator_now) filter (where is_comparable) as bigint) as denominator_now,
        cast(sum(numerator_then) filter (where is_comparable) as bigint) as numerator_then,
        cast(sum(denominator_then) filter (where is_comparable) as bigint) as denominator_then,
        cast(sum(gap_change) filter (where is_comparable) as bigint) as gap_change,
        count(*) filter (where is_comparable and is_judged) as counties_judged_both,
        count(*) filter (where is_comparable and is_near)
        - count(*) filter (where is_comparable and was_near) as near_target_change,
        -- Before anybody filed there is nothing that has grown since.
        case when bool_or(had_begun)
            then count(*) filter (where is_complete) - count(*) filter (where was_complete)
        end as counties_complete_change
    from wanted
    left join known_pairs as pairs
        on wanted.of_area = pairs.of_area
    group by wanted.of_area
),
steps as (
    select
        compared.*,
        indicators.denominator_dataset = 'figures' as denominator_is_figure,
        indicators.scale * cast(round(pow(10, indicators.decimals), 0) as bigint) as factor,
        cast(round(pow(10, 4 - indicators.decimals), 0) as bigint) as ten_thousandths,
        -- Where there is nothing to divide by there is no ratio to compare.
        case when denominator_now > 0 and denominator_then > 0 then denominator_now end as over_now,
        case when denominator_now > 0 and denominator_then > 0 then denominator_then end as over_then
    from compared
    cross join marts.indicators as indicators
    where indicators.indicator_code = $indicator
),
quotients as (
    select
        *,
        (numerator_now * factor) // over_now - (numerator_then * factor) // over_then as whole_steps,
        -- What the two divisions leave, as parts of one product: nothing is rounded before the difference.
        2 * (((numerator_now * factor) % over_now) * over_then - ((numerator_then * factor) % over_then) * over_now) as twice_left,
        over_now * over_then as product
    from steps
),
changes as (
    select
        *,
        (
            whole_steps
            + case
                -- A half goes away from zero, so that a rise and the same fall are one figure with two signs.
                when twice_left > product or (twice_left = product and whole_steps >= 0) then 1
                when twice_left < -product or (twice_left = -product and whole_steps <= 0) then -1
                else 0
            end
        ) * ten_thousandths as change_ten_thousandths
    from quotients
)
select
    whole.area_code,
    areas.area_name_zh,
    areas.area_name_en,
    whole.area_level,
    counted.counties_all,
    counted.counties_judged,
    counted.met,
    counted.not_met,
    counted.unknown,
    counted.unreported,
    counted.partial,
    counted.without_denominator,
    case when changes.denominator_is_figure then counted.denominators_in_returns else 0 end as denominators_reported,
    counted.met_firm,
    case when counted.denominator_judged > 0 then
        cast(
            cast((counted.denominator_met * 10000) // counted.denominator_judged as decimal(18, 0)) * cast(0.0001 as decimal(5, 4))
            as decimal(5, 4)
        )
    end as share_met,
    case when counted.denominator_judged > 0 then
        cast(
            -- Up where it may come to more than what is known: a bound from above.
            cast((
                counted.denominator_met_at_most * 10000
                + case when counted.denominator_met_at_most > counted.denominator_met then counted.denominator_judged - 1 else 0 end
            ) // counted.denominator_judged as decimal(18, 0))
            * cast(0.0001 as decimal(5, 4))
            as decimal(5, 4)
        )
    end as share_met_at_most,
    counted.met as met_at_least,
    counted.met + counted.unknown as met_at_most,
    counted.counties_unreported,
    counted.counties_partial,
    counted.counties_with_value,
    counted.counties_open,
    counted.counties_not_applicable,
    counted.counties_judged > 0 as has_target,
    coalesce(targets.area_code in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code), false) as target_is_common,
    cast(coalesce(named.counties_by_other_target, 0) as bigint) as counties_by_other_target,
    whole.target_value as own_target_value,
    targets.target_value,
    targets.target_comparison,
    targets.reach_by,
    targets.legal_basis_zh,
    targets.legal_basis_en,
    targets.target_scope_zh,
    targets.target_scope_en,
    whole.value,
    whole.value_shown,
    whole.class_index,
    whole.value_status,
    whole.verdict,
    whole.numerator,
    whole.numerator_date,
    whole.denominator,
    whole.denominator_date,
    whole.denominator_status,
    whole.denominator_carried,
    whole.denominator_low,
    whole.denominator_high,
    whole.numerator_carried,
    whole.verdict_firm,
    whole.units_expected,
    whole.units_reported,
    whole.share_known,
    whole.gap,
    whole.gap_at_most,
    whole.gap_counties_unknown,
    counted.near_target,
    counted.counties_complete,
    cast(changes.change_ten_thousandths * cast(0.0001 as decimal(5, 4)) as decimal(18, 4)) as value_change,
    changes.gap_change,
    case when changes.counties_judged_both > 0 then changes.near_target_change end as near_target_change,
    changes.counties_complete_change,
    changes.counties_known_both,
    changes.counties_same_figure,
    changes.counties_judged_both,
    coalesce(counted.simulated, false) as simulated,
    whole.undecided_because
from whole
join named_areas as areas
    on whole.area_code = areas.area_code and whole.area_valid_from = areas.valid_from
left join marts.tree as tree
    on whole.area_code = tree.area_code and whole.period = tree.period
join counted
    on whole.area_code = counted.of_area
join changes
    on whole.area_code = changes.of_area
left join county_targets as named
    on whole.area_code = named.of_area and named.place = 1
left join marts.targets as targets
    on targets.target_id = coalesce(named.target_id, whole.target_id)
order by whole.area_code
