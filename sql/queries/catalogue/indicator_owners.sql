-- One row per span of days on which one department answers for an indicator, oldest first.
-- parameters: $indicator VARCHAR
-- key: department_code, valid_from
select
    departments.department_code,
    departments.department_name_zh,
    departments.department_name_en,
    departments.valid_from,
    departments.valid_to
from marts.indicators as indicators
join marts.departments as departments
    on indicators.owner_code = departments.department_code
where indicators.indicator_code = $indicator
order by departments.valid_from
