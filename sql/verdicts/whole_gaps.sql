-- One row per indicator, period and whole: the sum of the known gaps of its counties, and how many are not known.
-- gap_at_most adds what each undecided county would lack if nobody more reported; null where that is not known of one.
select
    judged.indicator_code,
    judged.period,
    wholes.whole_code as area_code,
    cast(sum(judged.own_gap) as bigint) as gap,
    cast(sum(case when judged.verdict in ('unknown', 'not_met') and judged.own_gap is null then 1 else 0 end) as bigint)
        as gap_counties_unknown,
    case
        when bool_and(judged.own_gap_at_most is not null or judged.verdict = 'no_target')
            then cast(sum(judged.own_gap_at_most) as bigint)
    end as gap_at_most
from verdicts.judged as judged
join spine.whole_parts as wholes
    on judged.period = wholes.period and judged.area_code = wholes.part_code
where judged.branch = 'part' and judged.area_level = 'county' and judged.target_id is not null
group by judged.indicator_code, judged.period, wholes.whole_code
