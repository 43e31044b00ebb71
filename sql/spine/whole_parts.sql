-- One row per whole (city, province, country), period and part in it, however deep.
with
above as (
    select period, area_code as part_code, parent_code as whole_code from spine.parts
    union all
    select period, area_code as part_code, grandparent_code as whole_code from spine.parts
    union all
    select period, area_code as part_code, great_grandparent_code as whole_code from spine.parts
)
select
    above.period,
    wholes.area_code as whole_code,
    wholes.area_valid_from as whole_valid_from,
    wholes.area_level as whole_level,
    above.part_code
from above
join spine.area_periods as wholes
    on above.period = wholes.period and above.whole_code = wholes.area_code and wholes.role = 'whole'
