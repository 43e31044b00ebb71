-- One row per dataset of counts and period with the places (in staging.measures) of what makes a form whole: every measure
-- asked for then that is not optional.
select
    datasets.dataset,
    datasets.period,
    list(measures.measure_order) as places
from spine.dataset_periods as datasets
join staging.measures as measures
    on datasets.dataset = measures.dataset
    and not measures.is_optional
    and datasets.period >= coalesce(measures.first_period, datasets.period)
    and datasets.period <= coalesce(measures.last_period, datasets.period)
where datasets.kind = 'counts'
group by datasets.dataset, datasets.period
