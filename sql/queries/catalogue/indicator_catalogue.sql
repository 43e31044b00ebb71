-- One row per indicator of the registry, with its target in the latest period and whether simulated returns feed it.
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
--   owner_zh VARCHAR: Who answers for it, in Chinese.
--   owner_en VARCHAR: Who answers for it, in English.
--   cycle VARCHAR: quarterly or annual.
--   sort_order INTEGER: Place in lists.
--   has_target BOOLEAN: True where the registry has a target for it.
--   target_value DECIMAL(18,6): The target that applies, in the indicator's unit.
--   target_comparison VARCHAR: >=, >, <= or < : how the value is compared with the target.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with
latest as (
    select max(period) as period from marts.periods
),
newest_target as (
    select
        targets.indicator_code,
        max_by(targets.target_value, targets.valid_from) as target_value,
        max_by(targets.target_comparison, targets.valid_from) as target_comparison
    from marts.targets as targets
    cross join latest
    cross join marts.snapshot as snapshot
    where targets.area_code = snapshot.root_area
        and targets.valid_from <= latest.period
        and (targets.valid_to is null or targets.valid_to >= latest.period)
    group by targets.indicator_code
),
any_target as (
    select distinct indicator_code from marts.targets
),
fed as (
    select
        indicator_code,
        bool_or(simulated) as simulated
    from marts.indicator_values
    where area_level in ('province', 'county')
    group by indicator_code
)
select
    indicators.*,
    any_target.indicator_code is not null as has_target,
    newest_target.target_value,
    newest_target.target_comparison,
    coalesce(fed.simulated, false) as simulated
from marts.indicators as indicators
left join any_target
    on indicators.indicator_code = any_target.indicator_code
left join newest_target
    on indicators.indicator_code = newest_target.indicator_code
left join fed
    on indicators.indicator_code = fed.indicator_code
order by indicators.sort_order, indicators.indicator_code
