-- One row per indicator that can be in an index, county and extent, and period with a value: what bounds are made of.
-- key: indicator_code, area_code, period
-- columns:
--   is_share BOOLEAN: True where the indicator is per cent of a whole.
select
    indicator_values.indicator_code,
    indicator_values.area_code,
    indicator_values.area_valid_from,
    indicator_values.period,
    indicator_values.value,
    indicators.scale = 100 and indicators.unit_zh = '%' as is_share
from marts.indicator_values as indicator_values
join marts.indicators as indicators
    on indicator_values.indicator_code = indicators.indicator_code
where indicator_values.area_level = 'county'
    and indicators.polarity <> 'neutral'
    and indicator_values.value is not null
order by indicators.sort_order, indicator_values.indicator_code, indicator_values.period, indicator_values.area_code
