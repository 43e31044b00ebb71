-- One row per landed row of a services return. Communities, and those covered by each service with its places, as landed.
-- reads: landing.services(area_code varchar, period date, communities bigint, elderly_care_communities bigint, elderly_care_places bigint, canteen_communities bigint, canteen_places bigint, childcare_communities bigint, childcare_places bigint, service_complex_communities bigint, service_complex_places bigint, convenience_communities bigint, convenience_places bigint, batch_id varchar, sequence bigint, file_name varchar, file_row bigint, filed_on date, filed_by varchar, landed_at timestamp, simulated boolean)
select
    area_code,
    period,
    communities,
    elderly_care_communities,
    elderly_care_places,
    canteen_communities,
    canteen_places,
    childcare_communities,
    childcare_places,
    service_complex_communities,
    service_complex_places,
    convenience_communities,
    convenience_places,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by,
    simulated
from landing.services
