-- One row per indicator, side, period and area whose figure nobody files as a count: a sum of dated figures (of parts), or the
-- rows of a register (of units too).
-- kept as: view
select
    indicator_code,
    side,
    period,
    area_code,
    value,
    figure_date,
    figure_status,
    carried,
    simulated
from sums.figure_sums
union all
select
    indicator_code,
    side,
    period,
    area_code,
    value,
    figure_date,
    figure_status,
    carried,
    simulated
from sums.register_sums
