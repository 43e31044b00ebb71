-- One row per state of an initiative as filed, in the order told; the newest says what has come of it by the snapshot's day.
-- key: code, sequence, file_row
-- columns:
--   code VARCHAR: Code of the initiative.
--   list VARCHAR: indicators, policies, reforms, projects or tasks.
--   title_zh VARCHAR: Chinese title.
--   title_en VARCHAR: English title; none where it was not filed.
--   former_title VARCHAR: Title that it had before.
--   system VARCHAR: System of the programme it belongs to.
--   mechanism VARCHAR: Mechanism of the programme it belongs to.
--   parent_code VARCHAR, own meaning: The one of 1+N; of a merged one, what it was merged into.
--   lead_zh VARCHAR: Who leads, in Chinese, by the name of the day.
--   lead_en VARCHAR: Who leads, in English; as written where the register of departments has no such name.
--   joint_zh VARCHAR: Who takes part, in Chinese, with bars between.
--   joint_en VARCHAR: Who takes part, in English, with bars between.
--   areas VARCHAR, own meaning: Codes of the areas it is for, with bars between.
--   start_on DATE: First day; of a month its first.
--   due_on DATE, own meaning: Day by which it is to be done; of a month its last. None: never late.
--   done_on DATE, own meaning: Day on which it was done.
--   status VARCHAR, own meaning: As filed: not_started, under_way, done, on_hold, merged or closed.
--   progress INTEGER: Per cent done, as filed.
--   document_title VARCHAR: Document.
--   document_number VARCHAR: Its number; none where it is not public.
--   document_date DATE: Day of the document.
--   is_open BOOLEAN: Whether the document is public.
--   indicators VARCHAR: Codes of the indicators it is to move, with bars between.
--   evidence VARCHAR: What shows that it was done.
--   standing VARCHAR: Of the newest: done, ended, overdue, slipping, on_hold, not_started, undated or on_track.
--   days BIGINT: Of the newest, days late: since it was due, since the first milestone was due, or done after it was due; below 0 the days left.
--   milestones BIGINT: Of the newest, how many milestones it has.
--   milestones_reached BIGINT: Of the newest, how many of them were reached.
--   next_milestone_on DATE: Of the newest, when the next milestone is due that was not reached.
with
cells as (
    select
        dataset,
        row_key,
        sequence,
        file_row,
        column_code,
        column_kind,
        cell,
        cell_day
    from marts.register_cells
    where dataset in ('initiatives', 'initiative_milestones')
),
-- A department is filed by its code or a name. A code has the name of the day: of the newest state that is today, of one that has
-- passed the day from which it told. Before or after its days it has the name nearest to be had.
named as (
    select
        cells.row_key,
        cells.sequence,
        cells.file_row,
        cells.column_code,
        string_agg(coalesce(names.department_name_zh, written.name), '|' order by written.place) as names_zh,
        string_agg(coalesce(names.department_name_en, written.name), '|' order by written.place) as names_en
    from cells
    cross join marts.snapshot as snapshot
    join marts.register_rows as rows
        on cells.dataset = rows.dataset
        and cells.row_key = rows.row_key
        and cells.sequence = rows.sequence
        and cells.file_row = rows.file_row,
        unnest(string_split(cells.cell, '|')) with ordinality as written (name, place)
    left join lateral (
        select
            coalesce(max(known.department_name_zh) filter (where known.is_of_the_day), max(known.department_name_zh)) as department_name_zh,
            coalesce(max(known.department_name_en) filter (where known.is_of_the_day), max(known.department_name_en)) as department_name_en
        from (
            select
                departments.department_name_zh,
                departments.department_name_en,
                case when rows.is_newest then snapshot.today else rows.stands_from end
                    between departments.valid_from and coalesce(departments.valid_to, date '9999-12-31') as is_of_the_day
            from marts.departments as departments
            where written.name in (
                departments.department_code, departments.department_name_zh, departments.department_name_en
            )
        ) as known
    ) as names on true
    where cells.dataset = 'initiatives' and cells.column_kind = 'department'
    group by all
),
written as (
    select
        row_key as code,
        sequence,
        file_row,
        max(cell) filter (where column_code = 'list') as list,
        max(cell) filter (where column_code = 'title_zh') as title_zh,
        max(cell) filter (where column_code = 'title_en') as title_en,
        max(cell) filter (where column_code = 'former_title') as former_title,
        max(cell) filter (where column_code = 'system') as system,
        max(cell) filter (where column_code = 'mechanism') as mechanism,
        max(cell) filter (where column_code = 'parent_code') as parent_code,
        max(cell) filter (where column_code = 'area_scope') as area_scope,
        max(cell_day) filter (where column_code = 'start_on') as start_on,
        max(cell_day) filter (where column_code = 'due_on') as due_on,
        max(cell_day) filter (where column_code = 'done_on') as done_on,
        max(cell) filter (where column_code = 'status') as status,
        try_cast(max(cell) filter (where column_code = 'progress') as integer) as progress,
        max(cell) filter (where column_code = 'document_title') as document_title,
        max(cell) filter (where column_code = 'document_number') as document_number,
        max(cell_day) filter (where column_code = 'document_date') as document_date,
        max(cell) filter (where column_code = 'open') as open,
        max(cell) filter (where column_code = 'indicator_codes') as indicator_codes,
        max(cell) filter (where column_code = 'evidence') as evidence
    from cells
    where dataset = 'initiatives'
    group by row_key, sequence, file_row
),
milestones as (
    select
        states.row_key,
        max(cells.cell) filter (where cells.column_code = 'code') as code,
        max(cells.cell_day) filter (where cells.column_code = 'due_on') as due_on,
        max(cells.cell_day) filter (where cells.column_code = 'done_on') as done_on
    from marts.register_rows as states
    join cells
        on states.dataset = cells.dataset
        and states.row_key = cells.row_key
        and states.sequence = cells.sequence
        and states.file_row = cells.file_row
    where states.dataset = 'initiative_milestones' and states.is_newest and not states.withdrawn
    group by states.row_key
),
reached as (
    select
        milestones.code,
        count(*) as milestones,
        count(milestones.done_on) as milestones_reached,
        min(milestones.due_on) filter (where milestones.done_on is null) as next_milestone_on
    from milestones
    group by milestones.code
),
-- Of a withdrawn key only the history is left: it has come to nothing.
told as (
    select
        written.*,
        states.stands_from,
        states.stands_until,
        states.is_newest,
        states.withdrawn,
        snapshot.today,
        case when states.is_newest then coalesce(reached.milestones, 0) end as milestones,
        case when states.is_newest then coalesce(reached.milestones_reached, 0) end as milestones_reached,
        case when states.is_newest then reached.next_milestone_on end as next_milestone_on
    from written
    join marts.register_rows as states
        on states.dataset = 'initiatives'
        and written.code = states.row_key
        and written.sequence = states.sequence
        and written.file_row = states.file_row
    cross join marts.snapshot as snapshot
    left join reached on written.code = reached.code
),
stood as (
    select
        *,
        case
            when not is_newest or withdrawn then null
            when status = 'done' then 'done'
            when status in ('merged', 'closed') then 'ended'
            when due_on < today then 'overdue'
            when next_milestone_on < today then 'slipping'
            when status = 'on_hold' then 'on_hold'
            when status = 'not_started' then 'not_started'
            when due_on is null then 'undated'
            else 'on_track'
        end as standing
    from told
)
select
    stood.code,
    stood.list,
    stood.title_zh,
    stood.title_en,
    stood.former_title,
    stood.system,
    stood.mechanism,
    stood.parent_code,
    leads.names_zh as lead_zh,
    leads.names_en as lead_en,
    joint.names_zh as joint_zh,
    joint.names_en as joint_en,
    stood.area_scope as areas,
    stood.start_on,
    stood.due_on,
    stood.done_on,
    stood.status,
    stood.progress,
    stood.document_title,
    stood.document_number,
    stood.document_date,
    try_cast(stood.open as boolean) as is_open,
    stood.indicator_codes as indicators,
    stood.evidence,
    stood.stands_from,
    stood.stands_until,
    stood.is_newest,
    stood.withdrawn,
    stood.standing,
    case
        when stood.standing is null or stood.standing = 'ended' then null
        when stood.standing = 'done' then datediff('day', stood.due_on, stood.done_on)
        when stood.standing = 'slipping' then datediff('day', stood.next_milestone_on, stood.today)
        else datediff('day', stood.due_on, stood.today)
    end as days,
    stood.milestones,
    stood.milestones_reached,
    stood.next_milestone_on,
    rows.note,
    rows.batch_id,
    rows.sequence,
    rows.file_name,
    rows.file_row,
    rows.filed_on,
    rows.filed_by,
    rows.simulated
from stood
join marts.register_rows as rows
    on rows.dataset = 'initiatives'
    and stood.code = rows.row_key
    and stood.sequence = rows.sequence
    and stood.file_row = rows.file_row
left join named as leads
    on stood.code = leads.row_key
    and stood.sequence = leads.sequence
    and stood.file_row = leads.file_row
    and leads.column_code = 'lead_department'
left join named as joint
    on stood.code = joint.row_key
    and stood.sequence = joint.sequence
    and stood.file_row = joint.file_row
    and joint.column_code = 'joint_departments'
order by stood.code, stood.stands_from, stood.sequence, stood.file_row
