"""What a column of the warehouse has, as a page says it."""

from __future__ import annotations

from words import Speech
from words.files import has_heading, heading


def meaning(speech: Speech, name: str, described: str) -> str:
    """In English what its header says of it, in Chinese its heading: what a header says has one language."""
    if speech.language == "en" and described:
        return described
    pair = None
    for suffix, key in (("_zh", "about.in_chinese"), ("_en", "about.in_english")):
        if name.endswith(suffix) and not has_heading(name, speech.language):
            name, pair = name.removesuffix(suffix), key
    text = heading(name, speech.language)
    return speech(pair, name=text) if pair else text


def has_words(name: str, language: str) -> bool:
    """Whether a column has a heading in a language, itself or as one of a pair."""
    return has_heading(name, language) or has_heading(name.removesuffix("_zh").removesuffix("_en"), language)
