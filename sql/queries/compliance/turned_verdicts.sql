-- One row per indicator, period and area whose verdict a later edition of the figures turned, with names: newest period first.
-- key: indicator_code, area_code, period
select
    turned.*,
    areas.area_name_zh,
    areas.area_name_en,
    indicators.indicator_name_zh,
    indicators.indicator_name_en,
    indicators.cycle
from marts.turned_verdicts as turned
join marts.indicators as indicators
    on turned.indicator_code = indicators.indicator_code
join marts.areas as areas
    on turned.area_code = areas.area_code and turned.area_valid_from = areas.valid_from
order by turned.period desc, indicators.sort_order, turned.area_code
