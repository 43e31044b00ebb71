-- One row per status of a figure: how far the truth may lie from it either way, in millionths, and where it is carried.
-- A reported or carried figure has at least the error of an estimate; null where the pack does not state that one.
-- key: figure_status
with
estimate as (
    select max(case when figure_status = 'estimated' then error_millionths end) as error_millionths
    from reference.denominator_errors
),
own as (
    select
        weights.figure_status,
        coalesce(stated.error_millionths, case when weights.figure_status <> 'estimated' then 0 end) as error_millionths
    from spine.status_weights as weights
    left join reference.denominator_errors as stated
        on weights.figure_status = stated.figure_status
    where weights.figure_status <> 'missing'
)
select
    own.figure_status,
    case
        when own.figure_status <> 'reported' then own.error_millionths
        when estimate.error_millionths is not null then greatest(own.error_millionths, estimate.error_millionths)
    end as error_millionths,
    case when estimate.error_millionths is not null then greatest(own.error_millionths, estimate.error_millionths) end
        as carried_error_millionths
from own
cross join estimate
