-- One row per county below an area with a verdict on a period, and denominator that it might have: how it would be judged by it. Only
-- the first of them is the target's own; the others ask how far the verdict rests on the choice.
-- key: area_code, choice
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR
-- columns:
--   choice VARCHAR, own meaning: own (by which it is judged), own_before (the same figure of a year before or the newest before that), residents (all residents on the day of the own one), residents_before (on the day of the one before), low and high (the ends between which the own one lies).
--   choice_order INTEGER: Place of the choice in lists.
--   choice_denominator BIGINT: The denominator.
--   choice_date DATE: Day it describes.
--   choice_value DOUBLE: Numerator times scale over it, for charts.
--   choice_met BOOLEAN: Whether the target in force would be met.
--   choice_differs BOOLEAN: Whether that is another verdict than the one in force.
with
counties as (
    select
        judged.*,
        tree.area_name_zh,
        tree.area_name_en,
        tree.short_name_zh,
        tree.short_name_en,
        tree.city_code,
        tree.city_name_zh,
        tree.city_name_en,
        indicators.scale,
        indicators.denominator_measures,
        cast(judged.target_value * 1000000 as bigint) as target_millionths
    from marts.indicator_values as judged
    join marts.tree as tree
        on judged.area_code = tree.area_code and judged.period = tree.period
    join marts.indicators as indicators
        on judged.indicator_code = indicators.indicator_code
    where judged.indicator_code = $indicator
        and judged.period = $period
        and judged.area_level = 'county'
        and judged.balance is not null
        and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
),
-- Of figures of one day a published one counts before a return, and that before an estimate.
figures as (
    select
        measure,
        area_code,
        area_valid_from,
        reference_date,
        value,
        row_number() over (
            partition by measure, area_code, area_valid_from, reference_date
            order by case figure_status when 'published' then 1 when 'reported' then 2 else 3 end
        ) as place
    from marts.figures
    where is_newest_edition
),
dated as (
    select
        counties.area_code,
        figures.measure,
        figures.reference_date,
        figures.value,
        row_number() over (
            partition by counties.area_code, figures.measure
            order by figures.reference_date desc
        ) as before_place
    from counties
    join figures
        on counties.area_code = figures.area_code
        and counties.area_valid_from = figures.area_valid_from
        and figures.place = 1
    where figures.reference_date <= last_day(make_date(year(counties.denominator_date) - 1, month(counties.denominator_date), 1))
        and figures.measure in (counties.denominator_measures, 'resident_population')
),
same_day as (
    select
        counties.area_code,
        figures.reference_date,
        figures.value
    from counties
    join figures
        on counties.area_code = figures.area_code
        and counties.area_valid_from = figures.area_valid_from
        and counties.denominator_date = figures.reference_date
        and figures.place = 1
    where figures.measure = 'resident_population'
),
chosen as (
    select area_code, 'own' as choice, 1 as choice_order, denominator as choice_denominator, denominator_date as choice_date
    from counties
    union all
    select dated.area_code, 'own_before' as choice, 2 as choice_order, dated.value, dated.reference_date
    from dated
    join counties
        on dated.area_code = counties.area_code and dated.measure = counties.denominator_measures
    where dated.before_place = 1
    union all
    select area_code, 'residents' as choice, 3 as choice_order, value, reference_date
    from same_day
    union all
    select area_code, 'residents_before' as choice, 4 as choice_order, value, reference_date
    from dated
    where measure = 'resident_population' and before_place = 1
    union all
    select area_code, 'low' as choice, 5 as choice_order, denominator_low, denominator_date
    from counties
    where denominator_low < denominator
    union all
    select area_code, 'high' as choice, 6 as choice_order, denominator_high, denominator_date
    from counties
    where denominator_high > denominator
),
compared as (
    select
        chosen.*,
        counties.numerator * counties.scale * 1000000 as left_side,
        counties.target_millionths * chosen.choice_denominator as right_side
    from chosen
    join counties
        on chosen.area_code = counties.area_code
    where chosen.choice_denominator > 0
),
decided as (
    select
        compared.*,
        case counties.target_comparison
            when '>=' then compared.left_side >= compared.right_side
            when '>' then compared.left_side > compared.right_side
            when '<=' then compared.left_side <= compared.right_side
            when '<' then compared.left_side < compared.right_side
        end as choice_met
    from compared
    join counties
        on compared.area_code = counties.area_code
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
    counties.numerator,
    counties.target_value,
    counties.target_comparison,
    counties.verdict,
    decided.choice,
    decided.choice_order,
    decided.choice_denominator,
    decided.choice_date,
    cast(counties.numerator * counties.scale as double) / decided.choice_denominator as choice_value,
    decided.choice_met,
    decided.choice_met <> (counties.verdict = 'met') as choice_differs
from decided
join counties
    on decided.area_code = counties.area_code
order by counties.area_code, decided.choice_order
