-- One row per area and extent that there ever was.
-- key: area_code, valid_from
select
    area_code,
    area_name_zh,
    area_name_en,
    name_en_status,
    short_name_zh,
    short_name_en,
    area_level,
    area_kind,
    parent_code,
    valid_from,
    valid_to,
    source
from marts.areas
order by area_code, valid_from
