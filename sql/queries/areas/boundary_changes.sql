-- One row per county-level change of boundary, name or code.
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
