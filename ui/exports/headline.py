"""The title: how many rows will be in the file, of what; the grey line: what every file brings with it."""

from __future__ import annotations

from files import table
from files.receipt import plain as plain_value
from ui.exports.asked import Answer, Wish
from ui.frame.page import Choice, Page
from words import periods
from words.files import word


def told(page: Page, wish: Wish, answer: Answer | None) -> tuple[str, str]:
    """Title and grey line."""
    speech = page.speech
    if answer is None:
        assert wish.problem is not None
        name = word(f"rows.{wish.question}", page.language)
        return speech("exports.title_needs", rows=name), wish.problem.message(page.language)
    grey = speech("exports.grey")
    return speech.plural("exports.title", answer.frame.height, rows=what(page, wish)), grey


def what(page: Page, wish: Wish) -> str:
    """What the rows are: indicator, rows, area, period."""
    parts = table.called(page.answers, wish.question, language=page.language, **wish.parameters)
    return page.speech("exports.of").join(parts)


def filters(page: Page, choice: Choice, wish: Wish) -> list[tuple[str, str]]:
    """The filters in words: each parameter's name and value."""
    speech, found = page.speech, []
    for name, value in wish.parameters.items():
        text = str(plain_value(value))
        if name in ("indicator", "other"):
            text = speech.pick(choice.indicators[value], "short_name")
        elif name in ("period", "since"):
            text = choice.in_words(value) if value in choice.periods else text
        elif name == "boundaries":
            text = periods.date(speech, value)
        elif name in ("area", "areas"):
            codes = value if isinstance(value, list) else [value]
            text = speech("list.item").join(
                speech.pick(choice.areas[code], "short_name") if code in choice.areas else code
                for code in codes
            )
        elif name == "level":
            text = speech(f"level.{value}")
        elif name == "dataset":
            text = speech.pick(page.answers.forms()[value], "dataset_name")
        elif name == "system":
            text = speech(f"system.{value}") if value else speech("exports.first_indicators")
        found.append((label(page, name), text))
    return found


def label(page: Page, name: str) -> str:
    """What a parameter is called."""
    return page.speech(f"choice.{'areas' if name == 'area' else name}")
