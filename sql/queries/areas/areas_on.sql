-- One row per country, province, city and county valid on a period, in the order of their codes.
-- parameters: $period DATE
-- key: area_code
select
    area_code,
    area_valid_from,
    area_name_zh,
    area_name_en,
    short_name_zh,
    short_name_en,
    area_level,
    parent_code,
    city_code,
    prefecture_code,
    city_name_zh,
    city_name_en,
    city_short_name_zh,
    city_short_name_en
from marts.tree
where period = $period and area_level in ('country', 'province', 'city', 'county')
order by area_code
