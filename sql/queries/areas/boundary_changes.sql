-- One row per county-level change of boundary, name or code.
-- columns:
--   effective_date DATE: First day of the new state.
--   old_area_code VARCHAR: Code before; none for a new area.
--   new_area_code VARCHAR: Code after; none for an area that ended.
--   old_name_zh VARCHAR: Chinese name before.
--   new_name_zh VARCHAR: Chinese name after.
--   kind VARCHAR: created, abolished, merged, split, transferred, recoded or renamed.
--   status VARCHAR: published, estimated or reported; of a boundary change, documented or inferred.
--   document VARCHAR: Approving document.
--   description_zh VARCHAR: What happened, in Chinese.
--   description_en VARCHAR: What happened, in English.
select
    effective_date,
    old_area_code,
    new_area_code,
    old_name_zh,
    new_name_zh,
    kind,
    status,
    document,
    description_zh,
    description_en
from marts.area_changes
where area_level = 'county'
order by effective_date, old_area_code, new_area_code
