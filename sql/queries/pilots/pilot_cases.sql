-- One row per pilot, case, method or accepted community as it stands, and area in which it is: what a case has come to stands on
-- each of its rows. A copy is a case that names another; it has reached a county that began it after the original, and elsewhere.
-- key: code, place_number
-- columns:
--   code VARCHAR, own meaning: Code of the case.
--   kind VARCHAR, own meaning: pilot, case, model (a method) or accepted_community.
--   batch VARCHAR: Batch of pilots or of a list, as its document names it.
--   title_zh VARCHAR: Chinese title.
--   title_en VARCHAR: English title; none where it was not filed.
--   theme VARCHAR: party, prosperity, consultation, methods, linkage, digital, participation or problems.
--   case_level VARCHAR: Who keeps it: national, provincial, city or county.
--   result VARCHAR: What the review found: excellent, passed, failed or under_way.
--   start_on DATE: First day; of a month its first.
--   review_on DATE: Day of the review.
--   begun_on DATE: First day; where none was filed, the day from which it stands in the register.
--   original_code VARCHAR: Code of the case it was copied from.
--   original_title_zh VARCHAR: Chinese title of that case; none where it does not stand.
--   original_title_en VARCHAR: English title of that case.
--   place_number BIGINT: 1 for the area that the case counts for, from 2 on for the others of a case of several.
--   place_name VARCHAR: Community or place, as filed; of a copy outside, where it is.
--   county_code VARCHAR, own meaning: County (or zone beside counties) that the area is, or lies in; none outside.
--   county_name_zh VARCHAR: Chinese name of that county.
--   county_name_en VARCHAR: English name of that county.
--   county_short_name_zh VARCHAR: Its short Chinese name for tight places.
--   county_short_name_en VARCHAR: Its short English name for tight places.
--   city_code VARCHAR, own meaning: City that the county belongs to; none of one in no city.
--   copy_state VARCHAR: Of a copy: reached; again (the county began one before); home (it is in a county of its original); older (begun before its original); beyond (outside the whole area); orphan (its original does not stand).
--   is_same_city BOOLEAN: Of what reached a county: whether its original is in the same city.
--   counties_reached BIGINT: Counties that its copies have reached.
--   counties_same_city BIGINT: Those of these in a city of the case itself.
--   counties_failed BIGINT: Those of these whose copy failed its review.
--   copies_older BIGINT: Copies that were begun before it.
--   copies_outside BIGINT: Copies outside the whole area.
--   half_on DATE: Day by which half of these counties, rounded up, had begun.
--   last_reached_on DATE: Day on which the newest of these counties began.
--   document_title VARCHAR: Document.
--   document_number VARCHAR: Its number; none where it is not public.
--   document_date DATE: Day of the document.
with
standing as (
    select
        row_key,
        sequence,
        file_row,
        stands_from,
        note,
        batch_id,
        file_name,
        filed_on,
        filed_by,
        simulated
    from marts.register_rows
    where dataset = 'cases' and is_newest and not withdrawn
),
first_days as (
    select row_key, min(stands_from) as first_told
    from marts.register_rows
    where dataset = 'cases' and not withdrawn
    group by row_key
),
cells as (
    select row_key, sequence, file_row, column_code, cell, cell_day
    from marts.register_cells
    where dataset = 'cases' and is_newest
),
written as (
    select
        row_key as code,
        max(cell) filter (where column_code = 'kind') as kind,
        max(cell) filter (where column_code = 'batch') as batch,
        max(cell) filter (where column_code = 'title_zh') as title_zh,
        max(cell) filter (where column_code = 'title_en') as title_en,
        max(cell) filter (where column_code = 'area_code') as area_code,
        max(cell) filter (where column_code = 'further_areas') as further_areas,
        max(cell) filter (where column_code = 'place') as place_name,
        max(cell) filter (where column_code = 'theme') as theme,
        max(cell) filter (where column_code = 'level') as case_level,
        max(cell) filter (where column_code = 'result') as result,
        max(cell_day) filter (where column_code = 'start_on') as start_on,
        max(cell_day) filter (where column_code = 'review_on') as review_on,
        max(cell) filter (where column_code = 'original_code') as original_code,
        max(cell) filter (where column_code = 'document_title') as document_title,
        max(cell) filter (where column_code = 'document_number') as document_number,
        max(cell_day) filter (where column_code = 'document_date') as document_date
    from cells
    group by row_key
),
entered as (
    select
        written.*,
        coalesce(written.start_on, first_days.first_told) as begun_on,
        standing.stands_from,
        standing.note,
        standing.batch_id,
        standing.sequence,
        standing.file_name,
        standing.file_row,
        standing.filed_on,
        standing.filed_by,
        standing.simulated
    from written
    join standing
        on written.code = standing.row_key
    join first_days
        on written.code = first_days.row_key
),
listed as (
    select code, cast(1 as bigint) as place_number, area_code
    from entered
    where area_code is not null or further_areas is null
    union all
    select entered.code, 1 + further.number as place_number, further.area_code
    from entered,
        unnest(string_split(entered.further_areas, '|')) with ordinality as further (area_code, number)
    where entered.area_code is null or further.area_code <> entered.area_code
),
-- An area that went away since has its last name; one whose extent changed its newest.
newest_areas as (
    select *, row_number() over (partition by area_code order by valid_from desc) as recency
    from marts.areas
),
placed as (
    select
        listed.code,
        listed.place_number,
        areas.area_code,
        areas.area_name_zh,
        areas.area_name_en,
        areas.area_level,
        counties.area_code as county_code,
        counties.area_name_zh as county_name_zh,
        counties.area_name_en as county_name_en,
        counties.short_name_zh as county_short_name_zh,
        counties.short_name_en as county_short_name_en,
        cities.area_code as city_code
    from listed
    left join newest_areas as areas
        on listed.area_code = areas.area_code and areas.recency = 1
    left join newest_areas as above
        on areas.parent_code = above.area_code and above.recency = 1
    left join newest_areas as counties
        on counties.area_code = case when above.area_level = 'county' then above.area_code else areas.area_code end
        and counties.recency = 1
    left join newest_areas as cities
        on counties.parent_code = cities.area_code and cities.recency = 1 and cities.area_level = 'city'
),
homes as (
    select distinct code, county_code
    from placed
    where county_code is not null
),
home_cities as (
    select distinct code, city_code
    from placed
    where city_code is not null
),
copied as (
    select
        placed.code,
        placed.place_number,
        placed.county_code,
        copies.original_code,
        copies.begun_on,
        copies.result,
        home_cities.city_code is not null as is_same_city,
        case
            when originals.code is null then 'orphan'
            when placed.county_code is null then 'beyond'
            when copies.begun_on < originals.begun_on then 'older'
            when homes.county_code is not null then 'home'
            else 'reached'
        end as state
    from placed
    join entered as copies
        on placed.code = copies.code and copies.original_code is not null
    left join entered as originals
        on copies.original_code = originals.code
    left join homes
        on copies.original_code = homes.code and placed.county_code = homes.county_code
    left join home_cities
        on copies.original_code = home_cities.code and placed.city_code = home_cities.city_code
),
-- A county is reached once: by the first of its copies.
firsts as (
    select
        *,
        row_number() over (
            partition by original_code, state, county_code order by begun_on, code, place_number
        ) as turn
    from copied
),
reached as (
    select
        *,
        row_number() over (partition by original_code order by begun_on, county_code) as arrival,
        count(*) over (partition by original_code) as counties
    from firsts
    where state = 'reached' and turn = 1
),
spread as (
    select
        original_code,
        count(*) as counties_reached,
        count(*) filter (where is_same_city) as counties_same_city,
        count(*) filter (where result = 'failed') as counties_failed,
        max(begun_on) filter (where 2 * arrival < counties + 2) as half_on,
        max(begun_on) as last_reached_on
    from reached
    group by original_code
),
others as (
    select
        original_code,
        count(distinct code) filter (where state = 'older') as copies_older,
        count(distinct code) filter (where state = 'beyond') as copies_outside
    from copied
    group by original_code
)
select
    entered.code,
    entered.kind,
    entered.batch,
    entered.title_zh,
    entered.title_en,
    entered.theme,
    entered.case_level,
    entered.result,
    entered.start_on,
    entered.review_on,
    entered.begun_on,
    entered.original_code,
    originals.title_zh as original_title_zh,
    originals.title_en as original_title_en,
    placed.place_number,
    placed.area_code,
    placed.area_name_zh,
    placed.area_name_en,
    placed.area_level,
    entered.place_name,
    placed.county_code,
    placed.county_name_zh,
    placed.county_name_en,
    placed.county_short_name_zh,
    placed.county_short_name_en,
    placed.city_code,
    case when firsts.state = 'reached' and firsts.turn > 1 then 'again' else firsts.state end as copy_state,
    case when firsts.state = 'reached' and firsts.turn = 1 then firsts.is_same_city end as is_same_city,
    coalesce(spread.counties_reached, 0) as counties_reached,
    coalesce(spread.counties_same_city, 0) as counties_same_city,
    coalesce(spread.counties_failed, 0) as counties_failed,
    coalesce(others.copies_older, 0) as copies_older,
    coalesce(others.copies_outside, 0) as copies_outside,
    spread.half_on,
    spread.last_reached_on,
    entered.document_title,
    entered.document_number,
    entered.document_date,
    entered.stands_from,
    entered.note,
    entered.batch_id,
    entered.sequence,
    entered.file_name,
    entered.file_row,
    entered.filed_on,
    entered.filed_by,
    entered.simulated
from entered
join placed
    on entered.code = placed.code
left join entered as originals
    on entered.original_code = originals.code
left join firsts
    on placed.code = firsts.code and placed.place_number = firsts.place_number
left join spread
    on entered.code = spread.original_code
left join others
    on entered.code = others.original_code
order by entered.code, placed.place_number
