-- One row per finding of this snapshot about an area asked for or one below it: a broken rule of what landed, a figure that its filer
-- was asked about and meant, a row set aside. Of the whole also what is about no area. The newest period first.
-- key: finding_id
-- parameters: $area VARCHAR
-- columns:
--   finding_id VARCHAR: Name of the finding: the same in every snapshot as long as the same values break the same rule there.
--   source_name_zh VARCHAR: Chinese name of the form; none where a model is told of.
--   source_name_en VARCHAR: English name of the form; none where a model is told of.
--   county_code VARCHAR, own meaning: County (or zone beside counties) that the area is or belongs to; none above it.
with
placed as (
    select
        findings.*,
        areas.area_name_zh,
        areas.area_name_en,
        areas.area_level,
        case
            when areas.area_level in ('country', 'province', 'city') then null
            when areas.area_level = 'township' or own.area_code is null then areas.parent_code
            else areas.area_code
        end as county_code,
        own.area_code is not null or findings.area_code is null as is_placed
    from marts.findings as findings
    left join marts.areas as areas
        on findings.area_code = areas.area_code
        and coalesce(findings.period, areas.valid_from) >= areas.valid_from
        and (areas.valid_to is null or findings.period <= areas.valid_to)
    left join marts.tree as own
        on areas.area_code = own.area_code and findings.period = own.period
)
select
    md5(placed.source || '|' || placed.rule || '|' || placed.subject || '|' || coalesce(placed.found, '')) as finding_id,
    placed.source,
    datasets.dataset_name_zh as source_name_zh,
    datasets.dataset_name_en as source_name_en,
    placed.rule,
    placed.severity,
    placed.set_aside,
    placed.area_code,
    placed.area_name_zh,
    placed.area_name_en,
    placed.county_code,
    tree.city_code,
    placed.period,
    placed.batch_id,
    placed.sequence,
    placed.file_name,
    placed.file_row,
    placed.subject,
    placed.found,
    placed.asked_measure,
    placed.stood_before
from placed
left join marts.tree as tree
    on placed.county_code = tree.area_code and placed.period = tree.period
left join marts.datasets as datasets
    on placed.source = datasets.dataset
where $area in (select snapshot.root_area from marts.snapshot as snapshot)
    or $area in (placed.area_code, placed.county_code, tree.prefecture_code, tree.city_code)
order by placed.period desc nulls last, placed.source, placed.rule, placed.area_code, placed.subject
