-- One row per dated target, with the names of its indicator and area.
-- key: target_id
with
named as (
    select
        area_code,
        area_name_zh,
        area_name_en,
        row_number() over (partition by area_code order by valid_from desc) as newness
    from marts.areas
)
select
    targets.*,
    indicators.indicator_name_zh,
    indicators.indicator_name_en,
    indicators.unit_zh,
    indicators.unit_en,
    indicators.decimals,
    named.area_name_zh,
    named.area_name_en
from marts.targets as targets
join marts.indicators as indicators
    on targets.indicator_code = indicators.indicator_code
left join named
    on targets.area_code = named.area_code and named.newness = 1
order by indicators.sort_order, targets.valid_from, targets.target_id
