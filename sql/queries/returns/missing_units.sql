-- One row per unit of a county that has not filed an indicator's numerator for a period, or left one of its figures blank.
-- A county without the level that files, and one whose form counties file, is its own unit. No row where nobody files it
-- or the county filed whole.
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR
-- key: area_code
with
asked as (
    select
        indicators.numerator_dataset as dataset,
        '+' || indicators.numerator_measures || '+' as measures,
        datasets.reporting_level
    from marts.indicators as indicators
    join marts.datasets as datasets
        on indicators.numerator_dataset = datasets.dataset
    where indicators.indicator_code = $indicator and datasets.dataset_kind = 'counts'
),
wanted as (
    select
        asked.dataset,
        measures.measure
    from asked
    join marts.measures as measures
        on asked.dataset = measures.dataset and asked.measures like '%+' || measures.measure || '+%'
),
living as (
    select area_code, area_name_zh, area_name_en, area_level, parent_code
    from marts.areas
    where $period >= valid_from and (valid_to is null or $period <= valid_to)
        and (area_code = $area or parent_code = $area)
),
townships as (
    select living.*
    from living
    join asked
        on living.area_level = 'township' and asked.reporting_level = 'township'
),
units as (
    select * from townships
    union all
    select living.*
    from living
    cross join asked
    where living.area_code = $area and not exists (select 1 from townships)
),
known as (
    select
        cells.area_code,
        count(distinct cells.measure) as measures
    from marts.observations as cells
    join wanted
        on cells.dataset = wanted.dataset and cells.measure = wanted.measure
    where cells.period = $period and not cells.superseded and cells.value is not null
    group by cells.area_code
)
select
    units.area_code,
    units.area_name_zh,
    units.area_name_en
from units
left join known
    on units.area_code = known.area_code
where coalesce(known.measures, 0) < (select count(*) from wanted)
    and not exists (select 1 from known as whole where whole.area_code = $area and units.area_code <> $area)
order by units.area_code
