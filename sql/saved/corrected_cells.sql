-- 哪些已报的数后来被改过
-- Which filed figures were replaced later
select
    replaced.dataset,
    replaced.measure,
    replaced.period,
    replaced.area_code,
    areas.area_name_zh,
    areas.area_name_en,
    replaced.value as value_replaced,
    standing.value as value_standing,
    replaced.filed_on as first_filed_on,
    standing.filed_on as replaced_on,
    standing.file_name,
    standing.file_row
from marts.observations as replaced
join marts.observations as standing using (dataset, measure, area_code, period)
left join marts.areas as areas
    on areas.area_code = replaced.area_code
    and replaced.period >= areas.valid_from
    and (areas.valid_to is null or replaced.period <= areas.valid_to)
where replaced.superseded and not standing.superseded
    and replaced.value is distinct from standing.value
order by replaced_on desc, replaced.sequence desc, replaced.file_row
limit 1000
