"""After a landing: how far the build is, what became of each file, what changed, how long each step took."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ui.frame import failure, plain
from ui.frame.desk.publishing import Committed, Publication
from ui.frame.desk.turned import Changed, Turn
from ui.frame.page import Page
from ui.parts import choosing
from ui.submissions import words_of
from ui.submissions.held import held
from words import numbers, periods, sentences
from words.problems import Problem

IN_SIGHT = 14  # figures that are others now
_STEPS = ("read", "land", "build", "compare")


def changes(page: Page, committed: Committed | None, work: Publication | None) -> None:
    """How far the build is: every visit sees the same one; then what changed, to who filed it."""
    if work is not None and not work.is_done():
        _bar(page, work)
    if committed is None:
        return
    if work is not None and work.is_done():
        _outcome(page, work)
    _files(page, committed)


def _bar(page: Page, work: Publication) -> None:
    """Drawn anew whenever the build has come further: also by a visit that began later."""
    speech, step = page.speech, work.step
    page.awaited.append(partial(_has_come_further, work, step))
    name, done, of = step or ("", 0, 0)
    word = f"startup.step_{name.split('.')[0]}"
    told = speech(word) if word in speech else name
    st.html(f'<h2 class="part">{plain.html(speech("desk.publishing"))}</h2>')
    st.progress(min(done / of, 1.0) if of else 0.0, text=plain.markdown(told or speech("desk.begins")))
    st.html(f'<p class="under">{plain.html(speech("desk.may_close"))}</p>')


def _has_come_further(work: Publication, step: tuple[str, int, int] | None) -> bool:
    return work.is_done() or work.step != step


def _outcome(page: Page, work: Publication) -> None:
    speech = page.speech
    try:
        published = work.result()
    except Problem as problem:
        st.html(f'<p class="outcome bad">▼ {plain.html(failure.for_readers(problem, page.language))}</p>')
        return
    except Exception:
        st.html(f'<p class="outcome bad">▼ {plain.html(speech("desk.grey_failed"))}</p>')
        return
    found = published.changed
    st.html(f'<h2 class="part">{plain.html(speech("desk.changed"))}</h2>')
    if not found.turns:
        st.html(f'<p class="under">{plain.html(speech("desk.changed_none"))}</p>')
    else:
        st.html(_table(page, found))
    if found.contradicted:
        st.html(_contradicted(page, found))
    if found.turns and published.before is not None:
        first = found.turns[0]
        where = {"indicator": str(first.indicator["indicator_code"]), "period": first.period.isoformat()}
        words = plain.html(speech("desk.to_corrections"))
        way = choosing.elsewhere("corrections", words, **where, **{"with": published.before})
        st.html(f'<p class="under">{way}</p>')
    if found.left_out:
        st.html(
            f'<p class="under">{plain.html(speech("desk.periods_left", n=numbers.count(found.left_out)))}</p>'
        )


def _contradicted(page: Page, found: Changed) -> str:
    """The rows filed before that what landed contradicts: each with its area and form, and the way to the finding."""
    speech, forms = page.speech, page.answers.forms()
    told = []
    for one in found.contradicted:
        area = plain.html(speech.pick(one.row, "area_name") or numbers.DASH)
        name = speech.pick(forms.get(one.source, {}), "dataset_name") or one.source
        period = one.row["period"]
        where = {"period": period.isoformat()} if period else {}
        words = plain.html(speech("desk.contradicted_of", form=name, said=one.message(page.language)))
        way = choosing.elsewhere(
            "completeness", words, view="findings", form=one.source, finding=one.id, **where
        )
        told.append(f"<tr><td>{area}</td><td>{way}</td></tr>")
    more = len(told) - IN_SIGHT
    rest = (
        f'<p class="under">{plain.html(speech("desk.findings_more", n=numbers.count(more)))}</p>'
        if more > 0
        else ""
    )
    head = plain.html(speech.plural("desk.contradicted", len(told)))
    rows = "".join(told[:IN_SIGHT])
    return f'<section class="facts desk_turns"><p><b>{head}</b></p><table>{rows}</table>{rest}</section>'


def _table(page: Page, found: Changed) -> str:
    speech = page.speech
    heads = "".join(
        f'<th class="{"figure" if at > 1 else ""}">{plain.html(speech(f"desk.head_{name}"))}</th>'
        for at, name in enumerate(("area", "indicator", "was", "now"))
    )
    rows = [_row(page, one) for one in found.turns]
    body = f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows[:IN_SIGHT])}</tbody></table>"
    if rows[IN_SIGHT:]:
        more = plain.html(speech("desk.findings_more", n=numbers.count(len(rows) - IN_SIGHT)))
        body += f"<details><summary>{more}</summary><table><tbody>{''.join(rows[IN_SIGHT:])}</tbody></table></details>"
    return f'<section class="facts desk_turns">{body}</section>'


def _row(page: Page, one: Turn) -> str:
    """An area, the indicator with period and unit, the figure and verdict before and now; it leads to the area's profile and the map."""
    speech = page.speech
    day = one.period.isoformat()
    cycle = str(one.indicator.get("cycle") or "quarterly")
    code = str(one.indicator["indicator_code"])
    area = choosing.elsewhere(
        "area_profile", plain.html(page.short_name(one.area)), county=str(one.area["area_code"]), period=day
    )
    name = choosing.elsewhere(
        "home", plain.html(speech.pick(one.indicator, "short_name")), indicator=code, period=day
    )
    when = periods.short_period(speech, one.period, cycle)
    unit = speech.pick(one.indicator, "unit")
    of = plain.html(speech("desk.change_of", period=when, unit=unit) if unit else when)
    decimals = int(one.indicator["decimals"])
    cells = "".join(
        f'<td class="figure">{strong}{plain.html(numbers.ratio(value, decimals))}{strong.replace("<", "</")}'
        f'<br><small class="{verdict}">{plain.html(sentences.judged(speech, verdict))}</small></td>'
        for value, verdict, strong in ((one.was, one.verdict_was, ""), (one.now, one.verdict, "<b>"))
    )
    kind = ' class="flipped"' if one.flipped else ""
    return f"<tr{kind}><td>{area}</td><td>{name} <small>{of}</small></td>{cells}</tr>"


