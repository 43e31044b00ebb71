-- One row: this snapshot, the pack it was built with and what is simulated in it.
-- key: snapshot_id
-- columns:
--   snapshot_id VARCHAR: Name of the snapshot.
--   built_at TIMESTAMP: When it was built, in UTC.
--   today DATE: The day its statuses (due, late) are told on.
--   pack_id VARCHAR: Name of the reference pack.
--   pack_name_zh VARCHAR: Chinese name of the province or country.
--   pack_name_en VARCHAR: English name of the province or country.
--   department_zh VARCHAR: Department in Chinese.
--   department_en VARCHAR: Department in English.
--   root_area VARCHAR: Code of the area all others belong to.
--   root_level VARCHAR: Level of that area: province or country.
--   parts_level VARCHAR: Highest level of the areas below it: province, city, or county where it has no cities.
--   timezone VARCHAR: Time zone whose days the dates of filing and of statuses are.
--   headline_indicator VARCHAR: Indicator the home page opens with: the one that the pack names, else the first with a target and a return, else the first published, else the first of all.
--   first_period DATE: First quarter end of the series.
--   last_period DATE: Last quarter ended.
--   map_source_zh VARCHAR: Source of the outlines in Chinese.
--   map_source_en VARCHAR: Source of the outlines in English.
--   map_datum VARCHAR: Datum of the outlines.
--   map_approval_number VARCHAR: Approval number of the map; none until the user supplies one.
--   has_near_outlines BOOLEAN: True where parts of the map have finer outlines than the whole.
--   areas_as_of DATE: Day whose areas the pack has; none where it follows their changes.
--   sources_note_zh VARCHAR: Sources in one Chinese sentence.
--   sources_note_en VARCHAR: Sources in one English sentence.
--   letterhead_organ_zh VARCHAR: Organ that issues documents, in Chinese; this and the next eight: none where the pack has none.
--   letterhead_organ_en VARCHAR: Organ that issues documents, in English.
--   letterhead_number_prefix VARCHAR: What stands before the year in a document's number.
--   letterhead_to_zh VARCHAR: To whom documents go, in Chinese.
--   letterhead_to_en VARCHAR: To whom documents go, in English.
--   letterhead_copies_zh VARCHAR: Who gets a copy, in Chinese.
--   letterhead_copies_en VARCHAR: Who gets a copy, in English.
--   letterhead_printed_by_zh VARCHAR: Office that prints documents, in Chinese.
--   letterhead_printed_by_en VARCHAR: Office that prints documents, in English.
--   simulated_text_zh VARCHAR: What is simulated, in Chinese; none where no simulated return has landed.
--   simulated_text_en VARCHAR: What is simulated, in English; none where no simulated return has landed.
--   landing_sequence BIGINT: Sequence of the newest return in it.
--   returns_landed BIGINT: Accepted returns in it, those of registers left out.
--   landing_digest VARCHAR: What tells the landed rows up to there from any others; the same wherever the same landed.
--   kept_of VARCHAR: Snapshot whose untouched periods this one keeps; none where all was made anew.
--   builds_since_full BIGINT: How many builds, one on the other, have kept periods since all was made anew.
--   sql_fingerprint VARCHAR: Hash of the SQL that made it.
--   pack_fingerprint VARCHAR: Hash of the pack that made it.
with
simulating as (
    select distinct dataset
    from staging.landed
    where simulated
),
-- Each text once, in the order in which the pack says it.
texts as (
    select
        simulated.text_zh,
        simulated.text_en,
        min(simulated.place) as place
    from reference.simulated as simulated
    join simulating
        on simulated.dataset = simulating.dataset
    group by simulated.text_zh, simulated.text_en
),
joined_texts as (
    select
        string_agg(text_zh, '；' order by place) as text_zh,
        string_agg(text_en, '; ' order by place) as text_en
    from texts
),
any_simulating as (
    select count(*) as datasets from simulating
),
counted as (
    select count(distinct batch_id) as returns_landed from staging.landed where is_counts
),
ended as (
    select max(period) as last_period from spine.periods
),
filed as (
    select distinct dataset
    from staging.landed
    where is_counts
),
judged as (
    select distinct indicator_code
    from staging.targets
),
-- A page that opens on what nobody has filed yet would be blank, however weighty its target.
opening as (
    select indicators.indicator_code
    from staging.indicators as indicators
    left join filed
        on indicators.numerator_dataset = filed.dataset
    left join judged
        on indicators.indicator_code = judged.indicator_code
    order by
        case
            when filed.dataset is not null and judged.indicator_code is not null then 1
            when indicators.numerator_dataset = 'figures' then 2
            else 3
        end,
        indicators.sort_order,
        indicators.indicator_code
    limit 1
),
roots as (
    select max(areas.area_level) as root_level
    from staging.areas as areas
    join reference.pack as pack
        on areas.area_code = pack.root_area
),
below_root as (
    select
        case
            when count(*) filter (where areas.area_level = 'province') > 0 then 'province'
            when count(*) filter (where areas.area_level = 'city') > 0 then 'city'
            else 'county'
        end as parts_level
    from staging.areas as areas
    join reference.pack as pack
        on areas.area_code <> pack.root_area
)
select
    run.snapshot_id,
    run.built_at,
    run.today,
    pack.pack_id,
    pack.pack_name_zh,
    pack.pack_name_en,
    pack.department_zh,
    pack.department_en,
    pack.root_area,
    roots.root_level,
    below_root.parts_level,
    pack.timezone,
    coalesce(pack.headline_indicator, opening.indicator_code) as headline_indicator,
    cast(pack.first_period as date) as first_period,
    ended.last_period,
    pack.map_source_zh,
    pack.map_source_en,
    pack.map_datum,
    pack.map_approval_number,
    pack.has_near_outlines = 'true' as has_near_outlines,
    cast(pack.areas_as_of as date) as areas_as_of,
    pack.sources_note_zh,
    pack.sources_note_en,
    pack.letterhead_organ_zh,
    pack.letterhead_organ_en,
    pack.letterhead_number_prefix,
    pack.letterhead_to_zh,
    pack.letterhead_to_en,
    pack.letterhead_copies_zh,
    pack.letterhead_copies_en,
    pack.letterhead_printed_by_zh,
    pack.letterhead_printed_by_en,
    coalesce(joined_texts.text_zh, case when any_simulating.datasets > 0 then '含模拟填报数据' end) as simulated_text_zh,
    coalesce(joined_texts.text_en, case when any_simulating.datasets > 0 then 'Some returns are simulated' end) as simulated_text_en,
    run.landing_sequence,
    counted.returns_landed,
    run.landing_digest,
    kept.snapshot_id as kept_of,
    coalesce(kept.builds_since_full + 1, 0) as builds_since_full,
    run.sql_fingerprint,
    run.pack_fingerprint
from reference.run as run
cross join reference.pack as pack
cross join joined_texts
cross join any_simulating
cross join counted
cross join ended
cross join opening
cross join roots
cross join below_root
left join reference.kept as kept
    on true
