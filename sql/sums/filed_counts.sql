-- One row per indicator and filed row of a form that it counts from, standing or superseded: what the row says of its sides.
-- One blank measure makes a sum unknown. Where both sides are in one return the row is complete with both (or with nothing
-- to serve: a denominator of zero); otherwise with the numerator.
-- is_alone: no other form gives the indicator counts, so that the row is all there is for its area.
-- kept as: view
with
sides as (
    select
        sides.indicator_code,
        sides.dataset,
        sides.side,
        list(measures.measure_order) as places
    from staging.indicator_measures as sides
    join staging.datasets as datasets
        on sides.dataset = datasets.dataset and datasets.kind = 'counts'
    join staging.measures as measures
        on sides.dataset = measures.dataset and sides.measure = measures.measure
    group by sides.indicator_code, sides.dataset, sides.side
),
forms as (
    select
        sides.indicator_code,
        sides.dataset,
        max(case when sides.side = 'numerator' then sides.places end) as numerator_places,
        max(case when sides.side = 'denominator' then sides.places end) as denominator_places
    from sides
    group by sides.indicator_code, sides.dataset
),
alone as (
    select indicator_code
    from forms
    group by indicator_code
    having count(*) = 1
),
summed as (
    select
        forms.indicator_code,
        filings.dataset,
        filings.period,
        filings.area_code,
        filings.part_code,
        case when filings.area_level = 'township' then 'unit' else 'part' end as role,
        list_reduce(
            list_transform(forms.numerator_places, lambda place: list_extract(filings.figures, place)), lambda one, other: one + other
        ) as numerator,
        list_reduce(
            list_transform(forms.denominator_places, lambda place: list_extract(filings.figures, place)), lambda one, other: one + other
        ) as denominator,
        forms.numerator_places is not null as gives_numerator,
        forms.denominator_places is not null as gives_denominator,
        alone.indicator_code is not null as is_alone,
        filings.filed_on,
        filings.filed_again,
        filings.superseded,
        filings.simulated
    from forms
    join staging.filings as filings
        on forms.dataset = filings.dataset
    join spine.made_periods as periods
        on filings.period = periods.period
    left join alone
        on forms.indicator_code = alone.indicator_code
)
select
    *,
    case
        when gives_numerator and gives_denominator then denominator is not null and (numerator is not null or denominator = 0)
        else numerator is not null
    end as complete
from summed
