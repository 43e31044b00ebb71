-- One row per indicator that can be in an index: how an area's value is shown, and why there is none; of an annual one of the last year end.
-- key: indicator_code
-- parameters: $period DATE, $area VARCHAR
select
    indicators.indicator_code,
    indicator_values.value_shown,
    indicator_values.value_status
from marts.indicators as indicators
join marts.indicator_values as indicator_values
    on indicators.indicator_code = indicator_values.indicator_code
    and indicator_values.area_code = $area
    and indicator_values.period = case
        when indicators.cycle = 'annual' and month(cast($period as date)) < 12
            then make_date(year(cast($period as date)) - 1, 12, 31)
        else cast($period as date)
    end
where indicators.polarity <> 'neutral'
order by indicators.sort_order, indicators.indicator_code
