-- One row per period for which the build drew positions, and scope: how it was made and how many pairs are told apart.
-- key: period, scope
select * from marts.index_runs
order by period desc, scope
