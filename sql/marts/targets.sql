-- One row per dated target of the registry.
-- key: target_id
-- columns:
--   target_id VARCHAR: Row of the target registry.
--   indicator_code VARCHAR: Code of the indicator in the registry.
--   area_code VARCHAR, own meaning: Area it is set for, with all areas below.
--   levels VARCHAR: Levels judged, written with a bar between.
--   target_comparison VARCHAR: >=, >, <= or < : how the value is compared with the target.
--   target_value DECIMAL(18,6): The target, in the indicator's unit.
--   valid_from DATE: First day it is valid, inclusive; 1900-01-01 means since always.
--   valid_to DATE: Last day it is valid, inclusive; none while it still is, or until it is replaced.
--   reach_by DATE: Day by which it is to be reached; changes no verdict.
--   legal_basis_zh VARCHAR: Legal basis in Chinese.
--   legal_basis_en VARCHAR: Legal basis in English.
--   target_scope_zh VARCHAR: What the document sets it for, in Chinese, where that is not quite what is judged; none where it is.
--   target_scope_en VARCHAR: The same in English.
--   source VARCHAR: Where the row comes from.
-- checks:
--   the comparison is one of four: target_comparison in ('>=', '>', '<=', '<')
--   a target ends after it begins: valid_to is null or valid_to >= valid_from
select
    target_id,
    indicator_code,
    area_code,
    levels,
    comparison as target_comparison,
    target_value,
    valid_from,
    valid_to,
    reach_by,
    legal_basis_zh,
    legal_basis_en,
    target_scope_zh,
    target_scope_en,
    source
from staging.targets
