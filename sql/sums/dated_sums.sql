-- One row per indicator, side, area and period whose figure nobody files as a count: a sum of dated figures (of parts), or the
-- rows of a register (of units too).
-- kept as: view
select
    indicator_code,
    side,
    area_code,
    period,
    value,
    value_before,
    revised_on,
    value_low,
    value_high,
    figure_date,
    figure_status,
    carried,
    simulated,
    too_old
from sums.figure_sums
where not is_other
union all
select * from sums.register_sums
