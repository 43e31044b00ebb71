-- One row per kind of counted return and unit that was to file it for its newest period that is due: whether the unit has.
-- A unit has filed when it, or its county for it, filed every figure that the form asks for. A county without the level
-- that files, and one whose form counties file, is its own unit. Those that have not come first.
-- key: dataset, area_code
-- columns:
--   has_filed BOOLEAN: True when every figure that is not optional is known.
--   county_code VARCHAR, own meaning: County (or zone beside counties) that the unit is or belongs to.
--   county_name_zh VARCHAR, own meaning: Chinese name of that county or zone.
--   county_name_en VARCHAR, own meaning: English name of that county or zone.
--   usual_filer VARCHAR: Who filed the county's newest return up to that period; none before the first.
with
asked as (
    select
        datasets.dataset,
        datasets.dataset_name_zh,
        datasets.dataset_name_en,
        datasets.dataset_order,
        datasets.reporting_level,
        due.period,
        due.due_on
    from marts.datasets as datasets
    join (
        select
            dataset,
            period,
            due_on,
            row_number() over (partition by dataset order by period desc) as place
        from marts.due_dates
        where is_due
    ) as due
        on datasets.dataset = due.dataset and due.place = 1
    where datasets.dataset_kind = 'counts'
),
parts as (
    select
        asked.dataset,
        asked.period,
        asked.reporting_level,
        tree.area_code as county_code,
        tree.area_name_zh,
        tree.area_name_en,
        tree.city_code,
        tree.city_name_zh,
        tree.city_name_en
    from asked
    join marts.tree as tree
        on asked.period = tree.period and tree.area_level in ('county', 'zone')
),
townships as (
    select
        parts.dataset,
        parts.county_code,
        areas.area_code,
        areas.area_name_zh,
        areas.area_name_en
    from parts
    join marts.areas as areas
        on parts.county_code = areas.parent_code and areas.area_level = 'township'
        and parts.period >= areas.valid_from and (areas.valid_to is null or parts.period <= areas.valid_to)
    where parts.reporting_level = 'township'
),
units as (
    select * from townships
    union all
    select
        parts.dataset,
        parts.county_code,
        parts.county_code as area_code,
        parts.area_name_zh,
        parts.area_name_en
    from parts
    left join (select distinct dataset, county_code from townships) as divided
        on parts.dataset = divided.dataset and parts.county_code = divided.county_code
    where divided.county_code is null
),
wanted as (
    select
        asked.dataset,
        asked.period,
        measures.measure,
        count(*) over (partition by asked.dataset) as measures
    from asked
    join marts.measures as measures
        on asked.dataset = measures.dataset and not measures.is_optional
        and (measures.asked_from is null or measures.asked_from <= asked.period)
        and (measures.asked_until is null or measures.asked_until >= asked.period)
),
whole as (
    select
        wanted.dataset,
        cells.area_code
    from wanted
    join marts.observations as cells
        on wanted.dataset = cells.dataset and wanted.measure = cells.measure and wanted.period = cells.period
    where not cells.superseded and cells.value is not null
    group by wanted.dataset, cells.area_code
    having count(distinct wanted.measure) = max(wanted.measures)
),
filers as (
    select
        returns.dataset,
        returns.area_code,
        returns.filed_by,
        row_number() over (partition by returns.dataset, returns.area_code order by returns.period desc) as place
    from marts.returns as returns
    join asked
        on returns.dataset = asked.dataset and returns.period <= asked.period
    where returns.filed_by is not null
)
select
    asked.dataset,
    asked.dataset_name_zh,
    asked.dataset_name_en,
    asked.period,
    asked.due_on,
    own.area_code is not null or theirs.area_code is not null as has_filed,
    units.area_code,
    units.area_name_zh,
    units.area_name_en,
    parts.county_code,
    parts.area_name_zh as county_name_zh,
    parts.area_name_en as county_name_en,
    parts.city_code,
    parts.city_name_zh,
    parts.city_name_en,
    filers.filed_by as usual_filer
from units
join asked
    on units.dataset = asked.dataset
join parts
    on units.dataset = parts.dataset and units.county_code = parts.county_code
left join whole as own
    on units.dataset = own.dataset and units.area_code = own.area_code
left join whole as theirs
    on units.dataset = theirs.dataset and units.county_code = theirs.area_code
left join filers
    on units.dataset = filers.dataset and units.county_code = filers.area_code and filers.place = 1
order by has_filed, asked.dataset_order, parts.city_code, parts.county_code, units.area_code
