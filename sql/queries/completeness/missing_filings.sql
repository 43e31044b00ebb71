-- One row per unit that has not filed a form for its newest period on or before the one asked for, or left a figure of it blank:
-- when that was due, how late it is on the snapshot's day, which figures lack, who usually files.
-- key: dataset, area_code
-- parameters: $dataset VARCHAR, $period DATE, $area VARCHAR
-- columns:
--   missing_state VARCHAR: nothing (it filed nothing) or blanks (some figures stand and some lack).
--   days_overdue BIGINT: Days from the due date to the snapshot's today; none before it has passed.
--   blank_figures_zh VARCHAR: Chinese names of the figures that lack, with commas between; none where it filed nothing.
--   blank_figures_en VARCHAR: English names of the figures that lack, with commas between; none where it filed nothing.
--   county_name_zh VARCHAR, own meaning: Chinese name of that county or zone.
--   county_name_en VARCHAR, own meaning: English name of that county or zone.
--   usual_filer VARCHAR: Who filed the county's newest return up to that period; none before the first.
with
units as (
    select
        filings.*,
        dense_rank() over (order by filings.period desc) as place
    from marts.unit_filings as filings
    where filings.dataset = $dataset and filings.period <= $period
),
lacking as (
    select
        units.*,
        tree.area_name_zh as county_name_zh,
        tree.area_name_en as county_name_en,
        tree.city_code,
        tree.city_name_zh,
        tree.city_name_en
    from units
    join marts.tree as tree
        on units.county_code = tree.area_code and units.period = tree.period
    where units.place = 1 and not units.is_whole and $area in (tree.area_code, tree.prefecture_code, tree.city_code, tree.root_code)
),
-- A township's row and one of its county do not both stand.
blanks as (
    select
        lacking.area_code,
        string_agg(measures.measure_name_zh, '、' order by measures.measure_order) as blank_figures_zh,
        string_agg(measures.measure_name_en, ', ' order by measures.measure_order) as blank_figures_en
    from lacking
    join marts.observations as cells
        on lacking.dataset = cells.dataset
        and lacking.period = cells.period
        and cells.area_code in (lacking.area_code, lacking.county_code)
    join marts.measures as measures
        on cells.dataset = measures.dataset and cells.measure = measures.measure
        and not measures.is_optional
        and (measures.asked_from is null or measures.asked_from <= lacking.period)
        and (measures.asked_until is null or measures.asked_until >= lacking.period)
    where not cells.superseded and cells.value is null
    group by lacking.area_code
),
filers as (
    select
        returns.area_code,
        returns.filed_by,
        row_number() over (partition by returns.area_code order by returns.period desc) as place
    from marts.returns as returns
    where returns.dataset = $dataset and returns.period <= $period and returns.filed_by is not null
)
select
    lacking.dataset,
    datasets.dataset_name_zh,
    datasets.dataset_name_en,
    lacking.period,
    lacking.due_on,
    due_dates.is_due,
    case when snapshot.today > lacking.due_on then date_diff('day', lacking.due_on, snapshot.today) end as days_overdue,
    case when lacking.has_row then 'blanks' else 'nothing' end as missing_state,
    blanks.blank_figures_zh,
    blanks.blank_figures_en,
    lacking.area_code,
    areas.area_name_zh,
    areas.area_name_en,
    lacking.county_code,
    lacking.county_name_zh,
    lacking.county_name_en,
    lacking.city_code,
    lacking.city_name_zh,
    lacking.city_name_en,
    filers.filed_by as usual_filer
from lacking
join marts.datasets as datasets
    on lacking.dataset = datasets.dataset
join marts.due_dates as due_dates
    on lacking.dataset = due_dates.dataset and lacking.period = due_dates.period
join marts.areas as areas
    on lacking.area_code = areas.area_code
    and lacking.period >= areas.valid_from
    and (areas.valid_to is null or lacking.period <= areas.valid_to)
cross join marts.snapshot as snapshot
left join blanks
    on lacking.area_code = blanks.area_code
left join filers
    on lacking.county_code = filers.area_code and filers.place = 1
order by lacking.city_code, lacking.county_code, lacking.area_code
