"""Problems a reader may meet: a key and values, told in either language.

Problem                     anything we can name: what, by how much, and the remedy
├── WrongUse                the command was given something that cannot be meant; nothing was done
├── PackError               the reference pack or the programme is missing something or contradicts itself
│   └── SettingError        one setting of a TOML file: its key, its value, and what would be right
├── HomeError               the state directory belongs to another pack, or cannot be used
├── ReadingError            a file that cannot be read as a table; its findings say where
├── LandingError            landing could not be read or written; the text says what is landed and what is not
├── BackupError             a backup could not be taken, is not whole, or could not be put back
├── SampleError             a file of the sample was rejected: the sample does not fit the pack
├── BuildError              a model, a contract or a check failed; a snapshot that stands goes on standing
├── SnapshotError           no snapshot, or one that may not be used
└── QuestionError           an unknown question, a wrong parameter, or SQL that is refused
    └── UnknownName         a question, or a value of its parameters, that there is not

`Problem("reading.too_large", limit=512)` may be raised, or be kept as what a finding says. The key names a text of
`locale/<language>/LC_MESSAGES/problems.po`; its second part is the rule that programs read in `--json`. Values stay
data: a number keeps its type (`{limit:,}`), a list is told as one, a `Bilingual`, a `Term` or another problem in the language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from words.catalogue import Speech, speak


@dataclass(frozen=True)
class Bilingual:
    """A value with a text in each language, such as an area's name."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.en} / {self.zh}"


@dataclass(frozen=True)
class Term:
    """A value that has a text of its own under a key, such as the level of an area."""

    key: str


class Problem(Exception):
    """Something that went wrong, by key and values; its text names the object, the difference and the remedy."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    @property
    def rule(self) -> str:
        """The name that programs know it by: the second part of its key."""
        parts = self.key.split(".")
        return parts[1] if len(parts) > 1 else self.key

    def message(self, language: str) -> str:
        """The text in one language (`zh` or `en`)."""
        speech = speak(language, "problems")
        try:
            return speech.tell(self.key, {name: _told(value, speech) for name, value in self.values.items()})
        except (LookupError, ValueError):
            # A text or a value is missing: that must not hide what went wrong.
            return f"{self.key} {self.values}"

    @property
    def message_zh(self) -> str:
        return self.message("zh")

    @property
    def message_en(self) -> str:
        return self.message("en")

    def __str__(self) -> str:
        return f"{self.message_en}\n{self.message_zh}"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Problem)
            and (type(self), self.key) == (type(other), other.key)
            and self.values == other.values
        )

    def __hash__(self) -> int:
        return hash((type(self), self.key))

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.key, self.values), vars(self)


def _again(kind: type[Problem], key: str, values: dict[str, object]) -> Problem:
    return kind(key, **values)


def _told(value: object, speech: Speech) -> object:
    """A value as the sentence takes it: numbers and dates as they are, the rest in the language."""
    if isinstance(value, Problem):
        return value.message(speech.language)
    if isinstance(value, Term):
        return speech(value.key)
    if isinstance(value, Bilingual):
        return value.zh if speech.language == "zh" else value.en
    if isinstance(value, list | tuple):
        return speech("list.item").join(str(_told(one, speech)) for one in value)
    return value


class WrongUse(Problem):
    """The command was given something that cannot be meant; nothing was done."""


class PackError(Problem):
    """The reference pack or the programme is missing something or contradicts itself."""


class HomeError(Problem):
    """The state directory belongs to another pack, or cannot be used."""


class ReadingError(Problem):
    """A file that cannot be read as a table; its `findings` say where, and what would be right."""

    def __init__(self, key: str = "read.refused", /, *, findings: Sequence[Any]) -> None:
        super().__init__(key, findings=findings)
        self.findings = findings

    def message(self, language: str) -> str:
        """The texts of all findings, one a line."""
        return "\n".join(finding.problem.message(language) for finding in self.findings)


class LandingError(Problem):
    """Landing could not be read or written; the text says what is landed and what is not."""


class BackupError(Problem):
    """A backup could not be taken, is not whole, or could not be put back; home and backups are as they were."""


class SampleError(Problem):
    """A file of the sample was rejected: the sample does not fit the pack."""


class BuildError(Problem):
    """A model, a contract or a check failed. Where a snapshot stands, it goes on being shown, and the text says so."""

    stands = False

    def message(self, language: str) -> str:
        """The text in one language, with what becomes of the snapshot that stands."""
        said = super().message(language)
        return speak(language, "problems")("build.stands", said=said) if self.stands else said


class SnapshotError(Problem):
    """There is no snapshot, or one that may not be used."""


class QuestionError(Problem):
    """An unknown question, a wrong parameter, or SQL that is refused."""


class UnknownName(QuestionError):
    """A question, or a value of its parameters, that there is not: named wrongly, nothing was asked."""
