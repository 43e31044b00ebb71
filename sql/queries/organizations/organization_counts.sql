-- One row per area of the community social organizations on a quarter's last day: the area asked for and every city and county (or zone
-- beside counties) below it, as they were that day. A larger area has the sums of its counties filed in full, never a mean of ratios.
-- Which measures are of registered ones and which of those only recorded (filed) is what the measures of the return carry.
-- parameters: $period DATE, $area VARCHAR
-- key: area_code
-- columns:
--   parts BIGINT: Counties that the area is made of, without zones; 1 of a county or zone itself.
--   parts_filed BIGINT, own meaning: Those of these whose return is whole.
--   count_status VARCHAR: Whether the organizations are known: reported, partial, missing or not_due; of a larger area partial while a county is missing.
--   organizations BIGINT: Organizations, registered and recorded; none where no county is filed in full.
--   registered BIGINT: Those registered with civil affairs.
--   recorded BIGINT: Those only recorded with the township.
--   registered_per_cent DECIMAL(18,1): Those registered in per cent of all, to a tenth, halves up.
--   per_10k DECIMAL(18,4): Organizations per 10,000 residents, as the indicator shows it.
--   per_10k_status VARCHAR: Whether that is known: reported, estimated, partial, missing, not_due or not_applicable.
--   registered_per_10k DECIMAL(18,4): Registered ones per 10,000 residents, as the indicator shows it.
--   residents BIGINT: Residents that it is divided by.
--   residents_date DATE: Day of that figure; of a sum, the oldest part's.
--   residents_status VARCHAR: published, reported, estimated, missing or not_applicable; of a sum, the weakest.
--   committees BIGINT: Residents' and villagers' committees of the counties filed in full, by the newest figures on or before the day; none where one has no such figure.
--   committees_date DATE: Day of these figures; of a sum, the oldest part's.
--   per_community DECIMAL(18,1): Organizations per committee, to a tenth, halves up.
--   organizations_now BIGINT: Organizations of the counties compared with a year before.
--   organizations_before BIGINT: Organizations of the same counties a year before.
--   growth_per_cent DECIMAL(18,1): How many more in per cent than a year before: exact, of the counties compared, rounded once to a tenth.
--   parts_compared BIGINT: Counties known at both dates in one extent: these are compared.
with
indicator as (
    select indicator_code, numerator_dataset
    from marts.indicators
    where indicator_code = 'social_organizations_per_10k'
),
states as (
    select kinds.dataset, kinds.measure, states.attribute_value as state
    from marts.measure_attributes as kinds
    join indicator
        on kinds.dataset = indicator.numerator_dataset
    join marts.measure_attributes as states
        on kinds.dataset = states.dataset and kinds.measure = states.measure and states.attribute = 'state'
    where kinds.attribute = 'kind'
),
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
    select values_known.*
    from marts.indicator_values as values_known
    join indicator
        on values_known.indicator_code = indicator.indicator_code
    where values_known.period = $period and values_known.area_level <> 'township'
),
registered_known as (
    select area_code, value_shown
    from marts.indicator_values
    where indicator_code = 'registered_organizations_per_10k' and period = $period and area_level <> 'township'
),
before as (
    select values_known.area_code, values_known.area_valid_from, values_known.numerator
    from marts.indicator_values as values_known
    join indicator
        on values_known.indicator_code = indicator.indicator_code
    where values_known.period = last_day(cast(cast($period as date) - interval 1 year as date))
        and values_known.area_level in ('county', 'zone')
        and values_known.units_reported = values_known.units_expected
        and values_known.units_reported > 0
),
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
filed as (
    select
        filers.part_code,
        cast(sum(case when states.state = 'registered' then observed.value end) as bigint) as registered,
        cast(sum(observed.value) as bigint) as organizations
    from marts.observations as observed
    join states
        on observed.dataset = states.dataset and observed.measure = states.measure
    join filers
        on observed.area_code = filers.area_code
    where observed.period = $period and not observed.superseded
    group by filers.part_code
),
dated as (
    select
        area_code,
        area_valid_from,
        measure,
        value,
        reference_date,
        row_number() over (
            partition by area_code, area_valid_from, measure
            order by
                reference_date desc,
                case figure_status when 'published' then 1 when 'reported' then 2 else 3 end
        ) as choice
    from marts.figures
    where measure in ('residents_committees', 'villagers_committees') and reference_date <= $period and is_newest_edition
),
committee_figures as (
    select
        area_code,
        area_valid_from,
        cast(sum(value) as bigint) as committees,
        min(reference_date) as committees_date
    from dated
    where choice = 1
    group by area_code, area_valid_from
    having count(*) = 2
),
told as (
    select
        parts.area_code as part_code,
        coalesce(known.units_reported = known.units_expected and known.units_reported > 0, false) as is_filed,
        filed.organizations,
        filed.registered,
        committee_figures.committees,
        committee_figures.committees_date,
        before.numerator as organizations_before
    from parts
    left join known
        on parts.area_code = known.area_code
    left join filed
        on parts.area_code = filed.part_code
    left join committee_figures
        on parts.area_code = committee_figures.area_code and parts.area_valid_from = committee_figures.area_valid_from
    left join before
        on parts.area_code = before.area_code and parts.area_valid_from = before.area_valid_from
),
summed as (
    select
        members.member_code,
        count(*) filter (where members.is_counted) as parts,
        count(*) filter (where members.is_counted and told.is_filed) as parts_filed,
        cast(sum(told.organizations) filter (where told.is_filed) as bigint) as organizations,
        cast(sum(told.registered) filter (where told.is_filed) as bigint) as registered,
        case when count(told.committees) filter (where told.is_filed) = count(*) filter (where told.is_filed) then
            cast(sum(told.committees) filter (where told.is_filed) as bigint)
        end as committees,
        min(told.committees_date) filter (where told.is_filed) as committees_date,
        cast(sum(told.organizations) filter (where told.is_filed and told.organizations_before is not null) as bigint)
            as organizations_now,
        cast(sum(told.organizations_before) filter (where told.is_filed) as bigint) as organizations_before,
        count(told.organizations_before) filter (where told.is_filed) as parts_compared
    from members
    join told
        on members.part_code = told.part_code
    group by members.member_code
),
grown as (
    select
        member_code,
        -- A half goes away from zero.
        case when organizations_now >= organizations_before then 1 else -1 end as way,
        (2000 * abs(organizations_now - organizations_before) + organizations_before) // (2 * organizations_before) as steps
    from summed
    where organizations_before > 0
)
select
    areas_shown.period,
    areas_shown.area_code,
    areas_shown.area_name_zh,
    areas_shown.area_name_en,
    areas_shown.short_name_zh,
    areas_shown.short_name_en,
    areas_shown.area_level,
    areas_shown.city_code,
    areas_shown.city_name_zh,
    areas_shown.city_name_en,
    areas_shown.city_short_name_zh,
    areas_shown.city_short_name_en,
    peers.peer_group,
    peers.peer_group_name_zh,
    peers.peer_group_name_en,
    coalesce(summed.parts, 0) as parts,
    coalesce(summed.parts_filed, 0) as parts_filed,
    known.units_expected,
    known.units_reported,
    case
        when summed.parts_filed > 0 and summed.parts_filed = summed.parts then 'reported'
        when areas_shown.area_level = 'zone' and summed.organizations is not null then 'reported'
        when summed.parts_filed > 0 or known.units_reported > 0 then 'partial'
        when known.value_status = 'not_due' then 'not_due'
        else 'missing'
    end as count_status,
    summed.organizations,
    summed.registered,
    summed.organizations - summed.registered as recorded,
    case when summed.organizations > 0 then
        cast(
            cast((2000 * summed.registered + summed.organizations) // (2 * summed.organizations) as decimal(18, 0))
            * cast(0.1 as decimal(2, 1)) as decimal(18, 1)
        )
    end as registered_per_cent,
    known.value_shown as per_10k,
    coalesce(known.value_status, 'missing') as per_10k_status,
    registered_known.value_shown as registered_per_10k,
    case when known.value is not null then known.denominator end as residents,
    case when known.value is not null then known.denominator_date end as residents_date,
    case when known.value is not null then known.denominator_status end as residents_status,
    summed.committees,
    case when summed.committees is not null then summed.committees_date end as committees_date,
    case when summed.committees > 0 then
        cast(
            cast((20 * summed.organizations + summed.committees) // (2 * summed.committees) as decimal(18, 0))
            * cast(0.1 as decimal(2, 1)) as decimal(18, 1)
        )
    end as per_community,
    summed.organizations_now,
    summed.organizations_before,
    cast(cast(grown.way * grown.steps as decimal(18, 0)) * cast(0.1 as decimal(2, 1)) as decimal(18, 1)) as growth_per_cent,
    coalesce(summed.parts_compared, 0) as parts_compared
from areas_shown
left join known
    on areas_shown.area_code = known.area_code
left join registered_known
    on areas_shown.area_code = registered_known.area_code
left join summed
    on areas_shown.area_code = summed.member_code
left join grown
    on areas_shown.area_code = grown.member_code
left join marts.peers as peers
    on areas_shown.area_code = peers.area_code and areas_shown.area_level = 'county'
order by areas_shown.area_code
