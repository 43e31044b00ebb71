-- 哪些报表报得晚：各表迟报的份数和份额
-- Which returns come late: how many of each form, and what share
select
    datasets.dataset_name_zh,
    datasets.dataset_name_en,
    count(*) filter (where returns.filed_late) as late_returns,
    count(*) as all_returns,
    round(100.0 * count(*) filter (where returns.filed_late) / count(*), 1) as percent_late
from marts.returns as returns
join marts.datasets as datasets using (dataset)
group by datasets.dataset_name_zh, datasets.dataset_name_en
order by late_returns desc, datasets.dataset_name_en
