"""What a page says that cannot be shown: what happened and what follows in a reader's words, the rest to whoever runs the service.

A reader can do nothing about a path or a command, and need not know the server's folders: the log has everything. Beside it the
problem itself is folded away on the page, its folders by their last name, its remedy as it is.
"""

from __future__ import annotations

import re
from pathlib import PurePath

import streamlit as st

from ui.frame import plain
from words import Speech
from words.problems import HomeError, Problem, SnapshotError

# What an option of the command line is called for the service.
SETTINGS = {"--home": "OBSERVATORY_HOME", "--reference": "OBSERVATORY_REFERENCE"}
# A path from the root of a disk, alone or inside a library's words: what is quoted may have blanks in it.
_QUOTED = re.compile(r"""(?<=['"“‘])(?:[A-Za-z]:)?[/\\][^'"”’]*(?=['"”’])""")
_PATH = re.compile(r"""(?<![\w.…:/\\-])(?:[A-Za-z]:)?[/\\](?:[^\s/\\'"“”‘’（）()，。；：、,;]+[/\\]?)+""")


def draw(speech: Speech, error: Exception, *, unfolded: bool) -> None:
    """The page in the place of one that failed; `unfolded` where nobody but who sets the service up can be looking."""
    st.title(speech("failure.title"), anchor=False)
    st.error(speech(_kind(error)))
    st.caption(speech("failure.remedy"))
    if isinstance(error, Problem):
        with st.expander(speech("failure.details"), expanded=unfolded):
            st.markdown(plain.paragraphs(for_readers(error, speech.language)))
            st.caption(speech("failure.log"))


def for_readers(problem: Problem, language: str) -> str:
    """A problem's text on a page: without the server's folders, and where there is no command line to give an option to."""
    message = problem.message(language)
    for path in sorted(_paths(problem), key=len, reverse=True):
        message = message.replace(path, _last(path))
    for embedded in (_QUOTED, _PATH):
        message = embedded.sub(lambda found: _last(found[0]), message)
    for option, setting in SETTINGS.items():
        message = message.replace(option, setting)
    return message


def _kind(error: Exception) -> str:
    """Which sentence tells a reader what happened."""
    if not isinstance(error, Problem):
        return "failure.unexpected"
    return "failure.not_read" if isinstance(error, HomeError | SnapshotError) else "failure.not_prepared"


def _paths(value: object) -> set[str]:
    """The whole paths that a problem names as such; they may have blanks in them."""
    if isinstance(value, Problem):
        return set().union(*map(_paths, value.values.values()))
    if isinstance(value, list | tuple):
        return set().union(*map(_paths, value))
    is_path = isinstance(value, str | PurePath) and PurePath(value).is_absolute() and len(str(value)) > 1
    return {str(value)} if is_path else set()


def _last(path: str) -> str:
    name = re.split(r"[/\\]", path.rstrip("/\\"))[-1]
    return f"…/{name}"
