-- One row per year-end and kind of move of an area: how many people came, left, rose or were trained in the year, with the heads at
-- its start and end. A county tells what it filed; a larger area sums up the counties of which all is filed.
-- parameters: $area VARCHAR
-- key: period, measure
-- columns:
--   move_kind VARCHAR: start, entry, exit, career (left for a post above), post (to another post), grade, training or end.
--   parts BIGINT: Counties that the area is made of, without zones; 1 of a county or zone itself.
--   parts_filed BIGINT: Those of these of which all is filed.
--   moved_people BIGINT: People of that move in the year; of training, times.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with
parts as (
    select
        tree.period,
        tree.area_code,
        tree.area_level,
        due_dates.is_due,
        tree.area_code = $area as is_itself
    from marts.tree as tree
    join marts.due_dates as due_dates
        on tree.period = due_dates.period and due_dates.dataset = 'staffing_moves'
    where tree.area_level in ('county', 'zone') and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
),
kinds as (
    select
        attributes.measure,
        attributes.attribute_value as move_kind,
        measures.measure_name_zh,
        measures.measure_name_en
    from marts.measure_attributes as attributes
    join marts.measures as measures
        on attributes.dataset = measures.dataset and attributes.measure = measures.measure
    where attributes.dataset = 'staffing_moves' and attributes.attribute = 'kind'
),
cells as (
    select
        observed.period,
        observed.area_code,
        observed.measure,
        observed.value,
        observed.simulated
    from marts.observations as observed
    join parts
        on observed.period = parts.period and observed.area_code = parts.area_code
    where observed.dataset = 'staffing_moves' and not observed.superseded
),
filed as (
    select
        period,
        area_code,
        count(value) = count(*) as is_whole,
        bool_or(simulated) as simulated
    from cells
    group by period, area_code
)
select
    parts.period,
    parts.is_due,
    kinds.measure,
    kinds.measure_name_zh,
    kinds.measure_name_en,
    kinds.move_kind,
    count(*) filter (where parts.is_itself or parts.area_level = 'county') as parts,
    count(*) filter (where (parts.is_itself or parts.area_level = 'county') and filed.is_whole) as parts_filed,
    cast(sum(case when parts.is_itself or filed.is_whole then cells.value end) as bigint) as moved_people,
    coalesce(bool_or(filed.simulated), false) as simulated
from parts
cross join kinds
left join filed
    on parts.period = filed.period and parts.area_code = filed.area_code
left join cells
    on parts.period = cells.period and parts.area_code = cells.area_code and kinds.measure = cells.measure
group by parts.period, parts.is_due, kinds.measure, kinds.measure_name_zh, kinds.measure_name_en, kinds.move_kind
order by parts.period, kinds.measure
