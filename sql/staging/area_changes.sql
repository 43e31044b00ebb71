-- One row per change of an area's code, name or extent: what became what, and by which document.
select
    cast(effective_date as date) as effective_date,
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
from reference.area_changes
