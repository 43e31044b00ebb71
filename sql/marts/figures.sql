-- One row per dated figure: measure, area and extent, reference date and origin.
-- key: measure, area_code, area_valid_from, reference_date, figure_status
-- columns:
--   measure VARCHAR: What is counted: people, households, committees.
--   area_code VARCHAR: Code of the area.
--   area_valid_from DATE: With the code, names the extent.
--   reference_date DATE: Day the figure describes.
--   value BIGINT: The figure.
--   figure_status VARCHAR: published, estimated or reported.
--   source VARCHAR: Where it comes from.
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
