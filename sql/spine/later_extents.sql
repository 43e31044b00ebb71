-- One row per period, county that stands on its day, and extent that the same code takes on after it.
-- kept as: view
select
    parts.period,
    parts.area_code,
    later.valid_from as area_valid_from
from spine.parts as parts
join staging.areas as later
    on parts.area_code = later.area_code
    and later.area_level = 'county'
    and parts.period < later.valid_from
where parts.area_level = 'county'
