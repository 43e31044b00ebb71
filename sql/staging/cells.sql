-- One row per landed row and measure: the filed cell. A blank cell has no value.
select 'staffing' as dataset, 'chief_workers' as measure, area_code, period, sequence, chief_workers as value from staging.staffing
union all
select 'staffing' as dataset, 'deputy_workers' as measure, area_code, period, sequence, deputy_workers as value from staging.staffing
union all
select 'staffing' as dataset, 'other_workers' as measure, area_code, period, sequence, other_workers as value from staging.staffing
union all
select 'staffing' as dataset, 'certified_workers' as measure, area_code, period, sequence, certified_workers as value from staging.staffing
union all
select 'organizations' as dataset, 'service_registered' as measure, area_code, period, sequence, service_registered as value from staging.organizations
union all
select 'organizations' as dataset, 'charity_registered' as measure, area_code, period, sequence, charity_registered as value from staging.organizations
union all
select 'organizations' as dataset, 'culture_registered' as measure, area_code, period, sequence, culture_registered as value from staging.organizations
union all
select 'organizations' as dataset, 'self_governance_registered' as measure, area_code, period, sequence, self_governance_registered as value from staging.organizations
union all
select 'organizations' as dataset, 'safety_registered' as measure, area_code, period, sequence, safety_registered as value from staging.organizations
union all
select 'organizations' as dataset, 'other_registered' as measure, area_code, period, sequence, other_registered as value from staging.organizations
union all
select 'organizations' as dataset, 'service_filed' as measure, area_code, period, sequence, service_filed as value from staging.organizations
union all
select 'organizations' as dataset, 'charity_filed' as measure, area_code, period, sequence, charity_filed as value from staging.organizations
union all
select 'organizations' as dataset, 'culture_filed' as measure, area_code, period, sequence, culture_filed as value from staging.organizations
union all
select 'organizations' as dataset, 'self_governance_filed' as measure, area_code, period, sequence, self_governance_filed as value from staging.organizations
union all
select 'organizations' as dataset, 'safety_filed' as measure, area_code, period, sequence, safety_filed as value from staging.organizations
union all
select 'organizations' as dataset, 'other_filed' as measure, area_code, period, sequence, other_filed as value from staging.organizations
union all
select 'services' as dataset, 'communities' as measure, area_code, period, sequence, communities as value from staging.services
union all
select 'services' as dataset, 'elderly_care_communities' as measure, area_code, period, sequence, elderly_care_communities as value from staging.services
union all
select 'services' as dataset, 'elderly_care_places' as measure, area_code, period, sequence, elderly_care_places as value from staging.services
union all
select 'services' as dataset, 'canteen_communities' as measure, area_code, period, sequence, canteen_communities as value from staging.services
union all
select 'services' as dataset, 'canteen_places' as measure, area_code, period, sequence, canteen_places as value from staging.services
union all
select 'services' as dataset, 'childcare_communities' as measure, area_code, period, sequence, childcare_communities as value from staging.services
union all
select 'services' as dataset, 'childcare_places' as measure, area_code, period, sequence, childcare_places as value from staging.services
union all
select 'services' as dataset, 'service_complex_communities' as measure, area_code, period, sequence, service_complex_communities as value from staging.services
union all
select 'services' as dataset, 'service_complex_places' as measure, area_code, period, sequence, service_complex_places as value from staging.services
union all
select 'services' as dataset, 'convenience_communities' as measure, area_code, period, sequence, convenience_communities as value from staging.services
union all
select 'services' as dataset, 'convenience_places' as measure, area_code, period, sequence, convenience_places as value from staging.services
union all
select 'population' as dataset, 'resident_population' as measure, area_code, period, sequence, resident_population as value from staging.population
union all
select 'population' as dataset, 'urban_population' as measure, area_code, period, sequence, urban_population as value from staging.population
