-- One row per area and service on a quarter: the area asked for and every city and county (or zone beside counties) below it, as they
-- were on its last day. A service is what the measures of a return carry as one; its coverage is the indicator that counts the
-- communities with it among all of the same return. A larger area has the sums of its counties filed in full, never a mean of shares.
-- parameters: $period DATE, $area VARCHAR
-- key: area_code, service
-- columns:
--   service VARCHAR: Service, as the measures of the return carry it.
--   service_order BIGINT: Place of the service in its return.
--   service_name_zh VARCHAR: Short Chinese name of the indicator of its coverage.
--   service_name_en VARCHAR: Short English name of the indicator of its coverage.
--   parts BIGINT: Counties that the area is made of, without zones; 1 of a county or zone itself.
--   parts_filed BIGINT, own meaning: Those of these whose coverage with this service is known, or that have no community.
--   coverage_value DECIMAL(18,4): Communities with the service in per cent, as the indicator shows it.
--   coverage_status VARCHAR: Whether the coverage is known: reported, estimated, partial, missing, not_due or not_applicable.
--   coverage_parts BIGINT: Counties (without zones) whose coverage with this service is known.
--   communities_with BIGINT: Communities with the service; of a larger area of the counties filed in full.
--   communities_told BIGINT: Communities of the same counties.
--   communities_without BIGINT: Of these those without the service: how many it would take to reach all.
--   all_without BIGINT: The same, added up over all services; none where that of one is not known.
--   covered_per_cent BIGINT: Communities with the service in whole per cent, what is beyond cut off, so that no bound is reached in words alone.
--   coverage_class INTEGER: How many of the bounds 50, 70, 85 and 95 per cent the exact share reaches.
--   coverage_bounds VARCHAR: These bounds, with a bar between.
--   is_high BOOLEAN: True from high_from on.
--   is_low BOOLEAN: True below low_below.
--   is_lopsided BOOLEAN: True of a county or zone that is high in one service and low in another; of its every row.
--   high_from BIGINT: From how many per cent on a service is high.
--   low_below BIGINT: Below how many per cent a service is low.
--   facilities BIGINT: Places where the service is given, of those of the same counties that told.
--   facilities_parts BIGINT: How many of these counties told of such places.
--   coverage_before DECIMAL(18,1): Coverage a year before in per cent, of the counties compared, to a tenth, halves up.
--   coverage_change DECIMAL(18,1): Percentage points more than a year before: exact, of the counties compared, rounded once to a tenth.
--   parts_compared BIGINT: Counties known at both dates in one extent: these are compared.
with
counted as (
    select
        families.attribute_value as service,
        families.dataset,
        families.measure,
        indicators.indicator_code,
        indicators.short_name_zh,
        indicators.short_name_en,
        measures.measure_order,
        row_number() over (partition by families.attribute_value order by indicators.sort_order, indicators.indicator_code) as choice
    from marts.measure_attributes as families
    join marts.measure_attributes as subjects
        on families.dataset = subjects.dataset
        and families.measure = subjects.measure
        and subjects.attribute = 'counts'
        and subjects.attribute_value = 'communities'
    join marts.measures as measures
        on families.dataset = measures.dataset and families.measure = measures.measure
    join marts.indicators as indicators
        on families.dataset = indicators.numerator_dataset
        and families.measure = indicators.numerator_measures
        and families.dataset = indicators.denominator_dataset
        and indicators.scale = 100
    where families.attribute = 'service'
),
services as (
    select
        *,
        row_number() over (order by measure_order, service) as service_order
    from counted
    where choice = 1
),
bounds as (select 50 as low_below, 90 as high_from),
areas_shown as (
    select *
    from marts.tree
    where period = $period
        and area_level in ('country', 'province', 'city', 'county', 'zone')
        and $area in (root_code, prefecture_code, city_code, area_code)
),
parts as (
    select area_code, area_level, area_valid_from, prefecture_code, city_code, root_code
    from areas_shown
    where area_level in ('county', 'zone')
),
members as (
    select area_code as member_code, area_code as part_code, true as is_counted from parts
    union all
    select city_code as member_code, area_code as part_code, area_level = 'county' as is_counted
    from parts
    where city_code is not null and $area in (root_code, city_code)
    union all
    select prefecture_code as member_code, area_code as part_code, area_level = 'county' as is_counted
    from parts
    where prefecture_code is not null and $area in (root_code, city_code, prefecture_code)
    union all
    select root_code as member_code, area_code as part_code, area_level = 'county' as is_counted
    from parts
    where $area = root_code and root_code <> area_code
),
known as (
    select *
    from marts.indicator_values
    where period = $period and area_level <> 'township'
),
before as (
    select indicator_code, area_code, area_valid_from, numerator, denominator
    from marts.indicator_values
    where period = last_day(cast(cast($period as date) - interval 1 year as date))
        and area_level in ('county', 'zone')
        and value is not null
),
-- Facilities are in no indicator: as filed by the county itself or by what files below it. Whether all of it is there the coverage says.
filers as (
    select area_code, area_code as part_code from parts
    union all
    select
        areas.area_code,
        parts.area_code as part_code
    from parts
    join marts.areas as areas
        on parts.area_code = areas.parent_code
        and areas.area_level in ('township', 'zone')
        and areas.valid_from <= $period
        and (areas.valid_to is null or areas.valid_to >= $period)
    -- A zone that is a part of its own files for itself.
    where areas.area_code not in (select area_code from parts)
),
given as (
    select
        filers.part_code,
        services.service,
        case when count(observed.value) = count(*) then sum(observed.value) end as facilities
    from services
    join marts.measure_attributes as families
        on services.dataset = families.dataset
        and families.attribute = 'service'
        and services.service = families.attribute_value
    join marts.measure_attributes as subjects
        on families.dataset = subjects.dataset
        and families.measure = subjects.measure
        and subjects.attribute = 'counts'
        and subjects.attribute_value = 'places'
    join marts.observations as observed
        on families.dataset = observed.dataset and families.measure = observed.measure
    join filers
        on observed.area_code = filers.area_code
    where observed.period = $period and not observed.superseded
    group by filers.part_code, services.service
),
told as (
    select
        parts.area_code as part_code,
        services.service,
        known.value is not null as is_known,
        coalesce(known.value is not null or known.value_status = 'not_applicable', false) as is_filed,
        case when known.value is not null then given.facilities end as facilities,
        case when known.value is not null and before.area_code is not null then known.numerator end as with_now,
        case when known.value is not null and before.area_code is not null then known.denominator end as of_now,
        case when known.value is not null then before.numerator end as with_then,
        case when known.value is not null then before.denominator end as of_then
    from parts
    cross join services
    left join known
        on services.indicator_code = known.indicator_code and parts.area_code = known.area_code
    left join before
        on services.indicator_code = before.indicator_code
        and parts.area_code = before.area_code
        and parts.area_valid_from = before.area_valid_from
    left join given
        on parts.area_code = given.part_code and services.service = given.service
),
summed as (
    select
        members.member_code,
        told.service,
        count(*) filter (where members.is_counted) as parts,
        count(*) filter (where members.is_counted and told.is_filed) as parts_filed,
        cast(sum(told.facilities) as bigint) as facilities,
        count(told.facilities) filter (where members.is_counted) as facilities_parts,
        count(*) filter (where members.is_counted and told.is_known) as coverage_parts,
        cast(sum(told.with_now) as bigint) as with_now,
        cast(sum(told.of_now) as bigint) as of_now,
        cast(sum(told.with_then) as bigint) as with_then,
        cast(sum(told.of_then) as bigint) as of_then,
        count(told.with_now) as parts_compared
    from members
    join told
        on members.part_code = told.part_code
    group by members.member_code, told.service
),
compared as (
    select
        member_code,
        service,
        -- Parts of a thousand, so that a tenth of a percentage point is one; a half goes away from zero.
        case when with_now * of_then >= with_then * of_now then 1 else -1 end as way,
        (2000 * abs(with_now * of_then - with_then * of_now) + of_now * of_then) // (2 * of_now * of_then) as steps
    from summed
    where of_now > 0 and of_then > 0
),
stated as (
    select
        areas_shown.*,
        services.service,
        services.service_order,
        services.short_name_zh as service_name_zh,
        services.short_name_en as service_name_en,
        services.indicator_code,
        bounds.low_below,
        bounds.high_from,
        known.value_shown,
        coalesce(known.value_status, 'missing') as coverage_status,
        known.units_expected,
        known.units_reported,
        case when known.value is not null then known.numerator end as communities_with,
        case when known.value is not null then known.denominator end as communities_told
    from areas_shown
    cross join services
    cross join bounds
    left join known
        on services.indicator_code = known.indicator_code and areas_shown.area_code = known.area_code
),
placed as (
    select
        *,
        communities_told - communities_with as communities_without,
        100 * communities_with >= high_from * communities_told as is_high,
        100 * communities_with < low_below * communities_told as is_low
    from stated
)
select
    placed.period,
    placed.area_code,
    placed.area_name_zh,
    placed.area_name_en,
    placed.short_name_zh,
    placed.short_name_en,
    placed.area_level,
    placed.city_code,
    placed.city_name_zh,
    placed.city_name_en,
    placed.city_short_name_zh,
    placed.city_short_name_en,
    placed.service,
    placed.service_order,
    placed.service_name_zh,
    placed.service_name_en,
    placed.indicator_code,
    coalesce(summed.parts, 0) as parts,
    coalesce(summed.parts_filed, 0) as parts_filed,
    placed.units_expected,
    placed.units_reported,
    placed.communities_with,
    placed.communities_told,
    placed.communities_without,
    case
        when count(placed.communities_without) over (partition by placed.area_code) = count(*) over (partition by placed.area_code)
            then cast(sum(placed.communities_without) over (partition by placed.area_code) as bigint)
    end as all_without,
    placed.value_shown as coverage_value,
    placed.coverage_status,
    (100 * placed.communities_with) // placed.communities_told as covered_per_cent,
    case when placed.communities_told > 0 then
        cast(
            case when 100 * placed.communities_with >= 50 * placed.communities_told then 1 else 0 end
            + case when 100 * placed.communities_with >= 70 * placed.communities_told then 1 else 0 end
            + case when 100 * placed.communities_with >= 85 * placed.communities_told then 1 else 0 end
            + case when 100 * placed.communities_with >= 95 * placed.communities_told then 1 else 0 end
            as integer
        )
    end as coverage_class,
    '50|70|85|95' as coverage_bounds,
    placed.is_high,
    placed.is_low,
    placed.area_level in ('county', 'zone')
    and max(case when placed.is_high then 1 else 0 end) over (partition by placed.area_code) = 1
    and max(case when placed.is_low then 1 else 0 end) over (partition by placed.area_code) = 1 as is_lopsided,
    cast(placed.high_from as bigint) as high_from,
    cast(placed.low_below as bigint) as low_below,
    case when placed.communities_with is not null then summed.facilities end as facilities,
    coalesce(summed.facilities_parts, 0) as facilities_parts,
    coalesce(summed.coverage_parts, 0) as coverage_parts,
    case when summed.of_then > 0 then
        cast(
            cast((2000 * summed.with_then + summed.of_then) // (2 * summed.of_then) as decimal(18, 0))
            * cast(0.1 as decimal(2, 1)) as decimal(18, 1)
        )
    end as coverage_before,
    cast(cast(compared.way * compared.steps as decimal(18, 0)) * cast(0.1 as decimal(2, 1)) as decimal(18, 1)) as coverage_change,
    coalesce(summed.parts_compared, 0) as parts_compared
from placed
left join summed
    on placed.area_code = summed.member_code and placed.service = summed.service
left join compared
    on placed.area_code = compared.member_code and placed.service = compared.service
order by placed.area_code, placed.service_order
