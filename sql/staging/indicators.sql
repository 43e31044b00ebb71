-- One row per indicator of the registry; its owner by code, and by the name that the department has on the snapshot's today.
-- The kind of what each side is: figures, counts or register; the level that files the numerator.
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
    cast(indicators.scale as bigint) as scale,
    indicators.unit_zh,
    indicators.unit_en,
    indicators.polarity,
    cast(indicators.decimals as integer) as decimals,
    indicators.class_bounds,
    indicators.gap_unit_zh,
    indicators.gap_unit_en,
    indicators.policy_system,
    indicators.definition_zh,
    indicators.definition_en,
    indicators.source_zh,
    indicators.source_en,
    indicators.owner,
    departments.department_name_zh as owner_zh,
    departments.department_name_en as owner_en,
    indicators.cycle,
    cast(indicators.sort_order as integer) as sort_order,
    indicators.measure_group,
    coalesce(numerators.kind, 'figures') as numerator_kind,
    coalesce(denominators.kind, 'figures') as denominator_kind,
    numerators.reporting_level as numerator_level
from reference.indicators as indicators
left join staging.datasets as numerators
    on indicators.numerator_dataset = numerators.dataset
left join staging.datasets as denominators
    on indicators.denominator_dataset = denominators.dataset
cross join reference.run as run
left join staging.departments as departments
    on indicators.owner = departments.department_code
    and run.today >= departments.valid_from
    and run.today <= coalesce(departments.valid_to, date '9999-12-31')
