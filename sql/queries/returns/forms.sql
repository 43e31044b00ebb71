-- One row per kind of return that the programme asks for, and whether anything that stands of it is simulated.
-- key: dataset
-- columns:
--   simulated BOOLEAN: True when a return behind the row is simulated.
with landed as (
    select dataset, bool_or(simulated) as simulated
    from marts.returns
    group by dataset
)

select
    datasets.dataset,
    datasets.dataset_kind,
    datasets.dataset_name_zh,
    datasets.dataset_name_en,
    datasets.dataset_description_zh,
    datasets.dataset_description_en,
    datasets.cycle,
    datasets.reporting_level,
    datasets.asked_from,
    datasets.asked_until,
    datasets.gives_figures,
    coalesce(landed.simulated, false) as simulated
from marts.datasets as datasets
left join landed
    on datasets.dataset = landed.dataset
order by datasets.dataset_order, datasets.dataset
