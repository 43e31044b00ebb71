-- One row per measure, area and extent, reference date and origin: a dated figure that is not a quarterly count.
-- Published and estimated figures come from the pack, reported ones from accepted population returns that stand.
-- precedence: on one date a return beats a published figure, which beats an estimate.
with
published as (
    select area_code, area_valid_from, reference_date, status, source, 'resident_population' as measure, resident_population as figure from reference.population
    union all
    select area_code, area_valid_from, reference_date, status, source, 'urban_population' as measure, urban_population as figure from reference.population
    union all
    select area_code, area_valid_from, reference_date, status, source, 'family_households' as measure, family_households as figure from reference.census_ages
    union all
    select area_code, area_valid_from, reference_date, status, source, 'age_0_4' as measure, age_0_4 as figure from reference.census_ages
    union all
    select area_code, area_valid_from, reference_date, status, source, 'age_0_14' as measure, age_0_14 as figure from reference.census_ages
    union all
    select area_code, area_valid_from, reference_date, status, source, 'age_60_plus' as measure, age_60_plus as figure from reference.census_ages
    union all
    select area_code, area_valid_from, reference_date, status, source, 'age_65_plus' as measure, age_65_plus as figure from reference.census_ages
    union all
    select area_code, area_valid_from, reference_date, status, source, 'age_80_plus' as measure, age_80_plus as figure from reference.census_ages
    union all
    select area_code, area_valid_from, reference_date, status, source, 'residents_committees' as measure, residents_committees as figure from reference.communities
    union all
    select area_code, area_valid_from, reference_date, status, source, 'villagers_committees' as measure, villagers_committees as figure from reference.communities
),
reported as (
    select
        filings.area_code,
        filings.area_valid_from,
        cells.period as reference_date,
        cells.measure,
        cells.value,
        cells.simulated
    from staging.standing_cells as cells
    join staging.filings as filings
        on cells.dataset = filings.dataset
        and cells.area_code = filings.area_code
        and cells.period = filings.period
    where cells.dataset = 'population' and not filings.superseded
)
select
    measure,
    area_code,
    cast(coalesce(area_valid_from, '1900-01-01') as date) as area_valid_from,
    cast(reference_date as date) as reference_date,
    cast(figure as bigint) as value,
    status as figure_status,
    case when status = 'published' then 2 else 3 end as precedence,
    sources.title_zh as source,
    false as simulated
from published
left join reference.sources as sources
    on published.source = sources.source_id
where figure is not null
union all
select
    measure,
    area_code,
    area_valid_from,
    reference_date,
    value,
    'reported' as figure_status,
    1 as precedence,
    'return' as source,
    simulated
from reported
