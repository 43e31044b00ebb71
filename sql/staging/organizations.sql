-- One row per landed row of a organizations return. Community social organizations by kind, registered and filed, as landed.
-- reads: landing.organizations(area_code varchar, period date, service_registered bigint, service_filed bigint, charity_registered bigint, charity_filed bigint, culture_registered bigint, culture_filed bigint, self_governance_registered bigint, self_governance_filed bigint, safety_registered bigint, safety_filed bigint, other_registered bigint, other_filed bigint, batch_id varchar, sequence bigint, file_name varchar, file_row bigint, filed_on date, filed_by varchar, landed_at timestamp, simulated boolean)
select
    area_code,
    period,
    service_registered,
    service_filed,
    charity_registered,
    charity_filed,
    culture_registered,
    culture_filed,
    self_governance_registered,
    self_governance_filed,
    safety_registered,
    safety_filed,
    other_registered,
    other_filed,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by,
    simulated
from landing.organizations
