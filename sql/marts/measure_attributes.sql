-- One row per measure and attribute it carries as one of a family: group by these, never by a part of the code.
-- key: dataset, measure, attribute
-- columns:
--   dataset VARCHAR: Kind of return.
--   measure VARCHAR: What is counted: a column of a return, or people, households, committees of a dated figure.
--   attribute VARCHAR: What is said of it, such as post, kind, state or service.
--   attribute_value VARCHAR: What it is in that respect.
select
    dataset,
    measure,
    attribute,
    value as attribute_value
from reference.measure_attributes
