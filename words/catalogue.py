"""The gettext catalogues. `speak("zh")` gives the voice of a language: what pages say.

`speak("zh", "problems")` and `speak("zh", "commands")` are what goes wrong and what the command line says.

The `.po` files are the source and are read as they stand (once per process, a few ms): no compiled file can be
older than its source. Keys are names such as `home.legend.target`, the same in every language.
"""

from __future__ import annotations

import ast
import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
DOMAINS = ("observatory", "problems", "commands")
# What is said otherwise by the highest level below the topmost area: of most packs these are cities.
BY_PARTS = {"province": "country", "county": "without_cities"}
FOLDER = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Catalogue:
    """The texts of one language and domain by key; of a key that depends on a number, one text a plural form.

    `form` says which form a number takes.
    """

    texts: dict[str, tuple[str, ...]]
    plurals: frozenset[str]
    form: Callable[[int], int]

    def overlaid(self, other: Catalogue) -> Catalogue:
        """The same with the texts of another, which says the same keys otherwise."""
        return Catalogue({**self.texts, **other.texts}, self.plurals | other.plurals, self.form)


def catalogue(language: str, domain: str = "observatory") -> Catalogue:
    """One language's catalogue of a domain.

    Reads what our files hold: `msgid`, `msgid_plural`, `msgstr`, `msgstr[n]`, lines in quotes, comments. Babel reads
    the same (a test holds the two equal), but takes ten times as long, which every `--help` would pay.
    """
    found: dict[str, tuple[str, ...]] = {}
    plurals = set()
    for entry in _entries((FOLDER / language / "LC_MESSAGES" / f"{domain}.po").read_text(encoding="utf-8")):
        key = entry.pop("msgid")
        if entry.pop("msgid_plural", None) is not None:
            plurals.add(key)
        found[key] = tuple(entry.values())
    header = found.pop("", ("",))[0]
    rule = header.partition("plural=")[2].partition(";")[0]
    return Catalogue(found, frozenset(plurals), gettext.c2py(rule) if rule.strip("0 ") else lambda _: 0)


def _entries(text: str) -> list[dict[str, str]]:
    """What stands in a `.po` file, entry by entry: each word such as `msgid` and its text."""
    entries: list[dict[str, str]] = []
    word = ""
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if not line.startswith('"'):
            word, _, line = line.partition(" ")
            if word == "msgid":
                entries.append({})
        entries[-1][word] = entries[-1].get(word, "") + (
            ast.literal_eval(line) if "\\" in line else line.strip()[1:-1]
        )
    return entries


class Speech:
    """One language's words. Calling it with a key gives the text; a key that is missing is a KeyError."""

    def __init__(self, language: str, domain: str = "observatory", parts_level: str = "") -> None:
        self.language = language
        self._catalogue = catalogue(language, domain)
        if parts_level in BY_PARTS:
            self._catalogue = self._catalogue.overlaid(catalogue(language, BY_PARTS[parts_level]))

    def __contains__(self, key: object) -> bool:
        return key in self._catalogue.texts

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key with its `{names}` filled in."""
        return self._forms(key)[0].format(**values)

    def plural(self, key: str, number: int, /, **values: object) -> str:
        """The text of a key that depends on a number; `{n}` is the number with its thousands marked."""
        forms = self._forms(key)
        place = self._catalogue.form(number) if key in self._catalogue.plurals else 0
        return forms[place].format(n=f"{number:,}", **values)

    def _forms(self, key: str) -> tuple[str, ...]:
        if key not in self._catalogue.texts:
            raise KeyError(f"words: no text for {key!r} in {self.language}")
        return self._catalogue.texts[key]

    def tell(self, key: str, values: Mapping[str, object]) -> str:
        """The text of a key, of either kind: one that depends on a number takes it from `n`."""
        if key not in self._catalogue.plurals:
            return self(key, **values)
        number = values["n"]
        assert isinstance(number, int)
        return self.plural(key, number, **{name: value for name, value in values.items() if name != "n"})

    def pick(self, row: Mapping[str, Any], stem: str) -> str:
        """The column of a `*_zh`, `*_en` pair that this language reads; empty when nothing is known."""
        return str(row.get(f"{stem}_{self.language}") or "")

    def join(self, parts: list[str]) -> str:
        """Parts of a sentence, side by side."""
        return self("list.comma").join(parts)

    def enumerate(self, names: list[str]) -> str:
        """Names in a sentence: 甲、乙、丙; A, B and C."""
        *most, last = names or [""]
        return self("list.and").join([self("list.item").join(most), last]) if most else last


@cache
def speak(language: str, domain: str = "observatory", parts_level: str = "") -> Speech:
    """The voice of one language and domain, for a pack whose highest areas below the topmost are of a level; made once per process."""
    if language not in LANGUAGES:
        raise KeyError(f"words: no language {language!r}; there are {', '.join(LANGUAGES)}")
    return Speech(language, domain, parts_level)
