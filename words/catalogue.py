"""The gettext catalogues. `speak("zh")` gives the voice of a language: what pages say.

`speak("zh", "problems")` and `speak("zh", "commands")` are what goes wrong and what the command line says.

The `.po` files are the source and are read as they stand (once per process, about 20 ms): no compiled file
can be older than its source. Keys are names such as `home.legend.target`, the same in every language.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog

LANGUAGES = ("zh", "en")
DOMAINS = ("observatory", "problems", "commands")
FOLDER = Path(__file__).parent / "locale"


def catalogue(language: str, domain: str = "observatory") -> Catalog:
    """One language's catalogue of a domain as babel reads it."""
    path = FOLDER / language / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language, domain=domain)


class Speech:
    """One language's words. Calling it with a key gives the text; a key that is missing is a KeyError."""

    def __init__(self, language: str, domain: str = "observatory") -> None:
        self.language = language
        source = catalogue(language, domain)
        compiled = io.BytesIO()
        mofile.write_mo(compiled, source)
        compiled.seek(0)
        self._translations = gettext.GNUTranslations(compiled)
        self._plurals = {m.id[0] for m in source if isinstance(m.id, tuple)}
        self._keys = {m.id for m in source if isinstance(m.id, str) and m.id} | self._plurals

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key with its `{names}` filled in."""
        if key not in self._keys:
            raise KeyError(f"words: no text for {key!r} in {self.language}")
        return self._translations.gettext(key).format(**values)

    def plural(self, key: str, number: int, /, **values: object) -> str:
        """The text of a key that depends on a number; `{n}` is the number with its thousands marked."""
        if key not in self._keys:
            raise KeyError(f"words: no text for {key!r} in {self.language}")
        return self._translations.ngettext(key, key, number).format(n=f"{number:,}", **values)

    def tell(self, key: str, values: Mapping[str, object]) -> str:
        """The text of a key, of either kind: one that depends on a number takes it from `n`."""
        if key not in self._plurals:
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
def speak(language: str, domain: str = "observatory") -> Speech:
    """The voice of one language and domain; made once per process."""
    if language not in LANGUAGES:
        raise KeyError(f"words: no language {language!r}; there are {', '.join(LANGUAGES)}")
    return Speech(language, domain)
