-- One row per quarter that this pass of the build reads: those whose rows it makes, those that these look back to, and the
-- last one. A full build of a small home makes all of them in one pass; a partial one only those that something touched.
with last_ended as (
    select max(period) as period from spine.periods
)

select
    periods.period,
    coalesce(this.is_made, false) as is_made
from spine.periods as periods
cross join last_ended
left join reference.pass_periods as this
    on periods.period = this.period
where this.period is not null or periods.period = last_ended.period
