-- One row per landed row of counts, with its area on the period's day, and why the pack and the programme of the day do
-- not allow it; misfit is null where they do. What its own form does not allow has been taken out before.
-- kept as: view
select
    landed.dataset,
    landed.area_code,
    landed.period,
    landed.figures,
    landed.batch_id,
    landed.sequence,
    landed.file_name,
    landed.file_row,
    landed.filed_on,
    landed.filed_by,
    landed.simulated,
    areas.valid_from as area_valid_from,
    areas.area_level,
    case when areas.area_level = 'township' then areas.parent_code else landed.area_code end as part_code,
    case
        when landed.period < cast(pack.first_period as date) then 'before_first_period'
        when datasets.cycle = 'annual' and month(landed.period) <> 12 then 'not_a_period'
        when landed.period < datasets.first_period or landed.period > datasets.last_period then 'outside_life'
        when areas.area_code is null then 'area_not_valid'
        when areas.area_level = 'township' and position('township' in datasets.levels) > 0 then null
        -- A zone that stands beside counties files as one of them.
        when
            (
                areas.area_level = 'county'
                or (areas.area_level = 'zone' and coalesce(above.area_level, 'province') in ('country', 'province', 'city'))
            )
            and position('county' in datasets.levels) > 0 then null
        else 'other_level'
    end as misfit
from landing.rows as landed
join staging.datasets as datasets
    on landed.dataset = datasets.dataset
cross join reference.pack as pack
left join staging.areas as areas
    on landed.area_code = areas.area_code
    and landed.period >= areas.valid_from
    and (areas.valid_to is null or landed.period <= areas.valid_to)
left join staging.areas as above
    on areas.area_level = 'zone'
    and areas.parent_code = above.area_code
    and landed.period >= above.valid_from
    and (above.valid_to is null or landed.period <= above.valid_to)
