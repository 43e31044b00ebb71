-- One row per named group of counties and county in it.
-- key: group_code, area_code
-- columns:
--   group_code VARCHAR: Name of the group.
--   group_name_zh VARCHAR: Chinese name.
--   group_name_en VARCHAR: English name.
--   area_code VARCHAR: County in the group.
--   source VARCHAR: Where the group is defined.
select
    group_code,
    group_name_zh,
    group_name_en,
    area_code,
    source
from reference.groups
