"""What a bulletin says of one indicator and period, in one language: headings, paragraphs, tables and where the map stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from files.bulletin import about, tables
from files.bulletin.blocks import Block, Heading, Map, Paragraph, runs_of
from files.bulletin.figures import Asked, Figure, Ledger, close, runs
from files.bulletin.subject import Subject
from words import Speech, legends, periods, sentences, speak
from words.problems import QuestionError

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Issue:
    """What is known of a bulletin once it is issued: its number and the day. Of a draft neither."""

    number: str = ""
    day: dt.date | None = None


@dataclass(frozen=True)
class Content:
    """A bulletin in one language. `figures` are all that stand in its text, by id, in the order in which they come.

    `is_simulated`: it says so on every page, and 样例 stands in the place of a head. `head` is what of the pack's letterhead
    there is, by name. `asked` answers what no longer stands in the text and stood there once.
    """

    language: str
    title: str
    head: Mapping[str, str]
    is_simulated: bool
    issue: Issue
    blocks: Sequence[Block]
    figures: Mapping[str, Figure]
    indicator: Row
    period: dt.date
    snapshot: Row
    name: str
    asked: Asked = field(repr=False, compare=False)
    inputs: Sequence[Row] = field(default=(), repr=False)

    @property
    def speech(self) -> Speech:
        return speak(self.language, parts_level=str(self.snapshot["parts_level"]))


def gather(
    asked: Asked,
    language: str,
    indicator: str,
    period: dt.date,
    issue: Issue = Issue(),
) -> Content:
    """The bulletin as a snapshot has it.

    Raises `QuestionError` where the indicator or the period is none of the snapshot's, or the whole has no counties then.
    """
    facts = asked.rows("snapshot_facts")[0]
    speech = speak(language, parts_level=str(facts["parts_level"]))
    row = next((one for one in asked.rows("indicator_catalogue") if one["indicator_code"] == indicator), None)
    if row is None:
        raise QuestionError("bulletin.no_indicator", indicator=indicator)
    ledger = Ledger(asked, speech)
    subject = Subject(ledger, row, period, facts)
    if not subject.headline["counties_all"]:
        raise QuestionError("bulletin.no_counties", period=period)
    is_simulated = bool(row["simulated"] or subject.headline["simulated"])
    head = {} if is_simulated else _head(speech, facts)
    blocks: list[Block] = [
        _body("", _intro(subject), speech),
        Heading(_numbered(speech, 1, speech("bulletin.overview"))),
    ]
    parts = [about.standing(subject), about.gap(subject), about.changes(subject)]
    leads = (speech("bulletin.lead_standing"), speech("bulletin.lead_gap"), speech("bulletin.lead_changes"))
    told = [(lead, text) for lead, text in zip(leads, parts, strict=True) if text]
    blocks += [_body(_lead(speech, at, lead), text, speech) for at, (lead, text) in enumerate(told, start=1)]
    blocks.append(Map(_caption(subject), speech.join(legends.map_notes(speech, facts))))
    blocks += [Heading(_numbered(speech, 2, speech("bulletin.cities"))), *tables.cities(subject)]
    at = 3
    if subject.headline["has_target"]:
        blocks += [Heading(_numbered(speech, at, speech("bulletin.below"))), *tables.below(subject)]
        at += 1
    blocks.append(Heading(_numbered(speech, at, speech("bulletin.notes"))))
    blocks += [_body("", text, speech) for text in about.notes(subject) if text]
    return Content(
        language,
        _title(subject, head),
        head,
        is_simulated,
        issue,
        blocks,
        {one.figure: ledger.figures[one.figure] for block in blocks for one in runs_of(block) if one.figure},
        row,
        period,
        facts,
        _name(subject),
        asked,
        subject.inputs(),
    )


def without_map(content: Content) -> list[Block]:
    """The blocks where no picture can be set."""
    return [block for block in content.blocks if not isinstance(block, Map)]


def _head(speech: Speech, facts: Row) -> dict[str, str]:
    """What of the letterhead the pack has in this language."""
    names = ("organ", "to", "copies", "printed_by")
    found = {name: speech.pick(facts, f"letterhead_{name}") for name in names}
    found["number_prefix"] = str(facts["letterhead_number_prefix"] or "")
    return {name: text for name, text in found.items() if text}


def _title(subject: Subject, head: Mapping[str, str]) -> str:
    speech = subject.speech
    chinese = speech.language == "zh"
    told = {"period": subject.period_words, "indicator": subject.short_name if chinese else subject.name}
    if "organ" in head:
        return _close(speech, speech("bulletin.title_of_organ", organ=head["organ"], **told))
    return _close(speech, speech("bulletin.title", **told))


def _name(subject: Subject) -> str:
    """What its file is called, without what follows the point."""
    speech = subject.speech
    return speech("bulletin.file_name", period=subject.period_words, indicator=subject.short_name)


def _intro(subject: Subject) -> str:
    speech, headline = subject.speech, subject.headline
    day = periods.date(speech, subject.period)
    told = {"period": subject.period_words, "day": day}
    basis = speech.pick(headline, "legal_basis")
    if not headline["target_is_common"] or not basis:
        return speech("bulletin.intro_no_target", indicator=subject.name, **told)
    target = sentences.target_value(speech, headline["target_value"], subject.indicator)
    comparison = sentences.COMPARISONS[headline["target_comparison"]]
    asks = {
        "at_least": "bulletin.asks_at_least",
        "more_than": "bulletin.asks_more_than",
        "at_most": "bulletin.asks_at_most",
        "less_than": "bulletin.asks_less_than",
    }
    asked = speech(asks[comparison], indicator=subject.name, value=target)
    if headline["reach_by"]:
        asked = speech("bulletin.asks_by", asked=asked, by=periods.reach_by(speech, headline["reach_by"]))
    return speech("bulletin.intro", basis=basis, asked=asked, **told)


def _caption(subject: Subject) -> str:
    speech = subject.speech
    text = speech(
        "bulletin.map_caption",
        period=subject.period_words,
        indicator=subject.name,
        unit=speech.pick(subject.indicator, "unit"),
    )
    return _close(speech, text)


def _numbered(speech: Speech, at: int, text: str) -> str:
    """A heading with its number: 一、… in Chinese, 1 … in English."""
    return f"{'一二三四'[at - 1]}、{text}" if speech.language == "zh" else f"{at} {text}"


def _lead(speech: Speech, at: int, text: str) -> str:
    return f"（{'一二三'[at - 1]}）{text}。" if speech.language == "zh" else f"{text}."


def _body(lead: str, text: str, speech: Speech) -> Paragraph:
    return Paragraph(lead, runs(_close(speech, text)))


def _close(speech: Speech, text: str) -> str:
    return close(text) if speech.language == "zh" else text
