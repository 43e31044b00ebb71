-- One row per pair of counties of which the one stands above the other in at least 95 per cent of the draws.
-- key: area_code, other_area_code
-- parameters: $period DATE
select
    area_code,
    other_area_code,
    above_share,
    is_dominating
from marts.index_pairs
where period = $period and is_apart
order by area_code, other_area_code
