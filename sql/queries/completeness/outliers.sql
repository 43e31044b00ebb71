-- One row per figure that stands of a form's period and is far from its own unit's past (of the same extent): by the modified z-score,
-- 0.6745 of its distance from the middle of the past values over the middle of their own distances, or by how much it moved against
-- the last one known. What is far says the form's own file: so many past values at least, so high a score, so large a difference.
-- Where the past hardly moved a distance of 1 is taken. Nothing is dropped: these are figures to look at. The farthest first.
-- key: area_code, measure
-- parameters: $dataset VARCHAR, $period DATE, $area VARCHAR
-- columns:
--   finding_id VARCHAR: Name of the finding: the same in every snapshot as long as the same values break the same rule there.
--   outlier_kind VARCHAR: score (far from the past), jump (far from the last one known) or both.
--   before_value BIGINT: The last figure known before, of the same extent.
--   before_period DATE: Period of that figure.
--   moved_percent BIGINT: Change against that figure in per cent of it, cut to a whole one; none where that is 0.
--   past_values BIGINT: Figures of the past that it is compared with.
--   past_middle DOUBLE: Middle of the past figures; none where they are too few.
--   past_spread DOUBLE: Middle of their distances from it, at least 1; none where they are too few.
--   score DOUBLE, own meaning: Modified z-score against the unit's own past; none where it is too short. Not rounded.
--   county_code VARCHAR, own meaning: County (or zone beside counties) that the unit is or belongs to.
with
rule as (
    select *
    from marts.datasets
    where dataset = $dataset
),
standing as (
    select
        cells.area_code,
        areas.valid_from,
        areas.area_name_zh,
        areas.area_name_en,
        case when areas.area_level = 'township' then areas.parent_code else areas.area_code end as county_code,
        cells.measure,
        cells.period,
        cells.value,
        cells.batch_id,
        cells.sequence,
        cells.file_name,
        cells.file_row
    from marts.observations as cells
    join marts.areas as areas
        on cells.area_code = areas.area_code
        and cells.period >= areas.valid_from
        and (areas.valid_to is null or cells.period <= areas.valid_to)
    where cells.dataset = $dataset and cells.period <= $period and not cells.superseded and cells.value is not null
),
now as (
    select standing.*, tree.city_code
    from standing
    join marts.tree as tree
        on standing.county_code = tree.area_code and standing.period = tree.period
    where standing.period = $period and $area in (tree.area_code, tree.prefecture_code, tree.city_code, tree.root_code)
),
before as (
    select
        now.area_code,
        now.measure,
        standing.period,
        standing.value,
        row_number() over (partition by now.area_code, now.measure order by standing.period desc) as back
    from now
    join standing
        on now.area_code = standing.area_code and now.measure = standing.measure
        and now.valid_from = standing.valid_from and standing.period < now.period
),
past as (
    select before.*
    from before
    cross join rule
    where before.back <= rule.history_periods
),
middles as (
    select
        area_code,
        measure,
        count(*) as past_values,
        median(value) as past_middle,
        max(case when back = 1 then value end) as before_value,
        max(case when back = 1 then period end) as before_period
    from past
    group by area_code, measure
),
spreads as (
    select
        past.area_code,
        past.measure,
        greatest(median(abs(past.value - middles.past_middle)), 1) as past_spread
    from past
    join middles
        on past.area_code = middles.area_code and past.measure = middles.measure
    group by past.area_code, past.measure
),
compared as (
    select
        now.*,
        middles.before_value,
        middles.before_period,
        middles.past_values,
        case when middles.past_values >= rule.history_least then middles.past_middle end as past_middle,
        case when middles.past_values >= rule.history_least then spreads.past_spread end as past_spread,
        middles.past_values >= rule.history_least
        and abs(now.value - middles.past_middle) >= rule.outlier_from
        and 6745 * abs(now.value - middles.past_middle) >= 1000 * rule.outlier_score_tenths * spreads.past_spread as is_far,
        abs(now.value - middles.before_value) >= rule.outlier_from
        and 100 * abs(now.value - middles.before_value) >= rule.jump_percent * middles.before_value as is_jump
    from now
    join middles
        on now.area_code = middles.area_code and now.measure = middles.measure
    join spreads
        on now.area_code = spreads.area_code and now.measure = spreads.measure
    cross join rule
)
select
    md5(
        $dataset || '|outlier|' || compared.area_code || '|' || cast(compared.period as varchar) || '|' || compared.measure || '|'
        || cast(compared.value as varchar)
    ) as finding_id,
    rule.dataset,
    rule.dataset_name_zh,
    rule.dataset_name_en,
    compared.measure,
    measures.measure_name_zh,
    measures.measure_name_en,
    case when compared.is_far and compared.is_jump then 'both' when compared.is_far then 'score' else 'jump' end as outlier_kind,
    compared.area_code,
    compared.area_name_zh,
    compared.area_name_en,
    compared.county_code,
    compared.city_code,
    compared.period,
    compared.value,
    compared.before_value,
    compared.before_period,
    case when compared.before_value > 0
        then (compared.value - compared.before_value) * 100 // compared.before_value end as moved_percent,
    compared.past_values,
    compared.past_middle,
    compared.past_spread,
    cast(0.6745 as double) * (compared.value - compared.past_middle) / compared.past_spread as score,
    compared.batch_id,
    compared.sequence,
    compared.file_name,
    compared.file_row
from compared
cross join rule
join marts.measures as measures
    on rule.dataset = measures.dataset and compared.measure = measures.measure
where compared.is_far or compared.is_jump
order by abs(score) desc nulls last, compared.area_code, measures.measure_order
