-- One row per area of what communities and villages have to work with at a year-end: the area asked for and every city and county
-- (or zone beside counties) below it, as they were that day. Rooms, funds, service complexes and incomes stand side by side and are
-- never added. A larger area has the sums of its counties, never a mean of their ratios; a county not filed in full is left out.
-- parameters: $period DATE, $area VARCHAR
-- key: area_code
-- columns:
--   parts BIGINT: Counties that the area is made of, without zones; 1 of a county or zone itself.
--   parts_filed BIGINT, own meaning: Those of these whose funds, rooms and villages are all filed, or have none to tell.
--   funds_budgeted BIGINT: Operating funds of urban communities budgeted for the year, in thousand yuan, of the counties that told both this and what was paid.
--   funds_paid BIGINT: Operating funds paid in the year, in thousand yuan, of the same counties.
--   funds_communities BIGINT: Urban communities of the same counties.
--   budget_per_community DECIMAL(18,1): Operating funds budgeted per urban community, in thousand yuan, to a tenth, halves up.
--   funds_per_community DECIMAL(18,1): Operating funds paid per urban community, in thousand yuan, to a tenth, halves up.
--   paid_share DECIMAL(18,1): Operating funds paid in per cent of those budgeted, to a tenth, halves up.
--   funds_status VARCHAR: Whether the funds are known: reported, partial, missing, not_due or not_applicable.
--   floor_area BIGINT: Floor area of service facilities at the year-end, in square metres; of a larger area of the counties filed in full.
--   floor_households BIGINT: Households of the same counties.
--   floor_value DECIMAL(18,4): Square metres per hundred households, as the indicator shows it.
--   floor_target DECIMAL(18,6): What a document sets for it.
--   floor_target_id VARCHAR: The target's row of the registry.
--   floor_verdict VARCHAR: met, not_met, no_target or unknown.
--   floor_lacking BIGINT: Square metres lacking to the target; of a larger area the sum of the counties of which it is known.
--   floor_status VARCHAR: Whether the floor area is known: reported, partial, missing, not_due or not_applicable.
--   counties_enough BIGINT: Counties whose floor area meets the target.
--   counties_short BIGINT: Counties whose floor area is below the target.
--   counties_undecided BIGINT: Counties under the target of which that is not known.
--   activity_area BIGINT: Of the floor area that for residents' activities, in square metres.
--   star_complexes BIGINT: Star-level service complexes.
--   complex_communities BIGINT: Urban communities with a service complex, by the quarterly return on services.
--   complex_of BIGINT: Urban communities that this return told of.
--   complex_value DECIMAL(18,4): Urban communities with a service complex in per cent, as the indicator shows it.
--   complex_target DECIMAL(18,6): What a document sets for it.
--   complex_target_id VARCHAR: The target's row of the registry.
--   complex_verdict VARCHAR: met, not_met, no_target or unknown.
--   complex_without BIGINT: Urban communities without a service complex, of the counties filed in full.
--   complex_status VARCHAR: Whether the coverage is known: reported, partial, missing, not_due or not_applicable.
--   strong_villages BIGINT: Villages with an operating income of 500,000 yuan and more in the year.
--   strong_villages_of BIGINT: Villages of the same counties.
--   strong_village_value DECIMAL(18,4): Such villages in per cent of all, as the indicator shows it.
--   strong_village_before DECIMAL(18,1): The same a year before, of the counties compared, to a tenth, halves up.
--   strong_village_change DECIMAL(18,1): Percentage points more than a year before: exact, of the counties compared, rounded once to a tenth.
--   parts_compared BIGINT: Counties known at both dates in one extent: these are compared.
--   village_status VARCHAR: Whether the villages' income is known: reported, partial, missing, not_due or not_applicable.
--   village_income BIGINT: Collective income of the villages in the year, in thousand yuan.
--   village_operating_income BIGINT: Of that the operating income, in thousand yuan.
--   village_companies BIGINT: Companies of several villages.
--   earning_communities BIGINT: Urban communities with an income of their own in the year.
--   earning_communities_of BIGINT: Urban communities of the same counties.
--   earning_value DECIMAL(18,4): Such communities in per cent of all, as the indicator shows it.
--   community_income BIGINT: Income of their own of the urban communities in the year, in thousand yuan.
--   income_per_community DECIMAL(18,1): The same per urban community, in thousand yuan, to a tenth, halves up.
--   earning_status VARCHAR: Whether the communities' own income is known: reported, partial, missing, not_due or not_applicable.
with
parts as (
    select
        area_code,
        area_level,
        area_valid_from,
        prefecture_code,
        city_code,
        root_code
    from marts.tree
    where period = $period and area_level in ('county', 'zone') and $area in (root_code, prefecture_code, city_code, area_code)
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
    where period = $period
        and indicator_code in (
            'operating_funds_per_community',
            'floor_area_per_100_households',
            'service_complex_coverage',
            'villages_income_500k_share',
            'communities_own_income_share'
        )
),
funds as (select * from known where indicator_code = 'operating_funds_per_community'),
floors as (select * from known where indicator_code = 'floor_area_per_100_households'),
complexes as (select * from known where indicator_code = 'service_complex_coverage'),
villages as (select * from known where indicator_code = 'villages_income_500k_share'),
earners as (select * from known where indicator_code = 'communities_own_income_share'),
-- What no indicator holds: as filed by the county itself or by what files below it. Whether all of it is there the indicators say.
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
cells as (
    select
        filers.part_code,
        observed.measure,
        case when count(observed.value) = count(*) then sum(observed.value) end as amount
    from marts.observations as observed
    join filers
        on observed.area_code = filers.area_code
    where observed.dataset = 'resources' and observed.period = $period and not observed.superseded
    group by filers.part_code, observed.measure
),
amounts as (
    select
        part_code,
        max(case when measure = 'operating_funds_budgeted' then amount end) as budgeted,
        max(case when measure = 'activity_area' then amount end) as activity_area,
        max(case when measure = 'star_service_complexes' then amount end) as star_complexes,
        max(case when measure = 'village_income' then amount end) as village_income,
        max(case when measure = 'village_operating_income' then amount end) as village_operating_income,
        max(case when measure = 'strong_village_companies' then amount end) as village_companies,
        max(case when measure = 'community_income' then amount end) as community_income
    from cells
    group by part_code
),
before as (
    select area_code, area_valid_from, numerator, denominator
    from marts.indicator_values
    where indicator_code = 'villages_income_500k_share'
        and period = last_day(cast(cast($period as date) - interval 1 year as date))
        and area_level in ('county', 'zone')
        and value is not null
),
told as (
    select
        parts.area_code as part_code,
        case when funds.value is not null and amounts.budgeted is not null then funds.numerator end as paid,
        case when funds.value is not null then amounts.budgeted end as budgeted,
        case when funds.value is not null and amounts.budgeted is not null then funds.denominator end as funds_communities,
        floors.verdict as floor_verdict,
        case when floors.value is not null then amounts.activity_area end as activity_area,
        case when floors.value is not null then amounts.star_complexes end as star_complexes,
        case when complexes.value is not null then complexes.denominator - complexes.numerator end as complex_without,
        case when villages.value is not null then amounts.village_income end as village_income,
        case when villages.value is not null then amounts.village_operating_income end as village_operating_income,
        case when villages.value is not null then amounts.village_companies end as village_companies,
        case when earners.value is not null then amounts.community_income end as community_income,
        case when earners.value is not null and amounts.community_income is not null then earners.denominator end as income_communities,
        case when villages.value is not null and before.area_code is not null then villages.numerator end as strong_now,
        case when villages.value is not null and before.area_code is not null then villages.denominator end as villages_now,
        case when villages.value is not null then before.numerator end as strong_then,
        case when villages.value is not null then before.denominator end as villages_then,
        coalesce(
            amounts.budgeted is not null
            and funds.value_status in ('reported', 'estimated', 'not_applicable')
            and floors.value_status in ('reported', 'estimated', 'not_applicable')
            and villages.value_status in ('reported', 'estimated', 'not_applicable'),
            false
        ) as is_filed
    from parts
    left join funds on parts.area_code = funds.area_code
    left join floors on parts.area_code = floors.area_code
    left join complexes on parts.area_code = complexes.area_code
    left join villages on parts.area_code = villages.area_code
    left join earners on parts.area_code = earners.area_code
    left join amounts on parts.area_code = amounts.part_code
    left join before
        on parts.area_code = before.area_code and parts.area_valid_from = before.area_valid_from
),
summed as (
    select
        members.member_code,
        count(*) filter (where members.is_counted) as parts,
        count(*) filter (where members.is_counted and told.is_filed) as parts_filed,
        cast(sum(told.paid) as bigint) as paid,
        cast(sum(told.budgeted) as bigint) as budgeted,
        cast(sum(told.funds_communities) as bigint) as funds_communities,
        count(*) filter (where members.is_counted and told.floor_verdict = 'met') as counties_enough,
        count(*) filter (where members.is_counted and told.floor_verdict = 'not_met') as counties_short,
        count(*) filter (where members.is_counted and told.floor_verdict = 'unknown') as counties_undecided,
        cast(sum(told.activity_area) as bigint) as activity_area,
        cast(sum(told.star_complexes) as bigint) as star_complexes,
        cast(sum(told.complex_without) as bigint) as complex_without,
        cast(sum(told.village_income) as bigint) as village_income,
        cast(sum(told.village_operating_income) as bigint) as village_operating_income,
        cast(sum(told.village_companies) as bigint) as village_companies,
        cast(sum(told.community_income) as bigint) as community_income,
        cast(sum(told.income_communities) as bigint) as income_communities,
        cast(sum(told.strong_now) as bigint) as strong_now,
        cast(sum(told.villages_now) as bigint) as villages_now,
        cast(sum(told.strong_then) as bigint) as strong_then,
        cast(sum(told.villages_then) as bigint) as villages_then,
        count(told.strong_now) as parts_compared
    from members
    join told
        on members.part_code = told.part_code
    group by members.member_code
),
compared as (
    select
        member_code,
        -- Parts of a thousand, so that a tenth of a percentage point is one; a half goes away from zero.
        case when strong_now * villages_then >= strong_then * villages_now then 1 else -1 end as way,
        (2000 * abs(strong_now * villages_then - strong_then * villages_now) + villages_now * villages_then)
            // (2 * villages_now * villages_then) as steps
    from summed
    where villages_now > 0 and villages_then > 0
)
select
    tree.period,
    tree.area_code,
    tree.area_name_zh,
    tree.area_name_en,
    tree.short_name_zh,
    tree.short_name_en,
    tree.area_level,
    tree.city_code,
    tree.city_name_zh,
    tree.city_name_en,
    tree.city_short_name_zh,
    tree.city_short_name_en,
    summed.parts,
    summed.parts_filed,
    floors.units_expected,
    floors.units_reported,
    case when funds.value is not null then summed.budgeted end as funds_budgeted,
    case when funds.value is not null then summed.paid end as funds_paid,
    case when funds.value is not null then summed.funds_communities end as funds_communities,
    case when funds.value is not null and summed.funds_communities > 0 then
        cast(
            cast((20 * summed.budgeted + summed.funds_communities) // (2 * summed.funds_communities) as decimal(18, 0))
            * cast(0.1 as decimal(2, 1)) as decimal(18, 1)
        )
    end as budget_per_community,
    case when funds.value is not null and summed.funds_communities > 0 then
        cast(
            cast((20 * summed.paid + summed.funds_communities) // (2 * summed.funds_communities) as decimal(18, 0))
            * cast(0.1 as decimal(2, 1)) as decimal(18, 1)
        )
    end as funds_per_community,
    case when funds.value is not null and summed.budgeted > 0 then
        cast(
            cast((2000 * summed.paid + summed.budgeted) // (2 * summed.budgeted) as decimal(18, 0))
            * cast(0.1 as decimal(2, 1)) as decimal(18, 1)
        )
    end as paid_share,
    coalesce(funds.value_status, 'missing') as funds_status,
    case when floors.value is not null then floors.numerator end as floor_area,
    case when floors.value is not null then floors.denominator end as floor_households,
    floors.value_shown as floor_value,
    floors.target_value as floor_target,
    floors.target_id as floor_target_id,
    coalesce(floors.verdict, 'unknown') as floor_verdict,
    floors.gap as floor_lacking,
    coalesce(floors.value_status, 'missing') as floor_status,
    summed.counties_enough,
    summed.counties_short,
    summed.counties_undecided,
    summed.activity_area,
    summed.star_complexes,
    case when complexes.value is not null then complexes.numerator end as complex_communities,
    case when complexes.value is not null then complexes.denominator end as complex_of,
    complexes.value_shown as complex_value,
    complexes.target_value as complex_target,
    complexes.target_id as complex_target_id,
    coalesce(complexes.verdict, 'unknown') as complex_verdict,
    summed.complex_without,
    coalesce(complexes.value_status, 'missing') as complex_status,
    case when villages.value is not null then villages.numerator end as strong_villages,
    case when villages.value is not null then villages.denominator end as strong_villages_of,
    villages.value_shown as strong_village_value,
    case when villages.value is not null and summed.villages_then > 0 then
        cast(
            cast((2000 * summed.strong_then + summed.villages_then) // (2 * summed.villages_then) as decimal(18, 0))
            * cast(0.1 as decimal(2, 1)) as decimal(18, 1)
        )
    end as strong_village_before,
    case when villages.value is not null then
        cast(cast(compared.way * compared.steps as decimal(18, 0)) * cast(0.1 as decimal(2, 1)) as decimal(18, 1))
    end as strong_village_change,
    summed.parts_compared,
    coalesce(villages.value_status, 'missing') as village_status,
    summed.village_income,
    summed.village_operating_income,
    summed.village_companies,
    case when earners.value is not null then earners.numerator end as earning_communities,
    case when earners.value is not null then earners.denominator end as earning_communities_of,
    earners.value_shown as earning_value,
    case when earners.value is not null then summed.community_income end as community_income,
    case when earners.value is not null and summed.income_communities > 0 then
        cast(
            cast(
                (20 * summed.community_income + summed.income_communities) // (2 * summed.income_communities) as decimal(18, 0)
            ) * cast(0.1 as decimal(2, 1)) as decimal(18, 1)
        )
    end as income_per_community,
    coalesce(earners.value_status, 'missing') as earning_status,
    floors.simulated
from summed
join marts.tree as tree
    on summed.member_code = tree.area_code and tree.period = $period
left join funds on tree.area_code = funds.area_code
left join floors on tree.area_code = floors.area_code
left join complexes on tree.area_code = complexes.area_code
left join villages on tree.area_code = villages.area_code
left join earners on tree.area_code = earners.area_code
left join compared on tree.area_code = compared.member_code
order by tree.area_code
