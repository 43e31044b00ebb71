-- One row per landed row of any return, without its measures.
-- kept as: view
select
    'staffing' as dataset,
    area_code,
    period,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by,
    simulated
from staging.staffing
union all
select
    'organizations' as dataset,
    area_code,
    period,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by,
    simulated
from staging.organizations
union all
select
    'services' as dataset,
    area_code,
    period,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by,
    simulated
from staging.services
union all
select
    'population' as dataset,
    area_code,
    period,
    batch_id,
    sequence,
    file_name,
    file_row,
    filed_on,
    filed_by,
    simulated
from staging.population
