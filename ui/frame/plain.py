"""Text that we did not write, as plain text: the one place where pages make it so.

An address, the name of a file or of who filed it, a note, every word of a pack: whatever of it reaches a page goes through
one of these, for the place where it is drawn. `tests/test_plain.py` opens every page on a pack of markup and fails where
any of it is drawn as such. Figures of Plotly have their own (`draw.text.for_plotly`), where they are made.

What cannot be seen, or turns the direction of what follows it (the end of a name would be read before its beginning), is shown by its
code. Only here: what was filed is kept as filed, and the files of a page carry it so.
"""

from __future__ import annotations

import html as standard
import re

from words.visible import by_code

# Breaks what Streamlit looks for in text that is parsed already: emoji, icons, addresses. It is not seen.
BREAK = "\u2060"
BLANK = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
# What starts markup inside a line of Markdown; at its beginning also a list, a quotation, a heading, a rule.
INSIDE = re.compile(r"([\\`*_{}\[\]<>#$~|!&^])")
BEGINNING = re.compile(r"^(?:(\d+)([.)])|()([-+=]))(?=\s|$)")
# `:smile:`, `:material/map:`, `:red[`, `http:`; a time of day is none of them.
COLON = re.compile(r"(?:(?<=\D)|^):(?=\w)|:(?=[^\W\d]|[+/-])", re.ASCII)
HOST = re.compile(r"\b(www)(?=\.)", re.IGNORECASE)
ARROW = re.compile(r"(?<=[<>~-])(?=\\?[>=-])")


def line(text: object, most: int | None = None) -> str:
    """One line of visible characters, cut after `most` of them with an ellipsis."""
    return _cut(_visible(text).strip(), most)


def html(text: object, most: int | None = None) -> str:
    """For `st.html`: between tags and inside an attribute's quotes. A blank at its edge parts it from its neighbour."""
    return standard.escape(_cut(_visible(text), most), quote=True)


def letters(text: str) -> str:
    """What `html` made of a text, as the text again: for a browser that is given it as data."""
    return standard.unescape(text)


def markdown(text: object, most: int | None = None) -> str:
    """For all that Streamlit reads as Markdown: titles, notes, labels, help, options of segmented controls.

    What it shows is the text, letter by letter: no link, picture, emphasis, formula, emoji, icon or colour.
    """
    shown = INSIDE.sub(r"\\\1", line(text, most))
    shown = BEGINNING.sub(r"\1\3\\\2\4", shown)
    shown = HOST.sub(rf"\1{BREAK}", COLON.sub(f":{BREAK}", shown)).replace("@", f"{BREAK}@{BREAK}")
    return ARROW.sub(BREAK, shown)


def code(text: object) -> str:
    """A name of the warehouse, in Markdown, set as code."""
    return f"`{line(text).replace('`', '')}`"


def paragraphs(text: object) -> str:
    """A text of several lines for Markdown, its lines kept apart."""
    return "  \n".join(markdown(one) for one in str(text).splitlines() if one.strip())


def _visible(text: object) -> str:
    return by_code(BLANK.sub(" ", str(text)))


def _cut(text: str, most: int | None) -> str:
    return text if most is None or len(text) <= most else text[: most - 1].rstrip() + "…"
