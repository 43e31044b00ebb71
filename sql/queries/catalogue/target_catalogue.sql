-- One row per dated target, with the names of its indicator and area.
-- key: target_id
-- columns:
--   target_id VARCHAR: The row of the target registry it comes from.
--   indicator_code VARCHAR: Code of the indicator in the registry.
--   area_code VARCHAR: Code of the area.
--   levels VARCHAR: Levels judged, written with a bar between.
--   target_comparison VARCHAR: >=, >, <= or < : how the value is compared with the target.
--   target_value DECIMAL(18,6): The target that applies, in the indicator's unit.
--   valid_from DATE: First day of this extent, inclusive; 1900-01-01 means since always.
--   valid_to DATE: Last day of this extent, inclusive; none while it still is.
--   reach_by DATE: Day by which it is to be reached; changes no verdict.
--   legal_basis_zh VARCHAR: Legal basis in Chinese.
--   legal_basis_en VARCHAR: Legal basis in English.
--   source VARCHAR: Where the row comes from.
--   indicator_name_zh VARCHAR: Chinese name.
--   indicator_name_en VARCHAR: English name.
--   unit_zh VARCHAR: Unit in Chinese.
--   unit_en VARCHAR: Unit in English.
--   decimals INTEGER: Decimals shown, 0 to 4.
--   area_name_zh VARCHAR: Full Chinese name.
--   area_name_en VARCHAR: Full English name.
with
named as (
    select
        area_code,
        max_by(area_name_zh, valid_from) as area_name_zh,
        max_by(area_name_en, valid_from) as area_name_en
    from marts.areas
    group by area_code
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
    on targets.area_code = named.area_code
order by indicators.sort_order, targets.valid_from, targets.target_id
