-- One row per county that has an outline: the value of an indicator for a period, none where its extent was another then.
-- key: area_code
-- parameters: $indicator VARCHAR, $period DATE
-- columns:
--   is_other_extent BOOLEAN: Whether the extent of the outline came into being after the period.
select
    shapes.area_code,
    areas.area_name_zh,
    areas.area_name_en,
    areas.short_name_zh,
    areas.short_name_en,
    areas.valid_from > $period as is_other_extent,
    shapes.geometry,
    indicator_values.value,
    indicator_values.value_shown
from marts.shapes as shapes
join marts.areas as areas
    on shapes.area_code = areas.area_code and areas.valid_to is null
left join marts.indicator_values as indicator_values
    on shapes.area_code = indicator_values.area_code
    and areas.valid_from = indicator_values.area_valid_from
    and indicator_values.indicator_code = $indicator
    and indicator_values.period = $period
where shapes.kind = 'county'
order by shapes.area_code
