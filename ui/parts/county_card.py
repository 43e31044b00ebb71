"""The county chosen: verdict, figure, gap, trend, and the way back to the return behind the number."""

from __future__ import annotations

import streamlit as st

from draw.marks import SparkTexts, image, sparkline
from ui.frame import choices, plain, screens
from ui.frame.page import Choice, Page, Row
from ui.parts import filed_return
from words import numbers, periods, sentences

SHOWN_PERIODS = 8
LONGEST = 120  # characters of one fact: a file may be called anything


def draw(page: Page, choice: Choice, code: str) -> None:
    """The card of one county of the shown period."""
    row = next(row for row in choice.counties() if row["area_code"] == code)
    speech = page.speech
    with st.container(border=True, key="county_card"):
        st.html(
            f'<section class="card">{_head(page, choice, row)}{_trend(page, choice, row)}{_facts(page, choice, row)}</section>'
        )
        if row["batch_id"]:
            filed_return.button(page, choice, row)
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="card_links"
        ):
            trends = screens.SCREENS["trends"]
            st.page_link(
                trends.path,
                label=speech("card.trends"),
                icon=trends.icon,
                query_params={**choices.parameters(trends), "areas": code},
            )
            st.button(
                speech("card.clear"),
                key="clear_county",
                type="tertiary",
                icon=":material/close:",
                on_click=choices.choose,
                args=("county", None),
            )


def _head(page: Page, choice: Choice, row: Row) -> str:
    speech, esc = page.speech, plain.html
    verdict = row["verdict"]
    word = esc(sentences.verdict(speech, row, choice.indicator))
    city = esc(speech.pick(row, "city_name"))
    distance = esc(sentences.distance(speech, row, choice.indicator))
    if row["value_shown"] is None:
        figure = f'<span class="without">{esc(sentences.status(speech, row, choice.indicator))}</span>'
    else:
        ratio = esc(numbers.ratio(row["value_shown"], choice.decimals))
        figure = f'<span class="ratio">{ratio}<small>{esc(choice.unit)}</small></span>'
    return (
        f"<h2><span>{esc(speech.pick(row, 'area_name'))} <small>{city}</small></span>"
        f'<span class="verdict {verdict}">{sentences.VERDICT_SYMBOLS[verdict]} {word}</span></h2>'
        f'<div class="big">{figure}<span class="distance {verdict}">{distance}</span></div>'
    )


def _trend(page: Page, choice: Choice, row: Row) -> str:
    """The last periods as a picture; its text alternative says the first and the last figure."""
    until = [r for r in page.answers.series(choice.code, (row["area_code"],)) if r["period"] <= choice.period]
    last = until[-SHOWN_PERIODS:]
    known_rows = [r for r in last if r["value"] is not None]
    if not known_rows:
        return ""
    speech, target = page.speech, row["target_value"]
    ends_open = last[-1]["value"] is None
    without = sentences.status(speech, row, choice.indicator) if ends_open else ""
    address = sparkline(
        [r["value"] for r in last],
        target=None if target is None else float(target),
        texts=SparkTexts(
            target=speech("card.target", value=numbers.bound(target)),
            first=choice.in_short(last[0]["period"]),
            last=choice.in_short(last[-1]["period"]),
            value="" if ends_open else numbers.ratio(last[-1]["value_shown"], choice.decimals),
            open=without,
        ),
        theme=page.theme,
        width=330,
    )
    alt = speech(
        "card.trend_alt",
        area=speech.pick(row, "area_name"),
        first=numbers.ratio(known_rows[0]["value_shown"], choice.decimals),
        last=numbers.ratio(known_rows[-1]["value_shown"], choice.decimals),
        since=choice.in_words(known_rows[0]["period"]),
        until=choice.in_words(known_rows[-1]["period"]),
    )
    if ends_open:
        alt += speech("card.open_end", period=choice.in_words(last[-1]["period"]), status=without)
    return image(address, alt, 330, 96)


def _facts(page: Page, choice: Choice, row: Row) -> str:
    facts = "".join(
        f"<div><dt>{plain.html(name)}</dt><dd>{plain.html(text, LONGEST)}</dd></div>"
        for name, text in _fact_rows(page, choice, row)
    )
    return f"<dl>{facts}</dl>"


def _fact_rows(page: Page, choice: Choice, row: Row) -> list[tuple[str, str]]:
    speech = page.speech
    rows = [
        (sentences.capital(speech.pick(choice.indicator, "numerator_name")), _numerator(page, row)),
        (
            sentences.capital(speech.pick(choice.indicator, "denominator_name")),
            sentences.denominator(speech, row, choice.indicator),
        ),
        (speech("card.change"), numbers.signed(row["change_shown"], choice.decimals)),
    ]
    if row["batch_id"]:
        rows += [
            *_filings(page, row),
            (speech("card.batch"), str(row["batch_id"])),
            (speech("card.file"), str(row["file_name"])),
        ]
    elif row["due_on"]:
        rows.append((speech("card.due"), periods.date(speech, row["due_on"])))
    return rows


def _numerator(page: Page, row: Row) -> str:
    text = numbers.count(row["numerator"])
    if row["value_status"] == "partial":
        return page.speech(
            "card.partial",
            n=text,
            reported=numbers.count(row["units_reported"]),
            expected=numbers.count(row["units_expected"]),
        )
    return text


def _filings(page: Page, row: Row) -> list[tuple[str, str]]:
    """When everything was first there, which is what is judged on time or late; then the newest file."""
    speech = page.speech
    # What was whole once may have a unit missing again, once a correction leaves its cells blank.
    complete = None if row["value_status"] == "partial" else row["first_complete_on"]
    newest = row["filed_on"]
    rows = []
    if complete:
        how = speech("filed.late" if row["filed_late"] else "filed.on_time")
        day = periods.date(speech, complete)
        rows.append((speech("card.filed"), speech("card.filed_how", day=day, how=how)))
    if not complete or row["batches"] > 1:
        is_correction = complete is not None and newest > complete
        label = speech("card.corrected" if is_correction else "card.newest")
        files = speech.plural("card.of_files", row["batches"], day=periods.date(speech, newest))
        rows.append((label, files))
    return rows
