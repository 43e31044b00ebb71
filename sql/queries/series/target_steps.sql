-- One row per dated target of an indicator that is set for an area or for an area above it, oldest first.
-- parameters: $indicator VARCHAR, $area VARCHAR
-- key: target_id
-- columns:
--   target_id VARCHAR: The row of the target registry it comes from.
--   area_code VARCHAR: Code of the area.
--   target_value DECIMAL(18,6): The target that applies, in the indicator's unit.
--   target_comparison VARCHAR: >=, >, <= or < : how the value is compared with the target.
--   valid_from DATE: First day of this extent, inclusive; 1900-01-01 means since always.
--   valid_to DATE: Last day of this extent, inclusive; none while it still is.
--   reach_by DATE: Day by which it is to be reached; changes no verdict.
--   legal_basis_zh VARCHAR: Legal basis in Chinese.
--   legal_basis_en VARCHAR: Legal basis in English.
with
above as (
    select area_code as target_area from marts.tree where area_code = $area
    union
    select parent_code as target_area from marts.tree where area_code = $area and parent_code is not null
    union
    select root_code as target_area from marts.tree where area_code = $area
)
select
    targets.target_id,
    targets.area_code,
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
