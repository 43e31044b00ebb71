-- One row per department and span of days: on a day a code has one name.
select
    department_code,
    department_name_zh,
    department_name_en,
    cast(coalesce(valid_from, '1900-01-01') as date) as valid_from,
    cast(valid_to as date) as valid_to
from reference.departments
