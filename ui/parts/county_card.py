"""The county chosen: verdict, figure, gap, trend, and the way back to the return behind the number."""

from __future__ import annotations

import streamlit as st

from draw.marks import SparkTexts, image, sparkline
from ui.frame import choices, plain, screens
from ui.frame.page import Choice, Page, Row
from ui.parts import definition, filed_return, paper
from words import Speech, legends, numbers, periods, sentences

SHOWN_PERIODS = 8
MISSING_NAMED = 12  # units named; the others are counted
SHORT = 60  # characters of who filed
LONGEST = 400  # characters of one fact: a file may be called anything


def draw(page: Page, choice: Choice, code: str) -> None:
    """The card of one county of the shown period."""
    row = next(row for row in choice.counties() if row["area_code"] == code)
    speech = page.speech
    with st.container(border=True, key="county_card"):
        trend = paper.both(page, lambda shown: _trend(shown, choice, row))
        st.html(
            f'<section class="card">{_head(page, choice, row)}{trend}{_facts(page, choice, row)}</section>'
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            if row["batch_id"]:
                filed_return.button(page, choice, row)
            definition.sign(page, choice.code)
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
            profile = screens.SCREENS["area_profile"]
            if code in page.answers.areas(choice.period):  # one of other boundaries has none
                st.page_link(
                    profile.path,
                    label=speech("card.profile"),
                    icon=profile.icon,
                    # The quarter shown, also where the profile would open with another.
                    query_params={
                        **choices.parameters(profile),
                        "period": choice.period.isoformat(),
                        "county": code,
                    },
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
    name, city = speech.pick(row, "area_name"), speech.pick(row, "city_short_name")
    place = speech("card.place", county=name, city=city) if city else name
    distance = esc(sentences.distance(speech, row, choice.indicator))
    if row["value_shown"] is None:
        figure = f'<span class="without">{esc(sentences.status(speech, row, choice.indicator))}</span>'
    else:
        ratio = esc(numbers.ratio(row["value_shown"], choice.decimals))
        figure = f'<span class="ratio">{ratio}<small>{esc(_unit(page, choice))}</small></span>'
    return (
        f"<h2><span>{esc(place)}</span>"
        f'<span class="verdict {verdict}">{sentences.VERDICT_SYMBOLS[verdict]} {word}</span></h2>'
        f'<div class="big">{figure}<span class="distance {verdict}">{distance}</span></div>'
    )


def _trend(page: Page, choice: Choice, row: Row) -> str:
    """The last periods as a picture; its text alternative says the first and the last figure."""
    until = [r for r in choice.series((row["area_code"],)) if r["period"] <= choice.period]
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
        *_rebased(page, row),
        *_few_people(page, choice, row),
        *_error(page, row),
        *_confirmed(page, row),
        *_other_targets(page, choice, row),
        (speech("card.change"), _changed(speech, choice, row)),
    ]
    if row["batch_id"]:
        rows += [
            *_filings(page, row),
            (speech("card.batch"), str(row["batch_id"])),
            (speech("card.file"), str(row["file_name"])),
        ]
    if row["value"] is None:
        rows += _lacking(page, choice, row)
    return rows


def _rebased(page: Page, row: Row) -> list[tuple[str, str]]:
    """That the figures are carried onto this extent, and how; or why they cannot be."""
    return (
        [(page.speech("card.rebased"), sentences.rebased(page.speech, row))] if row.get("is_rebased") else []
    )


def _few_people(page: Page, choice: Choice, row: Row) -> list[tuple[str, str]]:
    """Why the county has no colour, where few people live there."""
    told = sentences.few_people(page.speech, row, choice.indicator)
    return [(page.speech("card.colour"), told)] if told else []


def _error(page: Page, row: Row) -> list[tuple[str, str]]:
    """How sure the verdict is, by the error of the denominator; what may be lacking where there is none."""
    speech = page.speech
    told = sentences.error(speech, row)
    rows = [(speech("card.error"), told)] if told else []
    if row["verdict"] == "unknown" and row["gap_at_most"]:
        rows.append((speech("card.gap_at_most"), numbers.count(row["gap_at_most"])))
    return rows


def _confirmed(page: Page, row: Row) -> list[tuple[str, str]]:
    """That figures behind this one were asked about at filing: which, the filed return says cell by cell."""
    told = sentences.confirmed(page.speech, row)
    return [(page.speech("card.confirmed"), told)] if told else []


def _other_targets(page: Page, choice: Choice, row: Row) -> list[tuple[str, str]]:
    """The targets in force beside the one that judges, which is the strictest."""
    steps = page.answers.rows("target_steps", indicator=choice.code, area=row["area_code"])
    told = [
        sentences.target(page.speech, step, choice.indicator)
        for step in steps
        if step["target_id"] != row["target_id"]
        and "county" in step["levels"].split("|")
        and step["valid_from"] <= choice.period <= (step["valid_to"] or choice.period)
    ]
    return [(page.speech("card.other_targets"), page.speech.join(told))] if told else []


def _unit(page: Page, choice: Choice) -> str:
    """The unit in full: what is counted and of whom; a per cent sign says both."""
    # The Chinese unit names both sides by itself.
    if choice.unit == "%" or page.language == "zh":
        return choice.unit
    speech = page.speech
    return speech(
        "card.unit",
        counted=speech.pick(choice.indicator, "gap_unit"),
        unit=choice.unit,
        denominator=speech.pick(choice.indicator, "denominator_name"),
    )


def _lacking(page: Page, choice: Choice, row: Row) -> list[tuple[str, str]]:
    """Of a county without a figure: when its return was due, who files, what was last known, which units are missing."""
    speech, asked = page.speech, {"indicator": choice.code, "period": choice.period, "area": row["area_code"]}
    rows = []
    for filing in page.answers.rows("county_filing", **asked):
        if filing["due_on"]:
            day = periods.date(speech, filing["due_on"])
            late = filing["days_overdue"]
            rows.append((speech("card.due"), speech.plural("card.overdue", late, day=day) if late else day))
        if filing["usual_filer"] and not row["batch_id"]:
            rows.append((speech("card.files"), plain.line(filing["usual_filer"], SHORT)))
    known = [
        r
        for r in choice.series((row["area_code"],))
        if r["value"] is not None and r["period"] < choice.period
    ]
    if known:
        figure = numbers.with_unit(
            known[-1]["value_shown"], choice.decimals, "%" if choice.unit == "%" else ""
        )
        told = speech("card.last_value", period=choice.in_words(known[-1]["period"]), figure=figure)
        rows.append((speech("card.last_known"), told))
    missing = page.answers.rows("missing_units", **asked)
    if missing:
        names = [speech.pick(r, "area_name") for r in missing]
        shown = speech("list.item").join(names[:MISSING_NAMED])
        if len(names) > MISSING_NAMED:
            shown = speech.plural("card.names_more", len(names), names=shown)
        rows.append((speech.plural("card.missing_units", len(names)), shown))
    return rows


def _changed(speech: Speech, choice: Choice, row: Row) -> str:
    """The change on a year before, or that there is none to be known."""
    if legends.has_same_figure(row):
        return speech("legend.same_figure")
    return numbers.signed(row["change_shown"], choice.decimals)


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
    """When everything was first there, which is what is judged on time or late; then the newest file, where that is another."""
    speech = page.speech
    # What was whole once may have a unit missing again, once a correction leaves its cells blank.
    complete = None if row["value_status"] == "partial" else row["first_complete_on"]
    newest = row["filed_on"]
    rows = []
    if complete:
        how = speech("filed.late" if row["filed_late"] else "filed.on_time")
        day = periods.date(speech, complete)
        rows.append((speech("card.filed"), speech("card.filed_how", day=day, how=how)))
    is_correction = complete is not None and newest > complete
    if not complete or row["batches"] > 1 or is_correction:
        label = speech("card.corrected" if is_correction else "card.newest")
        files = speech.plural("card.of_files", row["batches"], day=periods.date(speech, newest))
        rows.append((label, files))
    return rows
