-- One row per system and county below an area, or itself, on a quarter for which the build drew positions: its band among all
-- counties, and the middle of that a year before.
-- key: scope, area_code
-- parameters: $period DATE, $area VARCHAR
-- columns:
--   position_year_before BIGINT: Middle of its positions a year before; none where the build has none, or the extent or the indicators of the system were others.
--   position_moved VARCHAR: better or worse where at least 95 per cent of the draws say so, else undecided; none without a year before of the same indicators.
with
quarters as (
    select
        cast($period as date) as period,
        last_day(make_date(year(cast($period as date)) - 1, month(cast($period as date)), 1)) as year_before
),
-- Positions by other indicators are of another thing.
comparable as (
    select indicators.policy_system
    from marts.index_indicators as indicators
    join quarters
        on indicators.period in (quarters.period, quarters.year_before)
    where indicators.left_out is null
    group by indicators.policy_system
    having count(*) = 2 * count(distinct indicators.indicator_code)
)
select
    counties.area_code,
    counties.area_name_zh,
    counties.area_name_en,
    counties.short_name_zh,
    counties.short_name_en,
    counties.city_code,
    counties.city_name_zh,
    counties.city_name_en,
    scores.scope,
    scores.weak_or_strong,
    scores.position_low,
    scores.position_middle,
    scores.position_high,
    earlier.position_middle as position_year_before,
    scores.moved as position_moved,
    scores.indicators_known,
    scores.indicators_all
from marts.index_scores as scores
join marts.tree as counties
    on scores.area_code = counties.area_code and counties.period = $period
cross join quarters
left join comparable
    on scores.scope = comparable.policy_system
left join marts.index_scores as earlier
    on quarters.year_before = earlier.period
    and comparable.policy_system = earlier.scope
    and scores.area_code = earlier.area_code
    and scores.area_valid_from = earlier.area_valid_from
where scores.period = $period
    and scores.area_level = 'county'
    and scores.scope <> 'index'
    and $area in (counties.root_code, counties.prefecture_code, counties.city_code, counties.area_code)
order by counties.area_code, scores.scope
