-- One row per indicator, period and extent that a county takes on after it: that period's figures carried onto that extent.
-- key: indicator_code, area_code, area_valid_from, period
-- columns:
--   indicator_code VARCHAR: Code of the indicator in the registry.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   area_valid_from DATE: With the code, names the extent the row describes.
--   period DATE: Last day of the quarter or year.
--   carried_numerator BIGINT: Numerator of the period on the later extent: what the townships that make it up filed, or the dated figure of that extent.
--   carried_denominator BIGINT: Denominator of the period on the later extent, in the same way.
--   not_carried_because VARCHAR: Why the figures cannot be carried exactly: no_townships, crosswalk, unreported_township or no_figure; none where they are.
-- checks:
--   what is carried has both sides: (not_carried_because is null) = (carried_numerator is not null and carried_denominator is not null)
select
    indicator_code,
    area_code,
    area_valid_from,
    period,
    numerator as carried_numerator,
    denominator as carried_denominator,
    not_carried_because
from sums.carried_values
