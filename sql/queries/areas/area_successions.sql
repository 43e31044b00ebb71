-- One row per change of boundary, name or code of an area of any level: which code came after which.
-- key: effective_date, old_area_code, new_area_code
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
from marts.area_changes
order by effective_date, old_area_code, new_area_code
