"""Beside the picture: from which standing to which the counties went, how to read the rows, and who cannot be compared."""

from __future__ import annotations

import streamlit as st

from ui.frame import plain
from ui.frame.page import Choice, Page
from ui.why import facts
from words import numbers, why_findings


def draw(page: Page, choice: Choice, earlier: facts.Earlier) -> None:
    listed = facts.rows(choice, earlier)
    st.html(_matrix(page, listed) + _reading(page, choice) + _apart(page, listed))


def _matrix(page: Page, listed: list[facts.Row]) -> str:
    """How many went from which standing to which; the sum of each row and column."""
    speech, counts = page.speech, facts.matrix(listed)
    names = {
        "met": speech("verdict.met"),
        "not_met": speech("verdict.not_met"),
        "unknown": speech("why.unknown"),
    }
    head = "".join(f'<th class="figure">{plain.html(names[one])}</th>' for one in facts.STANDINGS)
    body = ""
    for then in facts.STANDINGS:
        cells = ""
        for now in facts.STANDINGS:
            number = counts[then, now]
            kind = (
                {("not_met", "met"): " met", ("met", "not_met"): " not_met"}.get((then, now), "")
                if number
                else ""
            )
            cells += f'<td class="figure{kind}">{plain.html(numbers.count(number) if number else numbers.DASH)}</td>'
        total = sum(counts[then, now] for now in facts.STANDINGS)
        body += f'<tr><td>{plain.html(names[then])}</td>{cells}<td class="figure">{plain.html(numbers.count(total))}</td></tr>'
    totals = "".join(
        f'<td class="figure">{plain.html(numbers.count(sum(counts[then, now] for then in facts.STANDINGS)))}</td>'
        for now in facts.STANDINGS
    )
    whole = numbers.count(sum(counts.values()))
    sums = f'<tr><td>{plain.html(speech("why.sum"))}</td>{totals}<td class="figure">{plain.html(whole)}</td></tr>'
    title = plain.html(speech.plural("why.where", len(listed)))
    corner = plain.html(speech("why.from_to"))
    return (
        f'<section class="facts part"><h2>{title}</h2><table><thead><tr><th>{corner}</th>{head}'
        f'<th class="figure">{plain.html(speech("why.sum"))}</th></tr></thead><tbody>{body}{sums}</tbody></table></section>'
    )


def _reading(page: Page, choice: Choice) -> str:
    speech = page.speech
    told = speech(
        "why.reading",
        denominator=speech.pick(choice.indicator, "denominator_name"),
        numerator=speech.pick(choice.indicator, "numerator_name"),
    )
    title = plain.html(speech("why.how_to_read"))
    return f'<section class="part"><h2>{title}</h2><p class="under">{plain.html(told)}</p></section>'


def _apart(page: Page, listed: list[facts.Row]) -> str:
    """Who cannot be compared, by name."""
    found = facts.apart(listed)
    if not found:
        return ""
    speech = page.speech
    lines = "".join(
        f"<p>{plain.html(why_findings.apart(speech, because, [page.short_name(row) for row in rows]))}</p>"
        for because, rows in found.items()
    )
    number = sum(map(len, found.values()))
    return f'<section class="part"><h2>{plain.html(speech.plural("why.apart", number))}</h2>{lines}</section>'
