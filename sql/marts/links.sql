-- One row per pair of areas that count as neighbours though their outlines do not touch.
-- key: area_code, linked_area_code
-- columns:
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   linked_area_code VARCHAR: The other area of the pair; a pair stands once.
--   reason_zh VARCHAR, own meaning: Why the two are linked, in Chinese.
--   reason_en VARCHAR, own meaning: Why the two are linked, in English.
--   source VARCHAR: Where the row comes from.
select
    area_code,
    linked_area_code,
    reason_zh,
    reason_en,
    source
from reference.links
