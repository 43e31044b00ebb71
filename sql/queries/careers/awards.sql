-- One row per award of the register in an area, as its newest row tells it: what for, which year, where. Of a person the number and
-- the community alone, with the name only where the row says that it is public; of a case or a unit its name.
-- parameters: $area VARCHAR
-- key: award_code
-- columns:
--   award_code VARCHAR: Code of the award.
--   award_kind VARCHAR: finest_worker, leading_talent, outstanding_case or outstanding_unit.
--   award_year INTEGER: Year that the award is for; the list may come out in the next.
--   awarded_on DATE: Day on which it was announced.
--   award_level VARCHAR: national, provincial, city or county.
--   person_number VARCHAR: Number of the person; none of a case or unit.
--   honoured VARCHAR: Name: of a case or unit, of a person only where it is public.
--   community VARCHAR: Community as filed.
--   county_name_zh VARCHAR, own meaning: Chinese name of the county it is in, by the day of the award.
--   county_name_en VARCHAR: English name of that county.
--   revoked_on DATE: Day on which it was taken back; none while it stands.
--   document_title VARCHAR: Document.
with
written as (
    select
        cells.row_key as award_code,
        states.stands_from,
        states.simulated,
        max(cells.cell) filter (where cells.column_code = 'kind') as award_kind,
        try_cast(max(cells.cell) filter (where cells.column_code = 'year') as integer) as award_year,
        max(cells.cell_day) filter (where cells.column_code = 'awarded_on') as awarded_on,
        max(cells.cell) filter (where cells.column_code = 'level') as award_level,
        max(cells.cell) filter (where cells.column_code = 'person_number') as person_number,
        max(cells.cell) filter (where cells.column_code = 'person_or_unit') as person_or_unit,
        coalesce(try_cast(max(cells.cell) filter (where cells.column_code = 'open') as boolean), false) as is_open,
        max(cells.cell) filter (where cells.column_code = 'community') as community,
        max(cells.cell) filter (where cells.column_code = 'area_code') as place_code,
        max(cells.cell_day) filter (where cells.column_code = 'revoked_on') as revoked_on,
        max(cells.cell) filter (where cells.column_code = 'document_title') as document_title
    from marts.register_cells as cells
    join marts.register_rows as states
        on cells.dataset = states.dataset
        and cells.row_key = states.row_key
        and cells.sequence = states.sequence
        and cells.file_row = states.file_row
    where cells.dataset = 'awards' and states.is_newest and not states.withdrawn
    group by cells.row_key, states.stands_from, states.simulated
),
-- Where it is by the day of the award; who moved keeps its place. A code of another day than its own is taken as it was last.
placed as (
    select
        written.award_code,
        areas.area_code,
        areas.area_level,
        areas.parent_code,
        areas.area_name_zh,
        areas.area_name_en,
        row_number() over (
            partition by written.award_code
            order by
                case when coalesce(written.awarded_on, written.stands_from) >= areas.valid_from
                    and (areas.valid_to is null or coalesce(written.awarded_on, written.stands_from) <= areas.valid_to)
                    then 0 else 1 end,
                areas.valid_from desc
        ) as nearness
    from written
    join marts.areas as areas on written.place_code = areas.area_code
),
newest_areas as (
    select
        area_code,
        area_name_zh,
        area_name_en,
        parent_code,
        row_number() over (partition by area_code order by valid_from desc) as recency
    from marts.areas
),
counties as (
    select
        placed.award_code,
        case when placed.area_level = 'township' then above.area_code else placed.area_code end as county_code,
        case when placed.area_level = 'township' then above.area_name_zh else placed.area_name_zh end as county_name_zh,
        case when placed.area_level = 'township' then above.area_name_en else placed.area_name_en end as county_name_en,
        case when placed.area_level = 'township' then above.parent_code else placed.parent_code end as city_code
    from placed
    left join newest_areas as above
        on placed.parent_code = above.area_code and above.recency = 1
    where placed.nearness = 1
)
select
    written.award_code,
    written.award_kind,
    written.award_year,
    written.awarded_on,
    written.award_level,
    written.person_number,
    case
        when written.is_open or written.award_kind not in ('finest_worker', 'leading_talent') then written.person_or_unit
    end as honoured,
    written.community,
    counties.county_name_zh,
    counties.county_name_en,
    written.revoked_on,
    written.document_title,
    written.simulated
from written
cross join marts.snapshot as snapshot
left join counties on written.award_code = counties.award_code
left join newest_areas as cities
    on counties.city_code = cities.area_code and cities.recency = 1
where $area in (snapshot.root_area, cities.parent_code, counties.city_code, counties.county_code)
order by written.award_year desc, written.award_kind, written.award_code
