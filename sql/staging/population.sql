-- One row per landed row of a population return. Population filed by a county, as landed.
-- reads: landing.population(area_code varchar, period date, resident_population bigint, urban_population bigint, batch_id varchar, sequence bigint, file_name varchar, file_row bigint, filed_on date, filed_by varchar, landed_at timestamp, simulated boolean)
select
    area_code,
    period,
    resident_population,
    urban_population,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by,
    simulated
from landing.population
