"""Everything that is said, in two languages: catalogues, figures, dates, sentences. Imports nothing of ours."""

from words.catalogue import LANGUAGES, Speech, speak

__all__ = ["LANGUAGES", "Speech", "speak"]
