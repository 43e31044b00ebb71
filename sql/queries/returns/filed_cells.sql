-- One row per filed cell behind an area's numerator, and behind its denominator where that is filed; superseded cells too.
-- For a county its townships' cells and its own; for a city or the province nothing (ask by county).
-- parameters: $indicator VARCHAR, $area VARCHAR, $period DATE
-- key: side, measure, area_code, sequence
-- columns:
--   side VARCHAR: numerator or denominator.
--   asked_about VARCHAR: Why its filer was asked about it, and meant it: far, together, blanked, turned_back, settled, denominator, with bars between.
--   stood_before VARCHAR, own meaning: For each of these reasons what stood there before, or was last known, with bars between.
--   counted BOOLEAN: True when the figure is in its side's sum: it stands, and its unit left none of that side's figures blank.
with
own as (
    select denominator_date
    from marts.indicator_values
    where indicator_code = $indicator and area_code = $area and period = $period and denominator_status = 'reported'
),
sides as (
    select
        'numerator' as side,
        numerator_dataset as dataset,
        '+' || numerator_measures || '+' as measures,
        cast($period as date) as period
    from marts.indicators
    where indicator_code = $indicator
    union all
    select
        'denominator' as side,
        indicators.denominator_dataset as dataset,
        '+' || indicators.denominator_measures || '+' as measures,
        cast($period as date) as period
    from marts.indicators as indicators
    where indicators.indicator_code = $indicator and indicators.denominator_dataset <> 'figures'
    union all
    -- A denominator of its own return is of the day of that return.
    select
        'denominator' as side,
        datasets.dataset,
        '+' || indicators.denominator_measures || '+' as measures,
        own.denominator_date as period
    from marts.indicators as indicators
    join marts.datasets as datasets
        on indicators.denominator_dataset = 'figures' and datasets.gives_figures
    cross join own
    where indicators.indicator_code = $indicator
),
-- A filer may be asked about one figure for several reasons.
asked as (
    select
        source,
        asked_measure,
        area_code,
        sequence,
        string_agg(rule, '|' order by rule) as asked_about,
        string_agg(stood_before, '|' order by rule) as stood_before
    from marts.findings
    where counts_period in (select sides.period from sides) and asked_measure is not null
    group by source, asked_measure, area_code, sequence
)
select
    sides.side,
    cells.dataset,
    cells.measure,
    measures.measure_name_zh,
    measures.measure_name_en,
    cells.area_code,
    areas.area_name_zh,
    areas.area_name_en,
    cells.period,
    cells.value,
    cells.batch_id,
    cells.sequence,
    cells.file_name,
    cells.file_row,
    cells.filed_on,
    cells.filed_by,
    cells.superseded,
    not cells.superseded
    and bool_and(cells.superseded or cells.value is not null) over (
        partition by sides.side, cells.area_code
    ) as counted,
    asked.asked_about,
    asked.stood_before,
    cells.simulated
from marts.observations as cells
join sides
    on cells.dataset = sides.dataset
    and sides.measures like '%+' || cells.measure || '+%'
join marts.measures as measures
    on cells.dataset = measures.dataset and cells.measure = measures.measure
join marts.areas as areas
    on cells.area_code = areas.area_code
    and $period >= areas.valid_from
    and (areas.valid_to is null or $period <= areas.valid_to)
left join asked
    on cells.dataset = asked.source
    and cells.measure = asked.asked_measure
    and cells.area_code = asked.area_code
    and cells.sequence = asked.sequence
where cells.period = sides.period
    and (cells.area_code = $area or (areas.parent_code = $area and areas.area_level = 'township'))
order by sides.side desc, cells.area_code, cells.measure, cells.sequence
