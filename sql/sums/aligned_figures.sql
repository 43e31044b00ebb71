-- One row per measure, part and period: the newest dated figure on or before the period.
-- too_old: older than the pack allows, so that it is no figure for the period any more.
-- carried: older than the last year end on or before the period.
with
candidates as (
    select
        figures.measure,
        parts.period,
        parts.area_code,
        figures.value,
        figures.reference_date,
        figures.figure_status,
        figures.simulated,
        row_number() over (
            partition by figures.measure, parts.period, parts.area_code
            order by figures.reference_date desc, figures.precedence asc
        ) as newness
    from spine.parts as parts
    join staging.figures as figures
        on parts.area_code = figures.area_code
        and parts.area_valid_from = figures.area_valid_from
        and figures.reference_date <= parts.period
)
select
    candidates.measure,
    candidates.period,
    candidates.area_code,
    candidates.value,
    candidates.reference_date,
    candidates.figure_status,
    candidates.simulated,
    candidates.reference_date < case
        when month(candidates.period) = 12 and day(candidates.period) = 31 then candidates.period
        else make_date(year(candidates.period) - 1, 12, 31)
    end as carried,
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
from candidates
left join reference.maximum_ages as ages
    on candidates.measure = ages.measure
where candidates.newness = 1
