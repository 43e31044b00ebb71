-- One row per area of an indicator and period but townships: how far it stands from the target, by the columns of the public contract alone, so
-- that a snapshot of another `sql/` can be asked as well.
-- key: area_code
-- parameters: $indicator VARCHAR, $since DATE
select
    area_code,
    area_valid_from,
    area_level,
    value_shown,
    numerator,
    denominator,
    denominator_date,
    target_value,
    required,
    verdict,
    gap,
    balance,
    value_status
from marts.indicator_values
where indicator_code = $indicator and period = $since and area_level <> 'township'
order by area_code
