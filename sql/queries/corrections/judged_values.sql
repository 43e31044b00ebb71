-- One row per indicator, area but townships and period that a target judges: its figures and its verdict. By the columns of the public contract alone,
-- so that a snapshot of another `sql/` can be asked as well.
-- key: indicator_code, area_code, period
select
    indicator_code,
    area_code,
    area_level,
    period,
    numerator,
    denominator,
    denominator_date,
    value_shown,
    verdict
from marts.indicator_values
where verdict <> 'no_target' and area_level <> 'township'
order by indicator_code, area_code, period
