-- One row per period in the same month of each year up to the one asked for: the community social organizations of an area, of its
-- counties filed in full. A county is told of as long as it has the extent of the period asked for.
-- parameters: $period DATE, $area VARCHAR
-- key: period
-- columns:
--   parts BIGINT: Counties that the area is made of, without zones; 1 of a county or zone itself.
--   parts_filed BIGINT, own meaning: Those of these whose return is whole.
--   organizations BIGINT, own meaning: Organizations of the counties filed in full; none where there is none.
--   registered BIGINT, own meaning: Those of these registered with civil affairs.
with
chosen as (
    select area_code, area_valid_from, root_code
    from marts.tree
    where period = $period and area_code = $area
),
parts as (
    select tree.period, tree.area_code, tree.area_level
    from marts.tree as tree
    join chosen
        on chosen.area_code in (tree.root_code, tree.prefecture_code, tree.city_code)
        or (chosen.area_code = tree.area_code and chosen.area_valid_from = tree.area_valid_from)
    where tree.period <= $period
        and month(tree.period) = month(cast($period as date))
        and tree.area_level in ('county', 'zone')
),
sides as (
    select
        period,
        area_code,
        max(case when indicator_code = 'social_organizations_per_10k' then numerator end) as organizations,
        max(case when indicator_code = 'registered_organizations_per_10k' then numerator end) as registered,
        min(case when indicator_code = 'social_organizations_per_10k' then units_reported - units_expected end) as lacking,
        max(case when indicator_code = 'social_organizations_per_10k' then units_reported end) as units_reported
    from marts.indicator_values
    where indicator_code in ('social_organizations_per_10k', 'registered_organizations_per_10k')
        and area_level in ('county', 'zone')
        and period <= $period
    group by period, area_code
),
told as (
    select
        parts.period,
        parts.area_level = 'county' or parts.area_code = $area as is_counted,
        coalesce(sides.lacking = 0 and sides.units_reported > 0, false) as is_filed,
        sides.organizations,
        sides.registered
    from parts
    left join sides
        on parts.period = sides.period and parts.area_code = sides.area_code
)
select
    period,
    count(*) filter (where is_counted) as parts,
    count(*) filter (where is_counted and is_filed) as parts_filed,
    cast(sum(organizations) filter (where is_filed) as bigint) as organizations,
    cast(sum(registered) filter (where is_filed) as bigint) as registered
from told
group by period
order by period
