-- One row per landed row and measure: the filed cell. A blank cell has no value. Sequence and file row name its row.
-- kept as: view
select 'staffing' as dataset, 'chief_workers' as measure, area_code, period, sequence, file_row, chief_workers as value from staging.staffing
union all
select 'staffing' as dataset, 'deputy_workers' as measure, area_code, period, sequence, file_row, deputy_workers as value from staging.staffing
union all
select 'staffing' as dataset, 'other_workers' as measure, area_code, period, sequence, file_row, other_workers as value from staging.staffing
union all
select 'staffing' as dataset, 'certified_workers' as measure, area_code, period, sequence, file_row, certified_workers as value from staging.staffing
union all
select 'organizations' as dataset, 'service_registered' as measure, area_code, period, sequence, file_row, service_registered as value from staging.organizations
union all
select 'organizations' as dataset, 'charity_registered' as measure, area_code, period, sequence, file_row, charity_registered as value from staging.organizations
union all
select 'organizations' as dataset, 'culture_registered' as measure, area_code, period, sequence, file_row, culture_registered as value from staging.organizations
union all
select 'organizations' as dataset, 'self_governance_registered' as measure, area_code, period, sequence, file_row, self_governance_registered as value from staging.organizations
union all
select 'organizations' as dataset, 'safety_registered' as measure, area_code, period, sequence, file_row, safety_registered as value from staging.organizations
union all
select 'organizations' as dataset, 'other_registered' as measure, area_code, period, sequence, file_row, other_registered as value from staging.organizations
union all
select 'organizations' as dataset, 'service_filed' as measure, area_code, period, sequence, file_row, service_filed as value from staging.organizations
union all
select 'organizations' as dataset, 'charity_filed' as measure, area_code, period, sequence, file_row, charity_filed as value from staging.organizations
union all
select 'organizations' as dataset, 'culture_filed' as measure, area_code, period, sequence, file_row, culture_filed as value from staging.organizations
union all
select 'organizations' as dataset, 'self_governance_filed' as measure, area_code, period, sequence, file_row, self_governance_filed as value from staging.organizations
union all
select 'organizations' as dataset, 'safety_filed' as measure, area_code, period, sequence, file_row, safety_filed as value from staging.organizations
union all
select 'organizations' as dataset, 'other_filed' as measure, area_code, period, sequence, file_row, other_filed as value from staging.organizations
union all
select 'services' as dataset, 'communities' as measure, area_code, period, sequence, file_row, communities as value from staging.services
union all
select 'services' as dataset, 'elderly_care_communities' as measure, area_code, period, sequence, file_row, elderly_care_communities as value from staging.services
union all
select 'services' as dataset, 'elderly_care_places' as measure, area_code, period, sequence, file_row, elderly_care_places as value from staging.services
union all
select 'services' as dataset, 'canteen_communities' as measure, area_code, period, sequence, file_row, canteen_communities as value from staging.services
union all
select 'services' as dataset, 'canteen_places' as measure, area_code, period, sequence, file_row, canteen_places as value from staging.services
union all
select 'services' as dataset, 'childcare_communities' as measure, area_code, period, sequence, file_row, childcare_communities as value from staging.services
union all
select 'services' as dataset, 'childcare_places' as measure, area_code, period, sequence, file_row, childcare_places as value from staging.services
union all
select 'services' as dataset, 'service_complex_communities' as measure, area_code, period, sequence, file_row, service_complex_communities as value from staging.services
union all
select 'services' as dataset, 'service_complex_places' as measure, area_code, period, sequence, file_row, service_complex_places as value from staging.services
union all
select 'services' as dataset, 'convenience_communities' as measure, area_code, period, sequence, file_row, convenience_communities as value from staging.services
union all
select 'services' as dataset, 'convenience_places' as measure, area_code, period, sequence, file_row, convenience_places as value from staging.services
union all
select 'population' as dataset, 'resident_population' as measure, area_code, period, sequence, file_row, resident_population as value from staging.population
union all
select 'population' as dataset, 'urban_population' as measure, area_code, period, sequence, file_row, urban_population as value from staging.population
