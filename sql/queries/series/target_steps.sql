-- One row per dated target of an indicator that is set for an area or for an area above it, oldest first.
-- parameters: $indicator VARCHAR, $area VARCHAR
-- key: target_id
with
above as (
    select area_code as target_area from marts.tree where area_code = $area
    union
    select parent_code as target_area from marts.tree where area_code = $area and parent_code is not null
    union
    select prefecture_code as target_area from marts.tree where area_code = $area and prefecture_code is not null
    union
    select root_code as target_area from marts.tree where area_code = $area
)
select
    targets.target_id,
    targets.area_code,
    targets.levels,
    targets.target_value,
    targets.target_comparison,
    targets.valid_from,
    targets.valid_to,
    targets.reach_by,
    targets.legal_basis_zh,
    targets.legal_basis_en
from marts.targets as targets
join above
    on targets.area_code = above.target_area
where targets.indicator_code = $indicator
order by targets.valid_from, targets.target_id
