-- One row per indicator, area but townships and period whose verdict, or a figure behind it, is another than in a snapshot that is named
-- (its rows of `judged_values`): the newest period first.
-- key: indicator_code, area_code, period
-- parameters: $published judged_values
-- columns:
--   period DATE: Last day of the quarter or year.
--   area_level VARCHAR: country, province, city, county, township or zone (a functional zone, which is none of these).
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   indicator_code VARCHAR: Code of the indicator in the registry.
--   verdict_after VARCHAR: Verdict after; none where nothing judges it then.
--   verdict_was VARCHAR: Verdict before; none where nothing judged it then.
--   verdict_flipped BOOLEAN: True where the two differ.
--   numerator_was BIGINT: Numerator before.
--   denominator_was BIGINT: Denominator before.
--   denominator_date_was DATE: Day that it described before.
--   value_shown_was DECIMAL(18,4): Shown value before.
with
rows_before as (
    select part.entry as entry
    from (select 1 as one) as once
    cross join
        unnest(
            cast(
                $published as struct(
                    indicator_code varchar,
                    area_code varchar,
                    area_level varchar,
                    period date,
                    numerator bigint,
                    denominator bigint,
                    denominator_date date,
                    value_shown decimal(18, 4),
                    verdict varchar
                )[]
            )
        ) as part(entry)
),
before as (
    select
        rows_before.entry.indicator_code as indicator_code,
        rows_before.entry.area_code as area_code,
        rows_before.entry.area_level as area_level,
        rows_before.entry.period as period,
        rows_before.entry.numerator as numerator,
        rows_before.entry.denominator as denominator,
        rows_before.entry.denominator_date as denominator_date,
        rows_before.entry.value_shown as value_shown,
        rows_before.entry.verdict as verdict
    from rows_before
),
after as (
    select * from marts.indicator_values
    where verdict <> 'no_target' and area_level <> 'township'
),
both_sides as (
    select
        coalesce(after.indicator_code, before.indicator_code) as indicator_code,
        coalesce(after.area_code, before.area_code) as area_code,
        coalesce(after.area_level, before.area_level) as area_level,
        coalesce(after.period, before.period) as period,
        before.verdict as verdict_was,
        after.verdict as verdict_after,
        before.numerator as numerator_was,
        after.numerator as numerator,
        before.denominator as denominator_was,
        after.denominator as denominator,
        before.denominator_date as denominator_date_was,
        after.denominator_date as denominator_date,
        before.value_shown as value_shown_was,
        after.value_shown as value_shown
    from before
    full outer join after
        on before.indicator_code = after.indicator_code
        and before.area_code = after.area_code
        and before.period = after.period
),
named as (
    select
        area_code,
        area_name_zh,
        area_name_en,
        valid_from,
        valid_to
    from marts.areas
)

select
    both_sides.indicator_code,
    indicators.indicator_name_zh,
    indicators.indicator_name_en,
    indicators.cycle,
    indicators.unit_zh,
    indicators.unit_en,
    indicators.decimals,
    both_sides.area_code,
    named.area_name_zh,
    named.area_name_en,
    both_sides.area_level,
    both_sides.period,
    both_sides.verdict_was,
    both_sides.verdict_after,
    both_sides.verdict_was is distinct from both_sides.verdict_after as verdict_flipped,
    both_sides.numerator_was,
    both_sides.denominator_was,
    both_sides.denominator_date_was,
    both_sides.value_shown_was,
    both_sides.numerator,
    both_sides.denominator,
    both_sides.denominator_date,
    both_sides.value_shown
from both_sides
left join marts.indicators as indicators
    on both_sides.indicator_code = indicators.indicator_code
left join named
    on both_sides.area_code = named.area_code
    and both_sides.period >= named.valid_from
    and (named.valid_to is null or both_sides.period <= named.valid_to)
where both_sides.verdict_was is distinct from both_sides.verdict_after
    or both_sides.numerator_was is distinct from both_sides.numerator
    or both_sides.denominator_was is distinct from both_sides.denominator
order by both_sides.period desc, both_sides.indicator_code, both_sides.area_code
