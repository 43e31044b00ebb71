-- One row per indicator of the registry, with the kind of what each side is: figures, counts or register.
select
    indicator_code,
    indicator_name_zh,
    indicator_name_en,
    short_name_zh,
    short_name_en,
    numerator_dataset,
    numerator_measures,
    numerator_name_zh,
    numerator_name_en,
    denominator_dataset,
    denominator_measures,
    denominator_name_zh,
    denominator_name_en,
    cast(scale as bigint) as scale,
    unit_zh,
    unit_en,
    polarity,
    cast(decimals as integer) as decimals,
    class_bounds,
    gap_unit_zh,
    gap_unit_en,
    policy_system,
    definition_zh,
    definition_en,
    source_zh,
    source_en,
    owner_zh,
    owner_en,
    indicators.cycle,
    cast(indicators.sort_order as integer) as sort_order,
    coalesce(numerators.kind, 'figures') as numerator_kind,
    coalesce(denominators.kind, 'figures') as denominator_kind,
    numerators.reporting_level as numerator_level
from reference.indicators as indicators
left join staging.datasets as numerators
    on indicators.numerator_dataset = numerators.dataset
left join staging.datasets as denominators
    on indicators.denominator_dataset = denominators.dataset
