"""The findings of the form and area shown, and the figures of the period to look at beside their own past."""

from __future__ import annotations

from pipelines.filing import found
from pipelines.filing.found import Found
from ui.frame import choices, startup
from ui.frame.kept import kept
from ui.frame.page import Form


@kept(most=60)
def every(form: Form) -> list[Found]:
    """Findings of all periods, the newest first, then the outliers of the period shown, the farthest first.

    A rule that holds another form against this one is told with both: either may be what is wrong.
    """
    forms, datasets = form.answers.forms(), startup.datasets()
    listed = found.findings(form.answers, form.area, datasets)
    # What a model promises is of no form: it is told with each.
    own = [
        one
        for one in listed
        if one.source == form.dataset
        or one.source not in forms
        or (one.source in datasets and form.dataset in datasets[one.source].read_by(one.rule))
    ]
    return [*own, *found.outliers(form.answers, form.dataset, form.period, form.area)]


def text(form: Form, one: Found) -> str:
    """What a finding says; of another form than the one shown with its name before."""
    language = form.speech.language
    said = one.message(language)
    other = form.answers.forms().get(one.source) if one.source != form.dataset else None
    if other is None:
        return said
    return form.speech("completeness.of_form", form=form.speech.pick(other, "dataset_name"), said=said)


def shown(form: Form) -> list[Found]:
    """Those of the rule, the severity and the period chosen."""
    rule, severity, span = (choices.raw(name) for name in ("rule", "severity", "span"))
    return [
        one
        for one in every(form)
        if rule in (None, one.rule)
        and severity in (None, one.severity)
        and (span is None or one.row["period"] == form.period)
    ]
