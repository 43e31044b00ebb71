-- One row per indicator, period and area whose verdict a later edition of the figures turned.
-- key: indicator_code, area_code, period
-- columns:
--   indicator_code VARCHAR: Code of the indicator in the registry.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   area_valid_from DATE: With the code, names the extent the row describes.
--   area_level VARCHAR: country, province, city, county, township or zone (a functional zone, which is none of these).
--   period DATE: Last day of the quarter or year.
--   verdict VARCHAR: met, not_met, no_target or unknown.
--   verdict_before VARCHAR: The verdict by the edition before.
--   numerator_before BIGINT: Numerator by the edition before; none where it was not revised.
--   denominator_before BIGINT: Denominator by the edition before; none where it was not revised.
--   numerator BIGINT: What was reported; above the county, of the complete counties only, or of all where none is.
--   denominator BIGINT: What it is divided by: of the complete counties as well, or of all where none is.
--   revised_on DATE: Day the newest edition was published or filed.
-- checks:
--   a verdict that turned is another one: verdict <> verdict_before
select
    indicator_code,
    area_code,
    area_valid_from,
    area_level,
    period,
    verdict,
    verdict_before,
    numerator_before,
    denominator_before,
    numerator,
    denominator,
    revised_on
from verdicts.judged
-- No figure of a unit is revised, and what is carried onto another extent was never published.
where branch in ('part', 'whole') and verdict_before is not null and verdict_before <> verdict
