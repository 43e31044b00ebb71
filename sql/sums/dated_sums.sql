-- One row per indicator, side, area and period whose figure nobody files as a count: a sum of dated figures (of parts), or the
-- rows of a register (of units too).
-- kept as: view
select * from sums.figure_sums
union all
select * from sums.register_sums
