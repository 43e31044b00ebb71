-- One row per named group of counties and county in it.
-- key: group_code, area_code
-- columns:
--   group_code VARCHAR: Name of the group.
--   group_name_zh VARCHAR: Chinese name.
--   group_name_en VARCHAR: English name.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   source VARCHAR: Where the row comes from.
select
    group_code,
    group_name_zh,
    group_name_en,
    area_code,
    source
from reference.groups
