-- One row per status of a figure with its weight: of a sum, the heaviest of its parts is the sum's.
-- key: figure_status
select 'published' as figure_status, 1 as weight
union all
select 'reported' as figure_status, 2 as weight
union all
select 'estimated' as figure_status, 3 as weight
union all
select 'missing' as figure_status, 4 as weight
