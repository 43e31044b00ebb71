"""What the notes of a workbook say: what a row is, the indicator's definition, target and sources, and what each column means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from files.people import Written
from warehouse.readers import Reader, question_named
from words import LANGUAGES, sentences, speak
from words.files import word

HOW_TO_READ = {
    "book.blank": "book.blank_told",
    "book.codes": "book.codes_told",
    "book.rounded": "book.rounded_told",
}


@dataclass(frozen=True)
class Note:
    """A note under a key of the catalogue, as each language says it."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True)
class Meaning:
    """A column: its headings, its name in the contract, and what the contract says of it."""

    heading_zh: str
    heading_en: str
    name: str
    meaning: str


def notes_of(reader: Reader, question: str, parameters: Mapping[str, Any]) -> list[Note]:
    """The notes of a question's answer, in the order in which one asks for them."""
    found = [
        Note("book.row", word(f"rows.{question}", "zh"), question_named(question).grain),
        *_of_indicator(reader, parameters),
        *_of_pack(reader),
    ]
    read = [Note(key, *(speak(one)(told) for one in LANGUAGES)) for key, told in HOW_TO_READ.items()]
    return [*found, *read]


def meanings_of(reader: Reader, question: str, tables: Mapping[str, Sequence[Written]]) -> list[Meaning]:
    """The columns that a question's tables have, by language, in their order."""
    described = {row["column_name"]: row["description"] for row in reader.rows("mart_columns")}
    described |= {one.name: one.meaning for one in question_named(question).columns if one.meaning}
    found: dict[str, dict[str, str]] = {}
    for language, columns in tables.items():
        for column in columns:
            found.setdefault(column.name, {})[language] = column.heading
    return [
        Meaning(
            headings.get("zh", ""),
            headings.get("en", ""),
            name,
            described.get(name) or described.get(f"{name}_en", ""),
        )
        for name, headings in found.items()
    ]


def _of_indicator(reader: Reader, parameters: Mapping[str, Any]) -> list[Note]:
    code = parameters.get("indicator")
    row = next((one for one in reader.rows("indicator_catalogue") if one["indicator_code"] == code), None)
    if row is None:
        return []
    found = [
        Note(key, *(speak(one).pick(row, stem) for one in LANGUAGES))
        for key, stem in (
            ("book.indicator", "indicator_name"),
            ("book.unit", "unit"),
            ("book.definition", "definition"),
            ("book.source", "source"),
            ("book.owner", "owner"),
        )
    ]
    targets = [one for one in reader.rows("target_catalogue") if one["indicator_code"] == code]
    for target in targets:
        told = [
            speak(one)(
                "book.target_told",
                target=sentences.target(speak(one), target, row),
                area=speak(one).pick(target, "area_name"),
                basis=speak(one).pick(target, "legal_basis"),
            )
            for one in LANGUAGES
        ]
        found.append(Note("book.target", *told))
    return [one for one in found if one.zh or one.en]


def _of_pack(reader: Reader) -> list[Note]:
    facts = reader.rows("snapshot_facts")[0]
    pairs = [("book.sources", "sources_note"), ("book.simulated", "simulated_text")]
    found = [Note(key, *(speak(one).pick(facts, stem) for one in LANGUAGES)) for key, stem in pairs]
    return [one for one in found if one.zh or one.en]
