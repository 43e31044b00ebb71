-- One row per county with both of two indicators on a period, those of the counties below an area: both figures and how the two go together.
-- Of an annual indicator the last year end's figure. Correlations are over all these rows; none where fewer than five have both, or all
-- have one figure the same.
-- key: area_code
-- parameters: $indicator VARCHAR, $other VARCHAR, $period DATE, $area VARCHAR
-- columns:
--   period_across DATE: Period of the first indicator's figure.
--   value_across DOUBLE: Figure of the first indicator, for charts.
--   value_shown_across DECIMAL(18,4): The same as shown.
--   period_up DATE: Period of the second indicator's figure.
--   value_up DOUBLE: Figure of the second indicator, for charts.
--   value_shown_up DECIMAL(18,4): The same as shown.
--   pairs_known BIGINT: How many counties have both.
--   pair_correlation DOUBLE: Pearson's correlation of the two figures.
--   rank_correlation DOUBLE: Spearman's: that of their places, equal figures sharing the middle of theirs; outliers do not carry it.
with
asked as (
    select
        indicator_code,
        case
            when cycle = 'annual' and month(cast($period as date)) < 12 then make_date(year(cast($period as date)) - 1, 12, 31)
            else cast($period as date)
        end as asked_period
    from marts.indicators
    where indicator_code in ($indicator, $other)
),
figures as (
    select
        asked.indicator_code,
        asked.asked_period,
        tree.area_code,
        tree.area_name_zh,
        tree.area_name_en,
        tree.short_name_zh,
        tree.short_name_en,
        tree.city_code,
        tree.city_name_zh,
        tree.city_name_en,
        area_values.value,
        area_values.value_shown
    from asked
    join marts.indicator_values as area_values
        on asked.indicator_code = area_values.indicator_code and asked.asked_period = area_values.period
    join marts.tree as tree
        on area_values.area_code = tree.area_code
        and area_values.area_valid_from = tree.area_valid_from
        and tree.period = $period
    where area_values.area_level = 'county'
        and area_values.value is not null
        and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
),
both_known as (
    select
        across.*,
        up.asked_period as period_up,
        up.value as value_up,
        up.value_shown as value_shown_up
    from figures as across
    join figures as up
        on across.area_code = up.area_code
    where across.indicator_code = $indicator and up.indicator_code = $other
),
placed as (
    select
        *,
        -- From below and from above: equal values share the middle of the places between.
        rank() over (order by value) - rank() over (order by value desc) as place_across,
        rank() over (order by value_up) - rank() over (order by value_up desc) as place_up
    from both_known
),
together as (
    select
        count(*) as pairs_known,
        case when count(*) >= 5 and min(value) < max(value) and min(value_up) < max(value_up) then corr(value, value_up) end as pair_correlation,
        case
            when count(*) >= 5 and min(value) < max(value) and min(value_up) < max(value_up)
                then corr(cast(place_across as double), cast(place_up as double))
        end as rank_correlation
    from placed
)
select
    placed.area_code,
    placed.area_name_zh,
    placed.area_name_en,
    placed.short_name_zh,
    placed.short_name_en,
    placed.city_code,
    placed.city_name_zh,
    placed.city_name_en,
    placed.asked_period as period_across,
    placed.value as value_across,
    placed.value_shown as value_shown_across,
    placed.period_up,
    placed.value_up,
    placed.value_shown_up,
    together.pairs_known,
    together.pair_correlation,
    together.rank_correlation
from placed
cross join together
order by placed.area_code
