-- One row per county, city or the province and indicator that can be in an index: its value for the period, of an annual one the last year end's.
-- key: area_code, indicator_code
-- parameters: $period DATE
-- columns:
--   value_period DATE: Period of the value: of an annual indicator the last year end; none without a value.
with
asked as (
    select
        indicators.indicator_code,
        indicators.sort_order,
        case
            when indicators.cycle = 'annual' and month(cast($period as date)) < 12
                then make_date(year(cast($period as date)) - 1, 12, 31)
            else cast($period as date)
        end as value_period
    from marts.indicators as indicators
    where indicators.polarity <> 'neutral'
)
select
    tree.area_code,
    tree.area_valid_from,
    tree.area_level,
    asked.indicator_code,
    indicator_values.value,
    case when indicator_values.value is not null then asked.value_period end as value_period
from marts.tree as tree
cross join asked
-- A value of another extent is none of this area's.
left join marts.indicator_values as indicator_values
    on asked.indicator_code = indicator_values.indicator_code
    and asked.value_period = indicator_values.period
    and tree.area_code = indicator_values.area_code
    and tree.area_valid_from = indicator_values.area_valid_from
where tree.period = $period and tree.area_level in ('county', 'city', 'province', 'country')
order by tree.area_code, asked.sort_order, asked.indicator_code
