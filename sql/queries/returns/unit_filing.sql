-- One row per kind of counted return and unit that was to file it for its newest period that is due: whether the unit has.
-- Those that have not come first.
-- key: dataset, area_code
-- columns:
--   has_filed BOOLEAN: True when every figure that is not optional is known.
--   county_name_zh VARCHAR, own meaning: Chinese name of that county or zone.
--   county_name_en VARCHAR, own meaning: English name of that county or zone.
--   usual_filer VARCHAR: Who filed the county's newest return up to that period; none before the first.
with
due as (
    select
        dataset,
        period,
        row_number() over (partition by dataset order by period desc) as place
    from marts.due_dates
    where is_due
),
units as (
    select filings.*
    from marts.unit_filings as filings
    join due
        on filings.dataset = due.dataset and filings.period = due.period and due.place = 1
),
filers as (
    select
        returns.dataset,
        returns.area_code,
        returns.filed_by,
        row_number() over (partition by returns.dataset, returns.area_code order by returns.period desc) as place
    from marts.returns as returns
    join due
        on returns.dataset = due.dataset and returns.period <= due.period and due.place = 1
    where returns.filed_by is not null
)
select
    units.dataset,
    datasets.dataset_name_zh,
    datasets.dataset_name_en,
    units.period,
    units.due_on,
    units.is_whole as has_filed,
    units.area_code,
    areas.area_name_zh,
    areas.area_name_en,
    units.county_code,
    tree.area_name_zh as county_name_zh,
    tree.area_name_en as county_name_en,
    tree.city_code,
    tree.city_name_zh,
    tree.city_name_en,
    filers.filed_by as usual_filer
from units
join marts.datasets as datasets
    on units.dataset = datasets.dataset
join marts.areas as areas
    on units.area_code = areas.area_code
    and units.period >= areas.valid_from
    and (areas.valid_to is null or units.period <= areas.valid_to)
join marts.tree as tree
    on units.county_code = tree.area_code and units.period = tree.period
left join filers
    on units.dataset = filers.dataset and units.county_code = filers.area_code and filers.place = 1
order by has_filed, datasets.dataset_order, tree.city_code, units.county_code, units.area_code
