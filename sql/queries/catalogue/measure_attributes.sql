-- One row per measure and attribute it carries as one of a family.
-- key: dataset, measure, attribute
select
    dataset,
    measure,
    attribute,
    attribute_value
from marts.measure_attributes
order by dataset, measure, attribute
