-- One row per unit of a county and post on a quarter: how many people of the post it has, as the staffing return tells. Grades are
-- filed by the county alone.
-- parameters: $area VARCHAR, $period DATE
-- key: area_code, post
-- columns:
--   post VARCHAR: chief, deputy or staff.
--   unit_people BIGINT: Full-time workers of the post on the last day of the quarter; none where not filed.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with
units as (
    select
        areas.area_code,
        areas.area_name_zh,
        areas.area_name_en,
        areas.area_level
    from marts.areas as areas
    left join marts.datasets as datasets
        on datasets.dataset = 'staffing'
    where areas.parent_code = $area
        and areas.area_level = datasets.reporting_level
        and $period >= areas.valid_from
        and (areas.valid_to is null or $period <= areas.valid_to)
)
select
    units.area_code,
    units.area_name_zh,
    units.area_name_en,
    units.area_level,
    posts.attribute_value as post,
    max(observed.value) as unit_people,
    coalesce(bool_or(observed.simulated), false) as simulated
from units
join marts.measure_attributes as posts
    on posts.dataset = 'staffing' and posts.attribute = 'post'
left join marts.observations as observed
    on observed.dataset = posts.dataset
    and observed.measure = posts.measure
    and observed.period = $period
    and not observed.superseded
    and units.area_code = observed.area_code
group by units.area_code, units.area_name_zh, units.area_name_en, units.area_level, posts.attribute_value
order by units.area_code, posts.attribute_value
