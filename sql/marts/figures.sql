-- One row per dated figure: measure, area and extent, reference date and origin.
-- key: measure, area_code, area_valid_from, reference_date, figure_status
-- made: once
-- columns:
--   measure VARCHAR: What is counted: a column of a return, or people, households, committees of a dated figure.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   area_valid_from DATE: With the code, names the extent the row describes.
--   reference_date DATE: Day the figure describes.
--   value BIGINT, own meaning: The figure.
--   figure_status VARCHAR: published, estimated or reported.
--   source VARCHAR: Where the row comes from.
-- checks:
--   a figure is not negative: value >= 0
select
    measure,
    area_code,
    area_valid_from,
    reference_date,
    value,
    figure_status,
    source
from staging.figures
