-- One row per whole (city, province), period and part in it, however deep.
select
    parts.period,
    wholes.area_code as whole_code,
    wholes.area_valid_from as whole_valid_from,
    wholes.area_level as whole_level,
    parts.area_code as part_code
from spine.parts as parts
join spine.area_periods as wholes
    on parts.period = wholes.period
    and wholes.role = 'whole'
    and (parts.parent_code = wholes.area_code or parts.grandparent_code = wholes.area_code)
