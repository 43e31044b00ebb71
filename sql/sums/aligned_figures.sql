-- One row per measure, part and period: the newest dated figure on or before the period; and the same of each extent of another
-- day (is_other), onto which figures are carried.
-- value_before is that of the edition before, where a later one revised it; value_low and value_high are the ends between
-- which the truth lies, in whole people, as far as the pack states errors.
-- too_old: older than the pack allows, so that it is no figure for the period any more.
-- carried: older than the last year end on or before the period.
with
extents as (
    select period, area_code, area_valid_from, false as is_other
    from spine.parts
    union all
    select period, area_code, area_valid_from, true as is_other
    from spine.other_extents
),
candidates as (
    select
        figures.measure,
        parts.period,
        parts.area_code,
        parts.area_valid_from,
        parts.is_other,
        figures.value,
        figures.value_before,
        case when figures.value_before is not null then figures.published_on end as revised_on,
        figures.reference_date,
        figures.figure_status,
        figures.simulated,
        row_number() over (
            partition by figures.measure, parts.period, parts.area_code, parts.area_valid_from
            order by figures.reference_date desc, figures.precedence asc
        ) as newness
    from extents as parts
    join staging.figures as figures
        on parts.area_code = figures.area_code
        and parts.area_valid_from = figures.area_valid_from
        and figures.reference_date <= parts.period
        and figures.is_newest
),
newest as (
    select
        *,
        reference_date < case
            when month(period) = 12 and day(period) = 31 then period
            else make_date(year(period) - 1, 12, 31)
        end as carried
    from candidates
    where newness = 1
)
select
    candidates.measure,
    candidates.period,
    candidates.area_code,
    candidates.area_valid_from,
    candidates.is_other,
    candidates.value,
    candidates.value_before,
    candidates.revised_on,
    (
        candidates.value
        * (1000000 - case when candidates.carried then errors.carried_error_millionths else errors.error_millionths end)
    ) // 1000000 as value_low,
    (
        candidates.value
        * (1000000 + case when candidates.carried then errors.carried_error_millionths else errors.error_millionths end)
        + 999999
    ) // 1000000 as value_high,
    candidates.reference_date,
    candidates.figure_status,
    candidates.simulated,
    candidates.carried,
    coalesce(
        make_date(
            year(candidates.reference_date) + ages.years,
            month(candidates.reference_date),
            -- A figure of 29 February is that of the 28th where the year has no such day.
            least(
                day(candidates.reference_date),
                day(last_day(make_date(year(candidates.reference_date) + ages.years, month(candidates.reference_date), 1)))
            )
        ) < candidates.period,
        false
    ) as too_old
from newest as candidates
join spine.figure_errors as errors
    on candidates.figure_status = errors.figure_status
left join reference.maximum_ages as ages
    on candidates.measure = ages.measure
