-- One row per area and extent: a code whose extent changed has two.
-- key: area_code, valid_from
-- columns:
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   area_name_zh VARCHAR: Full Chinese name.
--   area_name_en VARCHAR: Full English name.
--   area_level VARCHAR: country, province, city, county, township or zone (a functional zone, which is none of these).
--   parent_code VARCHAR: Code of the area it belongs to on that day; none for the root.
--   valid_from DATE: First day it is valid, inclusive; 1900-01-01 means since always.
--   valid_to DATE: Last day it is valid, inclusive; none while it still is, or until it is replaced.
--   short_name_zh VARCHAR: Short Chinese name for tight places.
--   short_name_en VARCHAR: Short English name for tight places.
--   area_kind VARCHAR: Kind within the level: district, county, county_city, subdistrict, town, township, zone.
--   name_en_status VARCHAR: official, pinyin, or unverified (pinyin nobody has checked).
--   source VARCHAR: Where the row comes from.
-- checks:
--   an area ends after it begins: valid_to is null or valid_to >= valid_from
--   a level is one of the six: area_level in ('country', 'province', 'city', 'county', 'township', 'zone')
select
    area_code,
    area_name_zh,
    area_name_en,
    area_level,
    parent_code,
    valid_from,
    valid_to,
    short_name_zh,
    short_name_en,
    area_kind,
    name_en_status,
    source
from staging.areas
