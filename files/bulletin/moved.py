"""Which figures of an issued bulletin are others now, and why as far as that can be said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from files import tree
from files.bulletin.content import Content
from files.bulletin.figures import Figure, Form, Ledger, written
from words import Speech, numbers
from words.periods import year_before
from words.problems import QuestionError

Row = Mapping[str, Any]
# Figures that rest on the period a year before as well.
COMPARED = (
    "value_change",
    "gap_change",
    "counties_known_both",
    "counties_same_figure",
    "counties_judged_both",
)
NAMED = 3  # batches
CAUSES = ("late", "corrected", "denominator", "target", "areas", "rule", "pack")


@dataclass(frozen=True)
class Cause:
    """Why a figure moved: a name of `CAUSES`, and the batches that brought it."""

    name: str
    batches: tuple[str, ...] = ()

    def told(self, speech: Speech) -> str:
        """In words: 更正（staffing-00001896）."""
        keys = {
            "late": "bulletin.why_late",
            "corrected": "bulletin.why_corrected",
            "denominator": "bulletin.why_denominator",
            "target": "bulletin.why_target",
            "areas": "bulletin.why_areas",
            "rule": "bulletin.why_rule",
            "pack": "bulletin.why_pack",
        }
        text = speech(keys[self.name])
        if not self.batches:
            return text
        some = speech("list.item").join(self.batches[:NAMED])
        named = speech("list.and_more", names=some) if len(self.batches) > NAMED else some
        return speech("bulletin.why_batch", why=text, batches=named)


@dataclass(frozen=True)
class Moved:
    """A figure that is another now: its text then and now, and why. A dash then where it did not stand there; one that no longer
    stands there is told as it would be now. A change has its sign, which the text says in words."""

    id: str
    label: str
    old: str
    new: str
    causes: tuple[Cause, ...]

    def why(self, speech: Speech) -> str:
        """All causes in words; that none is known."""
        told = [cause.told(speech) for cause in self.causes]
        return speech.join(told) if told else speech("bulletin.why_unknown")


def record(content: Content) -> dict[str, Any]:
    """What is kept of a bulletin's figures, as JSON takes it: to be set beside those of later."""
    facts = content.snapshot
    return {
        "indicator": content.indicator["indicator_code"],
        "period": content.period.isoformat(),
        "language": content.language,
        "root": facts["root_area"],
        "sql_fingerprint": facts["sql_fingerprint"],
        "pack_fingerprint": facts["pack_fingerprint"],
        "figures": [figure.as_dict() for figure in content.figures.values()],
        "inputs": [dict(row) for row in content.inputs],
    }


def moved(then: Mapping[str, Any], now: Content) -> list[Moved]:
    """The figures that moved since a record was made, in the order of the text; `now` is in the record's language."""
    before = {one["id"]: Figure.of(one) for one in then["figures"]}
    again = Ledger(now.asked, now.speech)
    found = []
    for name in dict.fromkeys([*now.figures, *before]):
        old, new = before.get(name), now.figures.get(name)
        one = new or old
        assert one is not None
        stands = new or _today(one, again)
        if old and stands and (old.value, old.text) == (stands.value, stands.text):
            continue
        was, told = (_signed(figure, now.speech) if figure else numbers.DASH for figure in (old, stands))
        found.append(Moved(name, one.label, was, told, _causes(then, now, one)))
    return found


def _today(figure: Figure, ledger: Ledger) -> Figure | None:
    """A figure that left the text, as its question answers now; None where that no longer has it."""
    try:
        ledger.put(figure.id, figure.label, figure.source, figure.form, area=figure.area)
    except (QuestionError, KeyError):  # of a programme of before
        return None
    return ledger.figures[figure.id]


def _signed(figure: Figure, speech: Speech) -> str:
    """Its text; of a change, whose text has only how large it is, with the sign."""
    if figure.form.kind != "size" or figure.value is None:
        return figure.text
    return written(speech, Decimal(figure.value), Form("signed", figure.form.decimals))


def _causes(then: Mapping[str, Any], now: Content, figure: Figure) -> tuple[Cause, ...]:
    days = [now.period.isoformat()]
    if figure.source.column in COMPARED or figure.source.question == "verdict_changes":
        days.append(year_before(dt.date.fromisoformat(days[0])).isoformat())
    root = str(now.snapshot["root_area"])
    before, after = (_inputs(rows, figure.area, root, days) for rows in (then["inputs"], now.inputs))
    late: list[str] = []
    corrected: list[str] = []
    names: set[str] = set()
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            names.add("areas")
            continue
        if old["numerator"] != new["numerator"] or old["units_reported"] != new["units_reported"]:
            is_late = int(new["units_reported"] or 0) > int(old["units_reported"] or 0)
            (late if is_late else corrected).append(str(new["batch_id"] or ""))
            names.add("late" if is_late else "corrected")
        if any(old[one] != new[one] for one in ("denominator", "denominator_date", "denominator_status")):
            names.add("denominator")
        if old["target_value"] != new["target_value"]:
            names.add("target")
    if not names:
        names = {
            name
            for name, kind in (("rule", "sql_fingerprint"), ("pack", "pack_fingerprint"))
            if then[kind] != now.snapshot[kind]
        }
    batches = {"late": _once(late), "corrected": _once(corrected)}
    return tuple(Cause(name, batches.get(name, ())) for name in CAUSES if name in names)


def _inputs(rows: Sequence[Row], area: str, root: str, days: Sequence[str]) -> dict[tuple[str, str], Row]:
    """What the figure's counties are made of, by county and period."""
    return {
        (row["area_code"], row["period"]): row
        for row in rows
        if row["period"] in days and (area == root or tree.is_within(row, area))
    }


def _once(batches: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({one for one in batches if one}))
