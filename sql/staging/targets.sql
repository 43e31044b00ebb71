-- One row per dated target row of the registry; its value in whole millionths.
select
    target_id,
    indicator_code,
    area_code,
    levels,
    string_split(levels, '|') as levels_judged,
    comparison,
    cast(value as decimal(18, 6)) as target_value,
    cast(round(cast(value as decimal(18, 6)) * 1000000, 0) as bigint) as target_millionths,
    cast(coalesce(valid_from, '1900-01-01') as date) as valid_from,
    cast(valid_to as date) as valid_to,
    cast(reach_by as date) as reach_by,
    legal_basis_zh,
    legal_basis_en,
    target_scope_zh,
    target_scope_en,
    sources.title_zh as source
from reference.targets as targets
left join reference.sources as sources
    on targets.source = sources.source_id
