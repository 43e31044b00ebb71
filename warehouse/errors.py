"""Errors a reader may meet, in both languages.

ObservatoryError            anything we can name: what, by how much, and the remedy
├── PackError               the reference pack is missing something or contradicts itself
├── HomeError               the state directory belongs to another pack, or cannot be used
├── BuildError              a model, a contract or a check failed; the old snapshot stands
├── SnapshotError           no snapshot, or one that may not be used
└── QuestionError           an unknown question, a wrong parameter, or SQL that is refused
"""

from __future__ import annotations


class ObservatoryError(Exception):
    """An error whose text names the object, the difference and the remedy, in Chinese and English."""

    def __init__(self, message_zh: str, message_en: str) -> None:
        super().__init__(f"{message_en}\n{message_zh}")
        self.message_zh = message_zh
        self.message_en = message_en

    def message(self, language: str) -> str:
        """The text in one language (`zh` or `en`)."""
        return self.message_zh if language == "zh" else self.message_en


class PackError(ObservatoryError):
    """The reference pack is missing something or contradicts itself."""


class HomeError(ObservatoryError):
    """The state directory belongs to another pack, or cannot be used."""


class BuildError(ObservatoryError):
    """A model, a contract or a check failed; the old snapshot stands."""


class SnapshotError(ObservatoryError):
    """There is no snapshot, or one that may not be used."""


class QuestionError(ObservatoryError):
    """An unknown question, a wrong parameter, or SQL that is refused."""
