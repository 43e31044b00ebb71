-- One row per dated figure: measure, area and extent, reference date, origin and edition.
-- key: measure, area_code, area_valid_from, reference_date, figure_status, edition
-- made: once
-- columns:
--   measure VARCHAR: What is counted: a column of a return, or people, households, committees of a dated figure.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   area_valid_from DATE: With the code, names the extent the row describes.
--   reference_date DATE: Day the figure describes.
--   value BIGINT, own meaning: The figure.
--   figure_status VARCHAR: published, estimated or reported.
--   edition INTEGER: Which edition of the figure it is, the first being 1.
--   published_on DATE: Day its edition was published or filed; none where that is not known.
--   is_newest_edition BOOLEAN: True for the edition that counts.
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
    edition,
    published_on,
    is_newest as is_newest_edition,
    source
from staging.figures
