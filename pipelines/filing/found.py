"""What findings of a snapshot say, in words of both languages: rows of the questions `findings_listed` and `outliers`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from files.bulletin.figures import Asked
from pipelines.filing import wording
from programme.datasets import AnyDataset, Datasets
from words.problems import Bilingual, Problem

Row = Mapping[str, Any]
OUTLIER = "outlier"
# What models promise and only warn of (`-- warns:` in sql/), by what is said where it is broken.
PROMISES = {
    "of a share the part is within the whole": "found.share_within_whole",
    "a returned figure is within what the pack allows of what stood before": "found.returned_figure",
    "the area of a standing row is there, with the extent it had on the day of the row": "found.area_stands",
}


@dataclass(frozen=True)
class Found:
    """A finding: its row, its rule and severity (an outlier is to be looked at: `review`), what it says."""

    row: Row
    rule: str
    severity: str
    said: Problem | Bilingual

    @property
    def id(self) -> str:
        return str(self.row["finding_id"])

    @property
    def source(self) -> str:
        return str(self.row.get("source") or self.row.get("dataset"))

    def message(self, language: str) -> str:
        said = self.said
        if isinstance(said, Problem):
            return " ".join(said.message(language).split())
        return said.zh if language == "zh" else said.en


def findings(asked: Asked, area: str, datasets: Datasets) -> list[Found]:
    """The findings of an area and of those below it, the newest period first."""
    return [
        Found(
            row, str(row["rule"]), "error" if row["set_aside"] else str(row["severity"]), _said(row, datasets)
        )
        for row in asked.rows("findings_listed", area=area)
    ]


def outliers(asked: Asked, dataset: str, period: dt.date, area: str) -> list[Found]:
    """The figures of a form's period to look at beside their own past, the farthest first."""
    rows = asked.rows("outliers", dataset=dataset, period=period, area=area)
    return [Found(row, OUTLIER, "review", told(row)) for row in rows]


def told(row: Row) -> Problem:
    """What is said of a figure that is far from its own past, or from the last one known."""
    values: dict[str, object] = {
        "name": Bilingual(str(row["measure_name_zh"]), str(row["measure_name_en"])),
        "value": row["value"],
    }
    if row["outlier_kind"] == "jump":
        return Problem("found.jump", before=row["before_value"], period=row["before_period"], **values)
    past = {"middle": f"{row['past_middle']:g}", "n": row["past_values"], "score": f"{row['score']:.1f}"}
    key = "found.score" if row["outlier_kind"] == "score" else "found.score_and_jump"
    more = {} if row["outlier_kind"] == "score" else {"before": row["before_value"]}
    return Problem(key, **past, **more, **values)


def _said(row: Row, datasets: Datasets) -> Problem | Bilingual:
    rule = str(row["rule"])
    if row["set_aside"]:
        return Problem(f"fit.{rule}")
    if row["asked_measure"] is not None:
        before = row["stood_before"]
        name = _measure(datasets.get(str(row["source"])), str(row["asked_measure"]))
        return Problem("found.asked", name=name, before="—" if before is None else before)
    dataset = datasets.get(str(row["source"]))
    own = next((one for one in dataset.all_rules if one.name == rule), None) if dataset else None
    if dataset is not None and own is not None:
        try:
            return wording.broken_rule(dataset, own, {**_values(row), "period": row["period"]}, datasets)
        except (
            KeyError,
            TypeError,
            ValueError,
            AssertionError,
        ):  # a rule that reads other columns than it did
            pass
    if rule in PROMISES:
        return Problem(PROMISES[rule], found=row["found"])
    return Bilingual(f"{rule}：{row['found']}", f"{rule}: {row['found']}")


def _measure(dataset: AnyDataset | None, code: str) -> Bilingual:
    own = dataset.by_code.get(code) if dataset else None
    return Bilingual(own.name_zh, own.name_en) if own else Bilingual(code, code)


def _values(row: Row) -> dict[str, object]:
    """The values that a rule looked at, by name; those with a comma in them are left as text."""
    values: dict[str, object] = {}
    for part in str(row["found"] or "").split(", "):
        name, _, text = part.partition(" = ")
        values[name] = int(text) if text.lstrip("-").isdecimal() else (text or None)
    return values


def of_forms(found: Sequence[Found], datasets: Datasets) -> dict[str, Bilingual]:
    """The name of each source among findings: of a form its own, of a model its table."""
    names = {}
    for one in found:
        dataset = datasets.get(one.source)
        names[one.source] = (
            Bilingual(dataset.name_zh, dataset.name_en) if dataset else Bilingual(one.source, one.source)
        )
    return names
