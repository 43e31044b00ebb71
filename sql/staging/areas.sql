-- One row per area and extent: a code whose extent changed has two.
-- An area valid since always has valid_from 1900-01-01; one that still is has no valid_to.
select
    area_code,
    area_name_zh,
    coalesce(area_name_en, area_name_zh) as area_name_en,
    coalesce(name_en_status, 'unverified') as name_en_status,
    coalesce(short_name_zh, area_name_zh) as short_name_zh,
    coalesce(short_name_en, area_name_en, area_name_zh) as short_name_en,
    area_level,
    area_kind,
    parent_code,
    cast(coalesce(valid_from, '1900-01-01') as date) as valid_from,
    cast(valid_to as date) as valid_to,
    sources.title_zh as source
from reference.areas as areas
left join reference.sources as sources
    on areas.source = sources.source_id
