-- One row per indicator of the registry.
-- key: indicator_code
-- columns:
--   indicator_code VARCHAR: Code of the indicator in the registry.
--   indicator_name_zh VARCHAR: Chinese name.
--   indicator_name_en VARCHAR: English name.
--   short_name_zh VARCHAR: Short Chinese name for tight places.
--   short_name_en VARCHAR: Short English name for tight places.
--   numerator_dataset VARCHAR: Dataset of returns the numerator is filed in, or figures for the pack's dated figures.
--   numerator_measures VARCHAR: Measure, or a sum of measures written with +.
--   numerator_name_zh VARCHAR: What is counted, in Chinese.
--   numerator_name_en VARCHAR: What is counted, in English.
--   denominator_dataset VARCHAR: Dataset of the denominator, or figures.
--   denominator_measures VARCHAR: Measure, or a sum of measures written with +.
--   denominator_name_zh VARCHAR: What it is divided by, in Chinese.
--   denominator_name_en VARCHAR: What it is divided by, in English.
--   scale BIGINT: Numerator is multiplied by this: 10000 for per ten thousand, 100 for per cent.
--   unit_zh VARCHAR: Unit in Chinese.
--   unit_en VARCHAR: Unit in English.
--   polarity VARCHAR: higher_is_better, lower_is_better or neutral.
--   decimals INTEGER: Decimals shown, 0 to 4.
--   class_bounds VARCHAR: Lower bounds of the classes but the lowest, written with a bar between.
--   gap_unit_zh VARCHAR: What a gap counts, in Chinese.
--   gap_unit_en VARCHAR: What a gap counts, in English.
--   policy_system VARCHAR: System of the policy it belongs to.
--   definition_zh VARCHAR: Definition in Chinese.
--   definition_en VARCHAR: Definition in English.
--   source_zh VARCHAR: Source in Chinese.
--   source_en VARCHAR: Source in English.
--   owner_zh VARCHAR: Who answers for it on the snapshot's today, in Chinese.
--   owner_en VARCHAR: Who answers for it on the snapshot's today, in English.
--   owner_code VARCHAR: Department or desk that answers for it; marts.departments has its names by day.
--   cycle VARCHAR: quarterly or annual.
--   sort_order INTEGER: Place in lists.
--   measure_group VARCHAR: Measure of the programme that it tells of, one of seven; null where it tells of none.
--   from_figures BOOLEAN: True where nobody files the numerator: it comes from the pack's dated figures.
--   denominator_is_population BOOLEAN: True where what it is divided by is a population of the pack's dated figures.
--   coloured_from_people BIGINT: Fewest people of a county with a class, where it is divided by people; none elsewhere.
-- checks:
--   the scale is positive: scale > 0
--   decimals are 0 to 4: decimals between 0 and 4
--   polarity is known: polarity in ('higher_is_better', 'lower_is_better', 'neutral')
--   cycle is known: cycle in ('quarterly', 'annual')
with
divided_by_people as (
    select distinct sides.indicator_code
    from staging.indicator_measures as sides
    join reference.populations as populations
        on sides.measure = populations.measure
    where sides.side = 'denominator' and sides.dataset = 'figures'
)
select
    indicators.indicator_code,
    indicators.indicator_name_zh,
    indicators.indicator_name_en,
    indicators.short_name_zh,
    indicators.short_name_en,
    indicators.numerator_dataset,
    indicators.numerator_measures,
    indicators.numerator_name_zh,
    indicators.numerator_name_en,
    indicators.denominator_dataset,
    indicators.denominator_measures,
    indicators.denominator_name_zh,
    indicators.denominator_name_en,
    indicators.scale,
    indicators.unit_zh,
    indicators.unit_en,
    indicators.polarity,
    indicators.decimals,
    indicators.class_bounds,
    indicators.gap_unit_zh,
    indicators.gap_unit_en,
    indicators.policy_system,
    indicators.definition_zh,
    indicators.definition_en,
    indicators.source_zh,
    indicators.source_en,
    indicators.owner_zh,
    indicators.owner_en,
    indicators.owner as owner_code,
    indicators.cycle,
    indicators.sort_order,
    indicators.measure_group,
    indicators.numerator_dataset = 'figures' as from_figures,
    divided_by_people.indicator_code is not null as denominator_is_population,
    case when divided_by_people.indicator_code is not null then cast(pack.coloured_from_people as bigint) end
        as coloured_from_people
from staging.indicators as indicators
cross join reference.pack as pack
left join divided_by_people
    on indicators.indicator_code = divided_by_people.indicator_code
