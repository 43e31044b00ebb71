"""The handbook's ten steps as the page's table of contents: each a sentence with its figure, and what it rests on when opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

from ui.evaluation import facts, own
from ui.evaluation.facts import Row
from ui.evaluation.positions import sensitivity
from ui.frame import choices, plain
from ui.frame.indices import Index
from ui.frame.page import Page, Quarter
from ui.parts import choosing
from words import numbers, periods

KEY = "step"
STEPS = tuple(str(number) for number in range(1, 11))
VIEWED = {"8": "score", "9": "clusters", "10": "positions"}  # what these steps open is a view
SHOWN = 60  # rows of a table

Table = tuple[list[str], list[list[str]]]  # heads, and cells as text


def settle() -> str | None:
    """Check the step that the address opens."""
    return choices.settle(KEY, [step for step in STEPS if step not in VIEWED], None)


def draw(page: Page, quarter: Quarter, index: Index, run: Row, opened: str | None) -> None:
    """The ten, each a link, and under the one that is open what it rests on."""
    speech = page.speech
    sentences = _sentences(page, quarter, index, run)
    rows = ""
    for step in STEPS:
        name = plain.html(speech(f"evaluation.step_{step}"))
        is_open = step == opened
        view = VIEWED.get(step) or choices.settled("view")
        opens = None if step in VIEWED or is_open else step
        link = choosing.link(page, f"{'▾ ' if is_open else ''}<b>{name}</b>", view=view, step=opens)
        rows += (
            f'<tr><td class="figure">{step}</td><td>{link}</td><td>{plain.html(sentences[step])}</td></tr>'
        )
        if is_open:
            rows += (
                f'<tr><td></td><td colspan="2">{_table(page, _DETAILS[step](page, quarter, index))}</td></tr>'
            )
    title = f"<h2>{plain.html(speech('evaluation.steps'))} <small>{plain.html(speech('evaluation.steps_note'))}</small></h2>"
    st.html(f'<section class="ranking steps">{title}<table><tbody>{rows}</tbody></table></section>')


def _table(page: Page, told: Table) -> str:
    heads, rows = told
    if not rows:
        return f'<p class="under">{plain.html(page.speech("evaluation.step_nothing"))}</p>'
    head = "".join(f"<th>{plain.html(one)}</th>" for one in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{plain.html(cell)}</td>" for cell in row) + "</tr>" for row in rows[:SHOWN]
    )
    more = ""
    if len(rows) > SHOWN:
        more = f'<p class="under">{plain.html(page.speech("evaluation.step_more", n=len(rows) - SHOWN))}</p>'
    return f'<div class="facts inner"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}</div>'


def _sentences(page: Page, quarter: Quarter, index: Index, run: Row) -> dict[str, str]:
    speech, indicators = page.speech, _indicators(index)
    used = [row for row in indicators if row["left_out"] is None]
    lacking = _lacking(index)
    counties = facts.counties(index)
    whole = run["indicators_all"] * len(counties)
    known = sum(row["indicators_known"] for row in counties)
    remarks = [row["correlation_remark"] for row in index.rows("index_correlations")]
    least = min(
        used, key=lambda row: (row["importance"] is None, abs(row["importance"] or 0), row["indicator_code"])
    )
    choice = next(iter(sensitivity(index, page.root)), None)
    sets = own.registered(page, index)
    most = max(counties, key=lambda row: (row["compensation"] or 0.0, row["area_code"]))
    name = next((speech.pick(row, "weight_set_name") for row, _ in sets.values()), "")
    return {
        "1": speech("evaluation.told_1", systems=len(facts.systems(index)), name=name),
        "2": speech("evaluation.told_2", all=len(indicators), n=len(used), left=len(indicators) - len(used)),
        "3": speech.plural("evaluation.told_3", len(lacking), share=numbers.share(known, whole)),
        "4": speech(
            "evaluation.told_4",
            alpha=numbers.ratio(round(run["alpha"], 2), 2) if run["alpha"] is not None else numbers.DASH,
            negative=remarks.count("negative"),
            nothing=remarks.count("says_nothing"),
            twice=remarks.count("counted_twice"),
        ),
        "5": speech.plural(
            "evaluation.told_5", len(index.outliers()), day=periods.date(speech, run["bounds_made_on"])
        ),
        "6": speech(
            "evaluation.told_6",
            indicator=facts.indicator_name(page, least["indicator_code"]),
            weight=_per_cent(least["effective_weight"]),
            r=numbers.signed(least["importance"], 2),
        ),
        "7": speech.join(
            [
                speech(
                    "evaluation.told_7",
                    draws=numbers.count(run["draws"]),
                    seed=run["seed"],
                    n=numbers.count(run["pairs_apart"]),
                    pairs=numbers.count(run["pairs"]),
                    floor=numbers.count(run["pairs_dominating"]),
                ),
                *(
                    [
                        speech(
                            "evaluation.told_7_choice", choice=speech(f"evaluation.choice_{choice['choice']}")
                        )
                    ]
                    if choice
                    else []
                ),
            ]
        ),
        "8": speech(
            "evaluation.told_8",
            name=facts.name(page, quarter, most["area_code"]),
            points=numbers.ratio(round(most["compensation"] or 0.0, 1), 1),
        ),
        "9": speech("evaluation.told_9"),
        "10": speech("evaluation.told_10"),
    }


def _per_cent(share: float | None) -> str:
    return numbers.DASH if share is None else numbers.with_unit(round(100 * share, 1), 1, "%")


def _indicators(index: Index) -> list[Row]:
    return index.rows("index_indicators")


def _lacking(index: Index) -> list[Row]:
    """The counties of which not every indicator is known, those with least first."""
    rows = [row for row in facts.counties(index) if row["indicators_known"] < row["indicators_all"]]
    return sorted(rows, key=lambda row: (row["indicators_known"], row["area_code"]))


def _heads(page: Page, *keys: str) -> list[str]:
    return [page.speech(f"evaluation.head_{key}") for key in keys]


def _framework(page: Page, quarter: Quarter, index: Index) -> Table:  # noqa: ARG001
    speech = page.speech
    runs = {row["scope"]: row for row in index.rows("index_runs")}
    weights = {
        system: next(iter(facts.by_scope(index)[system].values()))["system_weight"]
        for system in facts.systems(index)
    }
    rows = [
        [
            speech(f"system.{system}"),
            numbers.count(runs[system]["indicators_all"]),
            _per_cent(weights[system]),
            numbers.DASH
            if runs[system]["alpha"] is None
            else numbers.ratio(round(runs[system]["alpha"], 2), 2),
            numbers.count(runs[system]["areas_scored"]),
        ]
        for system in facts.systems(index)
    ]
    return _heads(page, "system", "indicators", "weight", "alpha", "scored"), rows


def _left_out(page: Page, quarter: Quarter, index: Index) -> Table:  # noqa: ARG001
    speech = page.speech
    rows = [
        [
            facts.indicator_name(page, row["indicator_code"]),
            speech(f"system.{row['policy_system']}"),
            speech(f"evaluation.left_out_{row['left_out']}"),
            # Of one that is neither better high nor low no figure is looked at.
            numbers.DASH if row["left_out"] == "neutral" else numbers.count(row["areas_known"]),
        ]
        for row in _indicators(index)
        if row["left_out"] is not None
    ]
    return _heads(page, "indicator", "system", "why", "known"), rows


def _missing(page: Page, quarter: Quarter, index: Index) -> Table:
    speech, scopes = page.speech, facts.by_scope(index)

    def without(code: str) -> Iterable[str]:
        return (
            speech(f"system.{system}")
            for system in facts.systems(index)
            if scopes[system].get(code, {}).get("score") is None
        )

    rows = [
        [
            facts.name(page, quarter, row["area_code"]),
            speech("evaluation.of", n=row["indicators_known"], all=row["indicators_all"]),
            speech("list.item").join(without(row["area_code"])) or numbers.DASH,
        ]
        for row in _lacking(index)
    ]
    return _heads(page, "county", "known_of", "too_little"), rows


def _correlated(page: Page, quarter: Quarter, index: Index) -> Table:  # noqa: ARG001
    speech = page.speech
    told = [
        row
        for row in index.rows("index_correlations")
        if row["correlation_remark"] in ("negative", "counted_twice")
    ]
    rows = [
        [
            facts.indicator_name(page, row["indicator_code"]),
            facts.indicator_name(page, row["other_indicator_code"]),
            speech(f"system.{row['policy_system']}"),
            numbers.signed(row["correlation"], 2),
            speech(f"evaluation.remark_{row['correlation_remark']}"),
        ]
        for row in sorted(told, key=lambda row: row["correlation"])
    ]
    return _heads(page, "indicator", "other", "system", "r", "remark"), rows


def _outliers(page: Page, quarter: Quarter, index: Index) -> Table:
    rows = []
    for row in index.outliers():
        indicator = page.answers.indicators()[row["indicator_code"]]
        decimals, unit = indicator["decimals"], page.speech.pick(indicator, "unit")
        value, counted = (
            numbers.with_unit(numbers.halves_up(row[name], decimals), decimals, unit)
            for name in ("value", "treated_value")
        )
        rows.append(
            [
                facts.indicator_name(page, row["indicator_code"]),
                facts.name(page, quarter, row["area_code"]),
                value,
                counted,
                numbers.points(row["normal_score"]),
            ]
        )
    return _heads(page, "indicator", "county", "value", "counts_as", "points"), rows


def _weighed(page: Page, quarter: Quarter, index: Index) -> Table:  # noqa: ARG001
    speech = page.speech
    used = [row for row in _indicators(index) if row["left_out"] is None]
    used.sort(key=lambda row: (-(row["importance"] or -2), row["indicator_code"]))
    rows = [
        [
            facts.indicator_name(page, row["indicator_code"]),
            speech(f"system.{row['policy_system']}"),
            _per_cent(row["effective_weight"]),
            numbers.signed(row["importance"], 2),
            numbers.signed(row["system_correlation"], 2),
        ]
        for row in used
    ]
    return _heads(page, "indicator", "system", "weight", "importance", "in_system"), rows


def _moved_by(page: Page, quarter: Quarter, index: Index) -> Table:  # noqa: ARG001
    speech = page.speech
    rows = [
        [
            speech(f"evaluation.choice_{row['choice']}"),
            speech(f"evaluation.choice_{row['choice']}_told"),
            _per_cent(row["total_order"]),
            speech(
                "evaluation.between",
                low=_per_cent(row["total_order_low"]),
                high=_per_cent(row["total_order_high"]),
            ),
        ]
        for row in sensitivity(index, page.root)
    ]
    return _heads(page, "choice", "drawn", "share", "interval"), rows


_DETAILS: dict[str, Callable[[Page, Quarter, Index], Table]] = {
    "1": _framework,
    "2": _left_out,
    "3": _missing,
    "4": _correlated,
    "5": _outliers,
    "6": _weighed,
    "7": _moved_by,
}
