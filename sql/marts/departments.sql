-- One row per department and span of days: on a day a code has one name.
-- key: department_code, valid_from
-- columns:
--   department_code VARCHAR: Code of the department; that of a desk names whoever kept it on a day.
--   department_name_zh VARCHAR: Chinese name of the department.
--   department_name_en VARCHAR: English name of the department.
--   valid_from DATE: First day it is valid, inclusive; 1900-01-01 means since always.
--   valid_to DATE: Last day it is valid, inclusive; none while it still is, or until it is replaced.
select
    department_code,
    department_name_zh,
    department_name_en,
    valid_from,
    valid_to
from staging.departments
