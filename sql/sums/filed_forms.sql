-- One row per filing of the periods made, standing or superseded, and whether it makes its form whole: every measure asked for
-- then that is not optional is known (is_whole).
-- kept as: view
select
    filings.dataset,
    filings.period,
    filings.area_code,
    filings.part_code,
    filings.area_level <> 'township' as is_part,
    filings.figures,
    filings.filed_on,
    filings.filed_again,
    filings.superseded,
    filings.simulated,
    needed.places is null
    or array_length(list_filter(needed.places, lambda place: list_extract(filings.figures, place) is null)) = 0 as is_whole
from staging.filings as filings
join spine.made_periods as periods
    on filings.period = periods.period
left join spine.needed_measures as needed
    on filings.dataset = needed.dataset and filings.period = needed.period