def _files(page: Page, committed: Committed) -> None:
    """What became of each file."""
    speech, rows = page.speech, ""
    by_file = {one.batch: one for one in committed.landed}
    lot = held().lot
    names = [one.brought.name for one in lot.files] if lot else []
    for name, outcome in zip(names, committed.outcomes, strict=False):
        way = ""
        batch = by_file.get(outcome.batch_id or "")
        if batch is not None:
            told = speech.plural("desk.file_landed", batch.rows, batch=batch.batch)
            way = choosing.elsewhere("corrections", plain.html(speech("desk.to_batch")), batch=batch.batch)
        elif outcome.status == "duplicate":
            told = speech("desk.file_duplicate", batch=outcome.batch_id or "")
        else:
            first = outcome.errors[0] if outcome.errors else None
            told = speech("desk.file_refused") + (words_of.told(page, first, []) if first else "")
        rows += f"<tr><td>{plain.html(name, 60)}</td><td>{plain.html(told)} {way}</td></tr>"
    st.html(
        f'<section class="facts desk_files"><h2 class="part">{plain.html(speech("desk.files_done"))}</h2><table>{rows}</table></section>'
    )


def took(page: Page, committed: Committed) -> None:
    """How long each step took, from the reading to what is published."""
    speech, work = page.speech, committed.publication
    seconds = dict(committed.seconds)
    if work is not None and work.is_done() and not work.has_failed():
        seconds |= work.result().seconds
    most = max([*seconds.values(), 0.001])
    rows = "".join(
        f"<tr><td>{plain.html(speech(f'desk.took_{name}'))}</td>"
        f'<td class="bars"><span class="bar plain" style="width:{max(2, round(100 * seconds[name] / most))}px"></span></td>'
        f'<td class="figure">{plain.html(speech("desk.seconds", n=f"{seconds[name]:.1f}"))}</td></tr>'
        for name in _STEPS
        if name in seconds
    )
    total = speech("desk.seconds", n=f"{sum(seconds.values()):.1f}")
    rows += f'<tr><td><b>{plain.html(speech("desk.took_all"))}</b></td><td></td><td class="figure"><b>{plain.html(total)}</b></td></tr>'
    st.html(
        f'<section class="ranking desk_took"><h2 class="part">{plain.html(speech("desk.took"))}</h2><table>{rows}</table></section>'
    )
