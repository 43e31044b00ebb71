-- One row per area and kind of community social organization on a quarter's last day: the area asked for and every city and county (or
-- zone beside counties) below it, with how its mix lies beside that of its peers. The peers of a county are the counties of its group,
-- itself among them, that are filed in full; of a larger area all its counties that are.
-- parameters: $period DATE, $area VARCHAR
-- key: area_code, organization_kind
-- columns:
--   organization_kind VARCHAR: Kind of the organizations, as the measures of the return carry it.
--   kind_order BIGINT: Place of the kind in its return.
--   kind_name_zh VARCHAR: Chinese name of the first measure of the kind.
--   kind_name_en VARCHAR: English name of the first measure of the kind.
--   kind_organizations BIGINT: Organizations of the kind, registered and recorded, of the counties filed in full.
--   kind_registered BIGINT: Those of these registered with civil affairs.
--   kind_recorded BIGINT: Those of these only recorded with the township.
--   all_organizations BIGINT: Organizations of all kinds of the same counties.
--   kind_share DOUBLE: Share of the kind in all, for charts; none where there is no organization.
--   kind_per_cent DECIMAL(18,1): The same in per cent, to a tenth, halves up.
--   kind_peers BIGINT: How many peers there are with a share.
--   kind_peers_middle DOUBLE: Middle of their shares; none of fewer than five.
--   kind_peers_low DOUBLE: Least of their shares; none of fewer than five.
--   kind_peers_high DOUBLE: Largest of their shares; none of fewer than five.
with
indicator as (
    select indicator_code, numerator_dataset
    from marts.indicators
    where indicator_code = 'social_organizations_per_10k'
),
states as (
    select
        kinds.dataset,
        kinds.measure,
        kinds.attribute_value as kind,
        states.attribute_value as state,
        measures.measure_name_zh,
        measures.measure_name_en,
        row_number() over (partition by kinds.attribute_value order by measures.measure_order, kinds.measure) as place,
        measures.measure_order
    from marts.measure_attributes as kinds
    join indicator
        on kinds.dataset = indicator.numerator_dataset
    join marts.measure_attributes as states
        on kinds.dataset = states.dataset and kinds.measure = states.measure and states.attribute = 'state'
    join marts.measures as measures
        on kinds.dataset = measures.dataset and kinds.measure = measures.measure
    where kinds.attribute = 'kind'
),
kinds as (
    select
        kind,
        measure_name_zh as kind_name_zh,
        measure_name_en as kind_name_en,
        row_number() over (order by measure_order, kind) as kind_order
    from states
    where place = 1
),
-- All counties of the day: a county's peers may stand outside what is asked for.
parts as (
    select
        tree.area_code,
        tree.area_level,
        tree.prefecture_code,
        tree.city_code,
        tree.root_code,
        peers.peer_group
    from marts.tree as tree
    left join marts.peers as peers
        on tree.area_code = peers.area_code and tree.area_level = 'county'
    where tree.period = $period and tree.area_level in ('county', 'zone')
),
whole_parts as (
    select values_known.area_code
    from marts.indicator_values as values_known
    join indicator
        on values_known.indicator_code = indicator.indicator_code
    where values_known.period = $period
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
        states.kind,
        cast(sum(observed.value) as bigint) as organizations,
        cast(sum(case when states.state = 'registered' then observed.value else 0 end) as bigint) as registered
    from marts.observations as observed
    join states
        on observed.dataset = states.dataset and observed.measure = states.measure
    join filers
        on observed.area_code = filers.area_code
    join whole_parts
        on filers.part_code = whole_parts.area_code
    where observed.period = $period and not observed.superseded
    group by filers.part_code, states.kind
),
part_kinds as (
    select
        parts.area_code,
        parts.area_level,
        parts.prefecture_code,
        parts.city_code,
        parts.root_code,
        parts.peer_group,
        filed.kind,
        filed.organizations,
        filed.registered,
        sum(filed.organizations) over (partition by parts.area_code) as all_organizations
    from parts
    join filed
        on parts.area_code = filed.part_code
),
part_shares as (
    select
        *,
        case when all_organizations > 0 then organizations / cast(all_organizations as double) end as share
    from part_kinds
),
-- Whom each area is beside: a county its group, a larger area its own counties.
groups as (
    select 'peers' as scope, peer_group as place, kind, share
    from part_shares
    where area_level = 'county' and peer_group is not null
    union all
    select 'city' as scope, city_code as place, kind, share
    from part_shares
    where area_level = 'county' and city_code is not null
    union all
    select 'prefecture' as scope, prefecture_code as place, kind, share
    from part_shares
    where area_level = 'county' and prefecture_code is not null
    union all
    select 'root' as scope, root_code as place, kind, share
    from part_shares
    where area_level = 'county'
),
ranges as (
    select
        scope,
        place,
        kind,
        count(share) as peers,
        case when count(share) >= 5 then median(share) end as middle,
        case when count(share) >= 5 then min(share) end as low,
        case when count(share) >= 5 then max(share) end as high
    from groups
    group by scope, place, kind
),
sums as (
    select area_code as member_code, kind, organizations, registered from part_kinds
    union all
    select city_code as member_code, kind, sum(organizations), sum(registered)
    from part_kinds
    where city_code is not null
    group by city_code, kind
    union all
    select prefecture_code as member_code, kind, sum(organizations), sum(registered)
    from part_kinds
    where prefecture_code is not null
    group by prefecture_code, kind
    union all
    select root_code as member_code, kind, sum(organizations), sum(registered)
    from part_kinds
    where root_code <> area_code
    group by root_code, kind
),
mixed as (
    select
        tree.*,
        kinds.kind,
        kinds.kind_order,
        kinds.kind_name_zh,
        kinds.kind_name_en,
        cast(sums.organizations as bigint) as kind_organizations,
        cast(sums.registered as bigint) as kind_registered,
        cast(sum(sums.organizations) over (partition by tree.area_code) as bigint) as all_organizations,
        parts.peer_group,
        case
            when tree.area_level in ('county', 'zone') then 'peers'
            when tree.area_code = tree.root_code then 'root'
            when tree.city_code is null then 'city'
            else 'prefecture'
        end as scope
    from marts.tree as tree
    cross join kinds
    left join sums
        on tree.area_code = sums.member_code and kinds.kind = sums.kind
    left join parts
        on tree.area_code = parts.area_code
    where tree.period = $period
        and tree.area_level in ('country', 'province', 'city', 'county', 'zone')
        and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
)
select
    mixed.period,
    mixed.area_code,
    mixed.area_name_zh,
    mixed.area_name_en,
    mixed.area_level,
    mixed.city_code,
    mixed.city_name_zh,
    mixed.city_name_en,
    mixed.kind as organization_kind,
    mixed.kind_order,
    mixed.kind_name_zh,
    mixed.kind_name_en,
    mixed.kind_organizations,
    mixed.kind_registered,
    mixed.kind_organizations - mixed.kind_registered as kind_recorded,
    mixed.all_organizations,
    case when mixed.all_organizations > 0 then mixed.kind_organizations / cast(mixed.all_organizations as double) end as kind_share,
    case when mixed.all_organizations > 0 then
        cast(
            cast((2000 * mixed.kind_organizations + mixed.all_organizations) // (2 * mixed.all_organizations) as decimal(18, 0))
            * cast(0.1 as decimal(2, 1)) as decimal(18, 1)
        )
    end as kind_per_cent,
    coalesce(ranges.peers, 0) as kind_peers,
    ranges.middle as kind_peers_middle,
    ranges.low as kind_peers_low,
    ranges.high as kind_peers_high
from mixed
left join ranges
    on mixed.scope = ranges.scope
    and mixed.kind = ranges.kind
    and case when mixed.scope = 'peers' then mixed.peer_group else mixed.area_code end = ranges.place
order by mixed.area_code, mixed.kind_order
