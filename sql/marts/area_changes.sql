-- One row per change of an area's code, name or extent.
-- columns:
--   effective_date DATE: First day of the new state.
--   old_area_code VARCHAR: Code before; none for a new area.
--   new_area_code VARCHAR: Code after; none for an area that ended.
--   old_name_zh VARCHAR: Chinese name before.
--   new_name_zh VARCHAR: Chinese name after.
--   area_level VARCHAR: country, province, city, county, township or zone (a functional zone, which is none of these).
--   kind VARCHAR: created, abolished, merged, split, transferred, recoded or renamed.
--   status VARCHAR: documented, or inferred from comparing two editions of the codes.
--   document VARCHAR: Approving document.
--   description_zh VARCHAR: What happened, in Chinese.
--   description_en VARCHAR: What happened, in English.
select
    effective_date,
    old_area_code,
    new_area_code,
    old_name_zh,
    new_name_zh,
    area_level,
    kind,
    status,
    document,
    description_zh,
    description_en
from staging.area_changes
