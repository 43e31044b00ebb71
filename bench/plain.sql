-- `marts.indicator_values` and `marts.observations` of a home where only staffing has landed, written by hand in one
-- script: the yardstick `build` is measured against.
--
-- Independent of `sql/`: written from the rules about numbers, not from those files, and for speed alone. It has no
-- contracts, checks, comments or views. A test holds both tables equal to those of `build`, row for row on all columns.
--
-- It expects the variable `pack` (the pack's folder) and `today`; `landing.staffing` over the landed Parquet files;
-- `given.pack` (root_area, first_period, coloured_from_people), `given.maximum_ages`, `given.errors` and `given.populations`; and the empty file attached as `snapshot`.

create schema work;
create schema snapshot.marts;

create macro work.pack_table(name) as table
    select * from read_csv(getvariable('pack') || '/' || name || '.csv', all_varchar = true, header = true);

-- Areas, quarters and the tree. An area on a day is one whole number, spine_id: every larger join is on that.

create table work.area as
select
    cast(row_number() over (order by area_code, valid_from) as integer) as area_id,
    area_code,
    area_level,
    parent_code,
    coalesce(cast(valid_from as date), date '1900-01-01') as valid_from,
    cast(valid_to as date) as valid_to
from work.pack_table('areas');

create table work.quarter as
select
    cast(row_number() over (order by period) as integer) as period_id,
    period,
    case when month(period) = 12 then period else make_date(year(period) - 1, 12, 31) end as year_end
from (
    select last_day(cast(unnest(generate_series(
        date_trunc('month', (select cast(first_period as date) from given.pack)), getvariable('today'), interval 3 month
    )) as date)) as period
)
where period <= getvariable('today');

create table work.valid as
select
    areas.area_id * 1000 + quarters.period_id as spine_id,
    quarters.period_id,
    quarters.period,
    areas.area_code,
    areas.valid_from,
    areas.area_level,
    areas.parent_code
from work.area as areas
join work.quarter as quarters
    on quarters.period >= areas.valid_from and (areas.valid_to is null or quarters.period <= areas.valid_to);

create table work.place as
with
upper_areas as (
    select * from work.valid where area_level <> 'township'
),
lined as (
    select
        own.*,
        parent.spine_id as parent_id,
        parent.area_level as parent_level,
        parent.area_code as parent_on_day,
        grandparent.area_code as grandparent_on_day,
        great.area_code as great_grandparent_on_day
    from upper_areas as own
    left join upper_areas as parent
        on own.parent_code = parent.area_code and own.period_id = parent.period_id
    left join upper_areas as grandparent
        on parent.parent_code = grandparent.area_code and own.period_id = grandparent.period_id
    left join upper_areas as great
        on grandparent.parent_code = great.area_code and own.period_id = great.period_id
)
select
    *,
    case
        when area_level in ('province', 'city') then 'whole'
        when area_level = 'zone' and parent_level not in ('province', 'city') then 'inner'
        else 'part'
    end as role
from lined;

create table work.spine as
select
    valid.spine_id, valid.period_id, valid.period, valid.area_code, valid.valid_from, valid.area_level,
    true as is_township, parent.spine_id as part_id
from work.valid as valid
left join work.place as parent
    on valid.parent_code = parent.area_code and valid.period_id = parent.period_id
where valid.area_level = 'township'
union all
select spine_id, period_id, period, area_code, valid_from, area_level, false as is_township, spine_id as part_id
from work.place;

create table work.part as
select place.*, coalesce(townships.number, 1) as units
from work.place as place
left join (select part_id, count(*) as number from work.spine where is_township group by part_id) as townships
    on place.spine_id = townships.part_id
where place.role = 'part';

-- Registries.

create table work.indicator as
select
    cast(row_number() over (order by indicator_code) as integer) as indicator_id,
    indicator_code,
    numerator_dataset,
    denominator_dataset,
    cast(scale as bigint) as scale,
    cast(decimals as integer) as decimals,
    cycle,
    [trim(measure) for measure in string_split(numerator_measures, '+')] as numerator_measures,
    [trim(measure) for measure in string_split(denominator_measures, '+')] as denominator_measures,
    coalesce(
        [cast(cast(trim(bound) as decimal(18, 6)) * 1000000 as bigint) for bound in string_split(class_bounds, '|')], []
    ) as bounds
from work.pack_table('indicators');

create table work.due as
with
rules as (
    select
        dataset,
        cast(period as date) as period,
        cast(days_after_period_end as integer) as days,
        cast(due_on as date) as due_on
    from work.pack_table('due_dates')
),
days as (
    select period from work.quarter
    union all
    select last_day(cast(max(period) + interval 3 month as date)) from work.quarter
)
select
    datasets.dataset,
    days.period,
    coalesce(own.due_on, days.period + coalesce(own.days, general.days, 0)) as due_on
from (select distinct dataset from rules) as datasets
cross join days
left join rules as own on own.dataset = datasets.dataset and own.period = days.period
left join rules as general on general.dataset = datasets.dataset and general.period is null;

create table work.measured_on as
select
    indicators.indicator_id,
    indicators.indicator_code,
    indicators.numerator_dataset,
    quarters.period_id,
    quarters.period,
    due.due_on,
    coalesce(due.due_on >= getvariable('today'), false) as not_yet_due
from work.indicator as indicators
cross join work.quarter as quarters
left join work.due as due on due.dataset = indicators.numerator_dataset and due.period = quarters.period
where indicators.cycle = 'quarterly' or month(quarters.period) = 12;

-- Filed rows: where each belongs, and whether a newer one stands in its place.

create table work.staffing as
with
placed as (
    select landed.*, spine.spine_id, spine.part_id, spine.is_township
    from landing.staffing as landed
    left join work.spine as spine on landed.area_code = spine.area_code and landed.period = spine.period
),
again as (
    select spine_id, max(sequence) as newest
    from placed group by spine_id having count(*) > 1
),
of_part as (
    select
        part_id,
        max(sequence) filter (not is_township) as newest_whole,
        max(sequence) filter (is_township) as newest_township
    from placed group by part_id
)
select
    placed.*,
    coalesce(placed.sequence < again.newest, false)
    or coalesce(placed.sequence < case when placed.is_township then of_part.newest_whole else of_part.newest_township end, false)
        as superseded
from placed
left join again on placed.spine_id = again.spine_id
left join of_part on placed.part_id = of_part.part_id;

create table snapshot.marts.observations as
select
    'staffing' as dataset,
    unnest([
        'chief_workers', 'deputy_workers', 'other_workers', 'certified_workers'
    ]) as measure,
    area_code,
    period,
    unnest([
        chief_workers, deputy_workers, other_workers, certified_workers
    ]) as value,
    batch_id, sequence, file_name, file_row, filed_on, filed_by, superseded, simulated
from work.staffing;

-- Dated figures, and for each part and quarter the newest that is not too old.

create table work.pack_population as from work.pack_table('population');
create table work.pack_ages as from work.pack_table('census_ages');
create table work.pack_communities as from work.pack_table('communities');
create table work.figure as
with
people as (
    unpivot work.pack_population on resident_population, urban_population into name measure value figure
),
ages as (
    unpivot work.pack_ages on family_households, age_0_4, age_0_14, age_60_plus, age_65_plus, age_80_plus
    into name measure value figure
),
committees as (
    unpivot work.pack_communities on residents_committees, villagers_committees into name measure value figure
),
published as (
    select measure, area_code, area_valid_from, reference_date, figure, status, published_on from people
    union all
    select measure, area_code, area_valid_from, reference_date, figure, status, published_on from ages
    union all
    select measure, area_code, area_valid_from, reference_date, figure, status, published_on from committees
)
select
    measure,
    area_code,
    coalesce(cast(area_valid_from as date), date '1900-01-01') as area_valid_from,
    cast(reference_date as date) as reference_date,
    cast(figure as bigint) as value,
    status as figure_status,
    coalesce(published_on, '') as edition
from published;

create table work.dated as
with
newest as (
    select
        part.spine_id,
        part.period,
        quarters.year_end,
        figures.measure,
        max_by(
            {value: figures.value, day: figures.reference_date, status: figures.figure_status},
            {
                day: figures.reference_date,
                rank: case figures.figure_status when 'published' then 2 else 1 end,
                edition: figures.edition
            }
        ) as figure
    from work.part as part
    join work.quarter as quarters using (period_id)
    join work.figure as figures
        on figures.area_code = part.area_code
        and figures.area_valid_from = part.valid_from
        and figures.reference_date <= part.period
    group by all
)
select
    newest.spine_id,
    newest.measure,
    newest.figure.value as value,
    newest.figure.day as day,
    newest.figure.status as status,
    newest.figure.day < newest.year_end as carried,
    -- The ends in whole people; what is carried is at least as unsure as an estimate. Nothing where no error is stated.
    case
        when carried then greatest(own.error, estimate.error)
        else own.error
    end as off_by,
    case when estimate.error is not null or (not carried and newest.figure.status = 'published') then
        (newest.figure.value * (1000000 - off_by)) // 1000000 end as low,
    case when estimate.error is not null or (not carried and newest.figure.status = 'published') then
        newest.figure.value + (newest.figure.value * off_by + 999999) // 1000000 end as high,
    coalesce(newest.figure.day + to_years(ages.years) < newest.period, false) as too_old
from newest
cross join (select max(error) filter (status = 'estimated') as error from given.errors) as estimate
left join (select 'published' as status, coalesce(max(error) filter (status = 'published'), 0) as error from given.errors
    union all select 'estimated', max(error) filter (status = 'estimated') from given.errors) as own
    on own.status = newest.figure.status
left join given.maximum_ages as ages using (measure);

create macro work.figures_for(wanted) as table
select
    wanted.indicator_id,
    dated.spine_id,
    cast(sum(dated.value) as bigint) as value,
    cast(case when count(*) = count(dated.low) then sum(dated.low) end as bigint) as low,
    cast(case when count(*) = count(dated.high) then sum(dated.high) end as bigint) as high,
    min(dated.day) as day,
    case when bool_and(dated.status = 'published') then 'published' else 'estimated' end as status,
    bool_or(dated.carried) as carried
from query_table(wanted) as wanted
join work.dated as dated on list_contains(wanted.measures, dated.measure) and not dated.too_old
group by wanted.indicator_id, dated.spine_id
having count(*) = max(len(wanted.measures));

create view work.numerators_dated as
select indicator_id, numerator_measures as measures from work.indicator where numerator_dataset = 'figures';
create view work.denominators_dated as
select indicator_id, denominator_measures as measures from work.indicator where denominator_dataset = 'figures';
create table work.dated_numerator as select * from work.figures_for('work.numerators_dated');
create table work.dated_denominator as select * from work.figures_for('work.denominators_dated');
-- Where every figure of a denominator is there, but one has grown too old to be used.
create table work.outdated as
select wanted.indicator_id, dated.spine_id
from work.denominators_dated as wanted
join work.dated as dated on list_contains(wanted.measures, dated.measure)
group by wanted.indicator_id, dated.spine_id
having count(*) = max(len(wanted.measures)) and bool_or(dated.too_old);

-- Filed sums: one row per indicator and standing row. A measure that is used and blank makes the sum blank. Of two
-- filed sides in one return a unit needs both, unless it has nothing to serve; of two returns each counts for itself.

create table work.filed as
with
side as (
    select
        indicator_id,
        numerator_dataset = 'staffing' as of_numerator,
        denominator_dataset = 'staffing' as of_denominator,
        list_contains(numerator_measures, 'chief_workers') as n_1, list_contains(denominator_measures, 'chief_workers') as d_1,
        list_contains(numerator_measures, 'deputy_workers') as n_2, list_contains(denominator_measures, 'deputy_workers') as d_2,
        list_contains(numerator_measures, 'other_workers') as n_3, list_contains(denominator_measures, 'other_workers') as d_3,
        list_contains(numerator_measures, 'certified_workers') as n_4, list_contains(denominator_measures, 'certified_workers') as d_4
    from work.indicator
    where 'staffing' in (numerator_dataset, denominator_dataset)
),
summed as (
    select
        side.indicator_id,
        side.of_numerator,
        side.of_denominator,
        filed.spine_id,
        filed.part_id,
        filed.is_township,
        filed.simulated,
        case when side.of_numerator then
            case when side.n_1 then filed.chief_workers else 0 end
            + case when side.n_2 then filed.deputy_workers else 0 end
            + case when side.n_3 then filed.other_workers else 0 end
            + case when side.n_4 then filed.certified_workers else 0 end
        end as n,
        case when side.of_denominator then
            case when side.d_1 then filed.chief_workers else 0 end
            + case when side.d_2 then filed.deputy_workers else 0 end
            + case when side.d_3 then filed.other_workers else 0 end
            + case when side.d_4 then filed.certified_workers else 0 end
        end as d
    from work.staffing as filed
    cross join side
    where not filed.superseded
)
select
    * exclude (of_numerator, of_denominator),
    case when of_numerator and of_denominator then d is not null and (n is not null or d = 0) else n is not null end as complete
from summed
where n is not null or d is not null;

-- Parts that filed whole, per indicator whose numerator is in that return, and whether nothing in it was blank.

create table work.whole_filed as
select
    indicators.indicator_id,
    filing.part_id,
    coalesce(filed.complete, false) as complete
from work.staffing as filing
join work.indicator as indicators on indicators.numerator_dataset = 'staffing'
left join work.filed as filed
    on filing.spine_id = filed.spine_id and indicators.indicator_id = filed.indicator_id
where not filing.is_township and not filing.superseded;

-- Parts (counties, and zones beside them).

create table work.part_value as
with
summed as (
    select
        filed.indicator_id,
        filed.part_id,
        cast(sum(filed.n) as bigint) as n,
        cast(sum(filed.d) as bigint) as d,
        sum(case when filed.is_township then 1 else part.units end) filter (filed.complete) as units_complete,
        sum(case when filed.is_township then 1 else part.units end) filter (filed.d is not null) as units_with_d,
        bool_or(filed.simulated) as simulated
    from work.filed as filed
    join work.part as part on filed.part_id = part.spine_id
    group by filed.indicator_id, filed.part_id
),
sides as (
    select
        part.spine_id,
        part.period_id,
        part.period,
        part.area_code,
        part.valid_from,
        part.area_level,
        part.parent_on_day,
        part.grandparent_on_day,
        measured.indicator_id,
        measured.not_yet_due,
        -- Never so for two sides that are both figures: these are not in one return.
        indicators.numerator_dataset = indicators.denominator_dataset and indicators.numerator_dataset <> 'figures'
            as same_return,
        case when indicators.numerator_dataset = 'figures' then 1 else part.units end as units_expected,
        case
            when indicators.numerator_dataset = 'figures' then cast(dated_n.value is not null as bigint)
            else coalesce(summed.units_complete, 0)
        end as units_reported,
        case when indicators.numerator_dataset = 'figures' then dated_n.value else summed.n end as n,
        -- Half a denominator is worse than none, unless the units that lack it are not counted either.
        case
            when indicators.denominator_dataset = 'figures' then dated_d.value
            when same_return or summed.units_with_d = part.units then summed.d
        end as d,
        case when indicators.numerator_dataset = 'figures' then dated_n.day when summed.n is not null then part.period end as n_date,
        coalesce(dated_d.day, part.period) as day_of_d,
        coalesce(dated_d.status, 'reported') as status_of_d,
        coalesce(dated_d.carried, false) as d_carried,
        coalesce(dated_n.carried, false) as n_carried,
        case when indicators.denominator_dataset = 'figures' then dated_d.low else summed.d end as d_low,
        case when indicators.denominator_dataset = 'figures' then dated_d.high else summed.d end as d_high,
        outdated.spine_id is not null as d_too_old,
        coalesce(dated_n.status = 'estimated', false) as n_is_estimated,
        coalesce(summed.simulated, false) as simulated
    from work.part as part
    join work.measured_on as measured on part.period_id = measured.period_id
    join work.indicator as indicators on measured.indicator_id = indicators.indicator_id
    left join summed on summed.part_id = part.spine_id and summed.indicator_id = measured.indicator_id
    left join work.dated_numerator as dated_n
        on dated_n.spine_id = part.spine_id and dated_n.indicator_id = measured.indicator_id
    left join work.dated_denominator as dated_d
        on dated_d.spine_id = part.spine_id and dated_d.indicator_id = measured.indicator_id
    left join work.outdated as outdated
        on outdated.spine_id = part.spine_id and outdated.indicator_id = measured.indicator_id
),
known as (
    select
        * exclude (day_of_d, status_of_d)
            replace (case when d is not null then d_low end as d_low, case when d is not null then d_high end as d_high),
        case when d is not null then day_of_d end as d_date,
        case when d is not null then status_of_d else 'missing' end as d_status
    from sides
)
select
    *,
    case
        when d = 0 and (not same_return or units_reported = units_expected) then 'not_applicable'
        when units_reported = 0 then case when not_yet_due then 'not_due' else 'missing' end
        when units_reported < units_expected then 'partial'
        when d is null then 'missing'
        when d_status = 'estimated' or n_is_estimated then 'estimated'
        else 'reported'
    end as value_status
from known;

-- Cities and the province: the complete parts on both sides; for the test of a decided verdict, everything.

create table work.whole_value as
with
weighed as (
    select
        *,
        value_status <> 'not_applicable' as applies,
        value_status in ('reported', 'estimated') as complete,
        case d_status when 'published' then 1 when 'reported' then 2 when 'estimated' then 3 else 4 end as weakness
    from work.part_value
),
above as (
    select parent_on_day as whole_code, * from weighed where parent_on_day is not null
    union all
    select grandparent_on_day as whole_code, * from weighed where grandparent_on_day is not null
),
summed as (
    select
        whole_code,
        period_id,
        indicator_id,
        any_value(same_return) as same_return,
        count(*) filter (applies) as applicable,
        count(*) filter (value_status = 'not_due') as not_due,
        count(*) filter (complete) as complete,
        count(*) filter (value_status in ('missing', 'not_due')) as without_value,
        bool_or(value_status = 'estimated') as any_estimated,
        sum(n) filter (complete) as complete_n,
        sum(d) filter (complete) as complete_d,
        sum(n) filter (applies) as all_n,
        sum(d) filter (applies) as all_d,
        count(*) filter (applies and d is null) as without_d,
        coalesce(bool_and(d_too_old) filter (applies and d is null), false) as d_too_old,
        min(n_date) filter (complete) as complete_n_date,
        min(d_date) filter (complete) as complete_d_date,
        min(n_date) filter (applies) as all_n_date,
        min(d_date) filter (applies) as all_d_date,
        max(weakness) filter (complete) as complete_weakness,
        max(weakness) filter (applies) as all_weakness,
        bool_or(n_carried) filter (complete) as complete_n_carried,
        bool_or(n_carried) filter (applies) as all_n_carried,
        case when count(d_low) filter (complete) = count(*) filter (complete) then sum(d_low) filter (complete) end as complete_low,
        case when count(d_high) filter (complete) = count(*) filter (complete) then sum(d_high) filter (complete) end as complete_high,
        case when count(d_low) filter (applies) = count(*) filter (applies) then sum(d_low) filter (applies) end as all_low,
        case when count(d_high) filter (applies) = count(*) filter (applies) then sum(d_high) filter (applies) end as all_high,
        coalesce(sum(units_expected) filter (complete), 0) as units_in_it,
        bool_or(d_carried) filter (complete) as complete_carried,
        bool_or(d_carried) filter (applies) as all_carried,
        sum(units_expected) filter (applies) as units_expected,
        sum(units_reported) filter (applies) as units_reported,
        bool_or(simulated) as simulated
    from above
    group by whole_code, period_id, indicator_id
),
shared as (
    select
        *,
        case when applicable = 0 then null when without_d = 0 then coalesce(complete_d, 0) else units_in_it end as in_it,
        case when applicable = 0 then null when without_d = 0 then all_d else units_expected end as of_all
    from summed
)
select
    place.spine_id,
    place.period_id,
    place.period,
    place.area_code,
    place.valid_from,
    place.area_level,
    summed.indicator_id,
    summed.same_return,
    summed.complete > 0 and 5 * summed.in_it >= 4 * summed.of_all as has_value,
    case when of_all > 0 then cast(cast(10000 * in_it // of_all as decimal(18, 0)) * 0.0001 as decimal(5, 4)) end as share_known,
    coalesce(case when summed.complete > 0 then complete_n_carried else all_n_carried end, false) as n_carried,
    cast(case when summed.complete > 0 then complete_low when without_d = 0 then summed.all_low end as bigint) as d_low,
    cast(case when summed.complete > 0 then complete_high when without_d = 0 then summed.all_high end as bigint) as d_high,
    cast(case when without_d = 0 then summed.all_low end as bigint) as all_low,
    cast(case when without_d = 0 then summed.all_high end as bigint) as all_high,
    cast(case when summed.complete > 0 then complete_n else all_n end as bigint) as n,
    cast(case when summed.complete > 0 then complete_d when without_d = 0 then all_d end as bigint) as d,
    case when summed.complete > 0 then complete_n_date else all_n_date end as n_date,
    case when summed.complete > 0 then complete_d_date when without_d = 0 then all_d_date end as d_date,
    case
        when summed.applicable = 0 then 'not_applicable'
        else ['published', 'reported', 'estimated', 'missing'][
            case when summed.complete > 0 then complete_weakness else all_weakness end
        ]
    end as d_status,
    coalesce(case when summed.complete > 0 then complete_carried else all_carried end, false) as d_carried,
    summed.d_too_old,
    cast(summed.all_n as bigint) as all_n,
    cast(case when without_d = 0 then summed.all_d end as bigint) as all_d,
    cast(coalesce(summed.units_expected, 0) as bigint) as units_expected,
    cast(coalesce(summed.units_reported, 0) as bigint) as units_reported,
    summed.simulated,
    case
        when summed.applicable = 0 then 'not_applicable'
        when summed.not_due = summed.applicable then 'not_due'
        when summed.without_value = summed.applicable then 'missing'
        when summed.complete < summed.applicable then 'partial'
        when summed.any_estimated then 'estimated'
        else 'reported'
    end as value_status
from shared as summed
join work.place as place
    on summed.whole_code = place.area_code and summed.period_id = place.period_id and place.role = 'whole';

-- Targets: the strictest row, then the nearest area's, then the earliest.

create table work.target as
with
lineage as (
    select spine_id, period, area_level, area_code as of_code, 0 as distance from work.place
    union all
    select spine_id, period, area_level, parent_on_day, 1 from work.place where parent_on_day is not null
    union all
    select spine_id, period, area_level, grandparent_on_day, 2 from work.place where grandparent_on_day is not null
    union all
    select spine_id, period, area_level, great_grandparent_on_day, 3 from work.place where great_grandparent_on_day is not null
),
registry as (
    select
        indicators.indicator_id, targets.target_id, targets.area_code, targets.comparison as target_comparison,
        cast(targets.value as decimal(18, 6)) as target_value,
        cast(cast(targets.value as decimal(18, 6)) * 1000000 as bigint) as millionths,
        coalesce(cast(targets.valid_from as date), date '1900-01-01') as valid_from,
        cast(targets.valid_to as date) as valid_to,
        string_split(targets.levels, '|') as levels
    from work.pack_table('targets') as targets
    join work.indicator as indicators using (indicator_code)
),
applying as (
    select registry.*, lineage.spine_id, lineage.distance
    from registry
    join lineage on registry.area_code = lineage.of_code and list_contains(registry.levels, lineage.area_level)
        and lineage.period >= registry.valid_from
        and (registry.valid_to is null or lineage.period <= registry.valid_to)
    union all
    select registry.*, spine.spine_id, lineage.distance + 1
    from registry
    join lineage on registry.area_code = lineage.of_code
        and lineage.period >= registry.valid_from
        and (registry.valid_to is null or lineage.period <= registry.valid_to)
    join work.spine as spine on spine.part_id = lineage.spine_id and spine.is_township
    where list_contains(registry.levels, 'township')
    union all
    select registry.*, spine.spine_id, 0
    from registry
    join work.spine as spine on registry.area_code = spine.area_code and spine.is_township
        and spine.period >= registry.valid_from
        and (registry.valid_to is null or spine.period <= registry.valid_to)
    where list_contains(registry.levels, 'township')
)
select
    indicator_id,
    spine_id,
    unnest(min_by(
        {target_id: target_id, comparison: target_comparison, target_value: target_value, millionths: millionths},
        {
            strictness: case when target_comparison in ('>=', '>') then -millionths else millionths end,
            inclusive: target_comparison in ('>=', '<='),
            distance: distance,
            valid_from: valid_from,
            target_id: target_id
        }
    ))
from applying
group by indicator_id, spine_id;

-- The verdicts of everything that can have one: all areas above the township, townships whose sides are both filed.

create table work.judged as
with
units as (
    select
        spine.spine_id,
        spine.period,
        spine.area_code,
        spine.valid_from,
        spine.area_level,
        measured.indicator_id,
        filed.n,
        filed.d,
        case when filed.n is not null then spine.period end as n_date,
        case when filed.d is not null then spine.period end as d_date,
        case when whole.part_id is not null then 'not_applicable' when filed.d is not null then 'reported' else 'missing' end as d_status,
        false as d_carried,
        false as n_carried,
        filed.d as d_low,
        filed.d as d_high,
        filed.d as end_low,
        filed.d as end_high,
        false as same_return,
        cast(null as decimal(5, 4)) as share_known,
        false as d_too_old,
        cast(null as bigint) as all_n,
        cast(null as bigint) as all_d,
        1 as units_expected,
        cast(coalesce(filed.complete, false) or coalesce(whole.complete, false) as bigint) as units_reported,
        coalesce(filed.simulated, false) as simulated,
        case
            when whole.part_id is not null or filed.d = 0 then 'not_applicable'
            when filed.complete then case when filed.d is null then 'missing' else 'reported' end
            when measured.not_yet_due then 'not_due'
            else 'missing'
        end as value_status
    from work.spine as spine
    join work.measured_on as measured on spine.period_id = measured.period_id
    join work.indicator as indicators on measured.indicator_id = indicators.indicator_id
    left join work.filed as filed on filed.spine_id = spine.spine_id and filed.indicator_id = measured.indicator_id
    left join work.whole_filed as whole on whole.part_id = spine.part_id and whole.indicator_id = measured.indicator_id
    where spine.is_township and 'figures' not in (indicators.numerator_dataset, indicators.denominator_dataset)
),
all_rows as (
    select *, value_status in ('reported', 'estimated') as complete, value_status in ('reported', 'estimated') as has_value
    from units
    union all by name
    select
        spine_id, period, area_code, valid_from, area_level, indicator_id, n, d, n_date, d_date, d_status, d_carried, d_too_old,
        case when value_status = 'partial' and not same_return then n end as all_n,
        case when value_status = 'partial' and not same_return then d end as all_d,
        units_expected, units_reported, simulated, value_status, n_carried, d_low, d_high, same_return,
        cast(null as decimal(5, 4)) as share_known,
        d_low as end_low,
        d_high as end_high,
        value_status in ('reported', 'estimated') as complete, value_status in ('reported', 'estimated') as has_value
    from work.part_value
    union all by name
    select
        spine_id, period, area_code, valid_from, area_level, indicator_id, n, d, n_date, d_date, d_status, d_carried, d_too_old,
        case when value_status = 'partial' and not same_return then all_n end as all_n,
        case when value_status = 'partial' and not same_return then all_d end as all_d,
        units_expected, units_reported, simulated, value_status, n_carried, d_low, d_high, same_return, share_known,
        case when value_status = 'partial' then all_low else d_low end as end_low,
        case when value_status = 'partial' then all_high else d_high end as end_high,
        value_status in ('reported', 'estimated') as complete,
        has_value
    from work.whole_value
),
compared as (
    select
        all_rows.*,
        indicators.indicator_code,
        indicators.scale,
        indicators.decimals,
        indicators.bounds,
        targets.target_id,
        targets.comparison,
        targets.target_value,
        targets.millionths,
        indicators.scale * 1000000 as one,
        n * indicators.scale * 1000000 as mine,
        targets.millionths * d as wanted,
        all_n * indicators.scale * 1000000 as sure_mine,
        targets.millionths * all_d as sure_wanted,
        case when complete then n else all_n end * indicators.scale * 1000000 as end_mine,
        targets.millionths * end_low as wanted_low,
        targets.millionths * end_high as wanted_high
    from all_rows
    join work.indicator as indicators using (indicator_id)
    left join work.target as targets
        on targets.spine_id = all_rows.spine_id and targets.indicator_id = all_rows.indicator_id
        and all_rows.value_status <> 'not_applicable'
)
select
    *,
    case when d > 0 then
        case comparison
            when '>=' then (wanted + one - 1) // one
            when '>' then wanted // one + 1
            when '<=' then wanted // one
            when '<' then (wanted + one - 1) // one - 1
        end
    end as required,
    case
        when target_id is null then 'no_target'
        when complete then
            case when case comparison
                when '>=' then mine >= wanted when '>' then mine > wanted
                when '<=' then mine <= wanted else mine < wanted
            end then 'met' else 'not_met' end
        when comparison = '>=' and sure_mine >= sure_wanted then 'met'
        when comparison = '>' and sure_mine > sure_wanted then 'met'
        when comparison = '<=' and sure_mine > sure_wanted then 'not_met'
        when comparison = '<' and sure_mine >= sure_wanted then 'not_met'
        else 'unknown'
    end as verdict,
    -- Held at both ends of the denominator.
    case
        when verdict = 'met' then case comparison
            when '>=' then end_mine >= wanted_low and end_mine >= wanted_high
            when '>' then end_mine > wanted_low and end_mine > wanted_high
            when '<=' then end_mine <= wanted_low and end_mine <= wanted_high
            else end_mine < wanted_low and end_mine < wanted_high end
        when verdict = 'not_met' then case comparison
            when '>=' then end_mine < wanted_low and end_mine < wanted_high
            when '>' then end_mine <= wanted_low and end_mine <= wanted_high
            when '<=' then end_mine > wanted_low and end_mine > wanted_high
            else end_mine >= wanted_low and end_mine >= wanted_high end
    end as firm,
    case
        when verdict = 'met' and not complete then 0
        when comparison not in ('>=', '>') then null
        when verdict in ('met', 'not_met') then greatest(0, required - n)
        when verdict = 'unknown' and not same_return and required is not null then greatest(0, required - coalesce(n, 0))
    end as lacks_at_most
from compared;

create table work.whole_gap as
with
gaps as (
    select
        judged.indicator_id,
        part.period_id,
        part.parent_on_day,
        part.grandparent_on_day,
        case
            when not judged.complete then case when judged.verdict = 'met' then 0 end
            when judged.comparison in ('>=', '>') then greatest(0, judged.required - judged.n)
            else greatest(0, judged.n - judged.required)
        end as gap,
        judged.lacks_at_most
    from work.judged as judged
    join work.part as part on judged.spine_id = part.spine_id
    where judged.area_level = 'county' and judged.target_id is not null
)
select
    place.spine_id,
    gaps.indicator_id,
    cast(sum(gap) as bigint) as gap,
    cast(case when count(*) = count(lacks_at_most) then sum(lacks_at_most) end as bigint) as lacks_at_most,
    count(*) - count(gap) as unknown
from gaps
join work.place as place
    on place.period_id = gaps.period_id
    and place.role = 'whole'
    and place.area_code in (gaps.parent_on_day, gaps.grandparent_on_day)
group by place.spine_id, gaps.indicator_id;

create table snapshot.marts.indicator_values as
with
of_people as (
    select distinct indicators.indicator_code
    from work.indicator as indicators
    join given.populations as populations on list_contains(indicators.denominator_measures, populations.measure)
    where indicators.denominator_dataset = 'figures'
),
rounded as (
    select
        judged.*,
        -- Units of the last decimal shown, half up; and how many millionths one of these is.
        case when has_value then (2 * n * scale * cast(power(10, decimals) as bigint) + d) // (2 * d) end as half_up,
        cast(power(10, 6 - decimals) as bigint) as step
    from work.judged as judged
),
sided as (
    select
        *,
        case
            when target_id is null or half_up is null then half_up
            when mine < wanted or (mine = wanted and comparison in ('>', '<=') and millionths % step > 0)
                then least(half_up, (millionths + step - 1) // step - 1)
            when mine > wanted or millionths % step > 0 then greatest(half_up, millionths // step + 1)
            else half_up
        end as units_shown
    from rounded
)
select
    sided.indicator_code,
    sided.area_code,
    sided.valid_from as area_valid_from,
    sided.area_level,
    sided.period,
    sided.n as numerator,
    sided.n_date as numerator_date,
    sided.n_carried as numerator_carried,
    sided.d as denominator,
    sided.d_date as denominator_date,
    sided.d_status as denominator_status,
    sided.d_carried as denominator_carried,
    sided.d_low as denominator_low,
    sided.d_high as denominator_high,
    case when sided.has_value then sided.n * sided.scale / cast(sided.d as double) end as value,
    cast(cast(sided.units_shown * (step // 100) as decimal(18, 0)) * 0.0001 as decimal(18, 4)) as value_shown,
    sided.target_value,
    sided.target_id,
    sided.required,
    sided.verdict,
    sided.firm as verdict_firm,
    case
        when sided.area_level in ('province', 'city') then whole_gap.gap
        when sided.target_id is null then null
        when not sided.complete then case when sided.verdict = 'met' then 0 end
        when sided.comparison in ('>=', '>') then greatest(0, sided.required - sided.n)
        else greatest(0, sided.n - sided.required)
    end as gap,
    case when sided.area_level in ('province', 'city') then whole_gap.lacks_at_most else sided.lacks_at_most end as gap_at_most,
    case when sided.has_value then sided.n - sided.required end as balance,
    sided.value_status,
    cast(sided.units_expected as bigint) as units_expected,
    cast(sided.units_reported as bigint) as units_reported,
    sided.share_known,
    sided.comparison as target_comparison,
    case when sided.has_value
        and not (sided.area_level in ('county', 'zone') and sided.d < pack.coloured_from_people
            and sided.indicator_code in (select of_people.indicator_code from of_people))
    then cast(len(list_filter(sided.bounds, lambda bound: sided.mine >= bound * sided.d)) as integer) end as class_index,
    case when sided.has_value then
        case when sided.scale = 100 and sided.millionths = 100000000 then sided.n < sided.required else true end
        and 20 * abs(sided.n - sided.required) <= sided.required
    end as near_target,
    whole_gap.unknown as gap_counties_unknown,
    sided.simulated,
    -- What stands in the way of a verdict, or of a value where there is nothing to judge by.
    case
        when sided.verdict in ('met', 'not_met') or (sided.target_id is null and sided.has_value) then null
        when sided.value_status = 'partial' then 'partial'
        when sided.value_status = 'not_due' then 'not_due'
        when sided.value_status <> 'missing' then null
        when sided.units_reported < sided.units_expected or sided.units_expected = 0 then 'unreported'
        when sided.d_too_old then 'denominator_too_old'
        else 'no_denominator'
    end as undecided_because
from sided
cross join given.pack as pack
left join work.whole_gap as whole_gap
    on sided.spine_id = whole_gap.spine_id and sided.indicator_id = whole_gap.indicator_id
union all
-- Townships of indicators with a side that is no township's, because it is a dated figure: what was reported, no verdict.
select
    indicators.indicator_code,
    spine.area_code,
    spine.valid_from,
    spine.area_level,
    spine.period,
    filed.n,
    case when filed.n is not null then spine.period end,
    false,
    filed.d,
    case when filed.d is not null then spine.period end,
    'not_applicable',
    false,
    filed.d,
    filed.d,
    null,
    null,
    null,
    null,
    null,
    'no_target',
    null,
    null,
    null,
    null,
    case
        when indicators.numerator_dataset = 'figures' or whole.part_id is not null then 'not_applicable'
        when filed.complete then 'reported'
        when measured.not_yet_due then 'not_due'
        else 'missing'
    end,
    case when indicators.numerator_dataset = 'figures' then 0 else 1 end,
    case when indicators.numerator_dataset = 'figures' then 0 else cast(coalesce(filed.complete, false) or coalesce(whole.complete, false) as bigint) end,
    null,
    null,
    null,
    null,
    null,
    coalesce(filed.simulated, false),
    case
        when indicators.numerator_dataset = 'figures' or whole.part_id is not null or filed.complete then null
        when measured.not_yet_due then 'not_due'
        else 'unreported'
    end
from work.spine as spine
join work.measured_on as measured on spine.period_id = measured.period_id
join work.indicator as indicators on measured.indicator_id = indicators.indicator_id
left join work.filed as filed on filed.spine_id = spine.spine_id and filed.indicator_id = measured.indicator_id
left join work.whole_filed as whole on whole.part_id = spine.part_id and whole.indicator_id = measured.indicator_id
where spine.is_township and 'figures' in (indicators.numerator_dataset, indicators.denominator_dataset)
union all
-- Zones inside a county, which report through it.
select
    indicators.indicator_code, place.area_code, place.valid_from, place.area_level, place.period,
    null, null, false, null, null, 'not_applicable', false, null, null, null, null, null, null, null, 'no_target', null, null, null, null,
    'not_applicable', 0, 0, null, null, null, null, null, false, null
from work.place as place
join work.measured_on as measured on place.period_id = measured.period_id
join work.indicator as indicators on measured.indicator_id = indicators.indicator_id
where place.role = 'inner';
