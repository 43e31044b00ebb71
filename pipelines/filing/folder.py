"""What is in a folder: the files to take as returns, and every other thing with the reason why it is passed over.

Nothing is followed: a link may lead anywhere, and what it leads to inside the folder is taken under its own name. What
is no file (a device, a pipe, a socket) is not opened.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.filing.heading import KnownHeadings, heading_of, is_known
from pipelines.filing.read import text_records
from words.problems import Problem
from words.visible import visible

LIST_NAME = "files.csv"
# Kinds that people file; the ones that cannot be read are refused by what they are.
_TAKEN = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".et", ".ods"})
_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".cab", ".iso"})
_DOCUMENTS = frozenset(
    {".doc", ".docx", ".wps", ".rtf", ".odt", ".pdf", ".ofd", ".ppt", ".pptx", ".htm", ".html", ".mht"}
    | {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp"}
)
_BESIDE = frozenset(
    {".md", ".log", ".ini", ".toml", ".db", ".tmp", ".bak~", ".md5", ".sha256", ".py", ".sh", ".bat"}
)
_SYSTEM = frozenset(
    {"thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx", "$recycle.bin", "system volume information"}
)
_HEAD = 64 * 1024


@dataclass(frozen=True)
class PassedOver:
    """A thing in a folder that is not taken: why, and whether a return may have been meant by it."""

    path: Path
    why: Problem
    meant: bool


def things_of(
    folder: Path, root: Path, known_headings: KnownHeadings
) -> tuple[list[Path], list[PassedOver], list[Path]]:
    """The returns of a folder, what is passed over in it, and the folders below to look into, each by name.

    `root` is the folder that was named: what a link leads to inside it is found there anyway.
    """
    returns: list[Path] = []
    passed: list[PassedOver] = []
    below: list[Path] = []
    try:
        children = sorted(folder.iterdir())
    except OSError as error:
        why = Problem("gather.passed_over.forbidden", reason=error.strerror)
        return [], [PassedOver(folder, why, True)], []
    for child in children:
        other = _not_followed(child, root)
        if other is not None:
            passed.append(other)
        elif child.is_dir():
            if _is_quiet(child.name):
                passed.append(PassedOver(child, Problem("gather.passed_over.hidden_folder"), False))
            else:
                below.append(child)
        else:
            other = _why_not(child, known_headings)
            if other is None:
                returns.append(child)
            else:
                passed.append(other)
    return returns, passed, below


def walk(root: Path, known_headings: KnownHeadings) -> Iterator[tuple[Path, list[Path], list[PassedOver]]]:
    """The folder and all below it, by name: each with its returns and with what is passed over."""
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        returns, passed, below = things_of(folder, root, known_headings)
        yield folder, returns, passed
        waiting += reversed(below)


def _is_quiet(name: str) -> bool:
    """Whether nobody means a return by this name: hidden, of the system, or of an open or half-written file."""
    return name.startswith((".", "~$")) or name.lower() in _SYSTEM or name.endswith("~")


def _not_followed(path: Path, root: Path) -> PassedOver | None:
    """A link, a device, a pipe, a socket, or what cannot be looked at; None for a plain file or folder."""
    quiet = _is_quiet(path.name)
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode) or getattr(os.path, "isjunction", lambda _: False)(path):
            target = path.readlink()
            inside = path.exists() and path.resolve().is_relative_to(root.resolve())
            if inside:
                return PassedOver(
                    path, Problem("gather.passed_over.link_inside", target=readable(target)), False
                )
            return PassedOver(path, Problem("gather.passed_over.link", target=readable(target)), not quiet)
    except (OSError, RuntimeError) as error:  # a ring of links is an error of its own
        reason = getattr(error, "strerror", None) or str(error)
        return PassedOver(path, Problem("gather.passed_over.forbidden", reason=reason), not quiet)
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return PassedOver(path, Problem("gather.passed_over.no_file"), not quiet)
    return None


def _why_not(path: Path, known_headings: KnownHeadings) -> PassedOver | None:
    """Why a plain file is no return; None where it is to be taken for one."""
    name, suffix = path.name.lower(), path.suffix.lower()
    if name == LIST_NAME:
        return PassedOver(path, Problem("gather.passed_over.list"), False)
    if _is_quiet(name):
        return PassedOver(path, Problem("gather.passed_over.hidden"), False)
    if suffix in _TAKEN:
        return None
    if suffix == ".txt":
        return _text(path, known_headings)
    if suffix in _ARCHIVES:
        return PassedOver(path, Problem("gather.passed_over.archive"), True)
    if suffix in _DOCUMENTS:
        return PassedOver(path, Problem("gather.passed_over.document"), True)
    if suffix == ".xlsb":
        return PassedOver(path, Problem("gather.passed_over.binary_workbook"), True)
    if suffix in _BESIDE or name in ("readme", "license", "makefile"):
        return PassedOver(path, Problem("gather.passed_over.beside"), False)
    return PassedOver(path, Problem("gather.passed_over.unknown_kind", suffix=suffix or path.name), True)


def _text(path: Path, known_headings: KnownHeadings) -> PassedOver | None:
    """A text is taken where its first rows have a heading; any other table is told, and prose is nothing to miss."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return None  # told when it is read
    tables = [text_records(head, separator) for separator in "\t,"]
    for rows in tables:
        heading = heading_of(iter(rows), known_headings)
        if heading is not None and is_known(heading.texts, known_headings):
            return None
    wide = any(len(rows) > 1 and len(rows[0]) == len(rows[1]) > 2 for rows in tables)
    return PassedOver(path, Problem("gather.passed_over.text"), wide)


def readable(path: Path | str) -> str:
    """A path as it can be shown and kept: names in another encoding in letters, what cannot be seen as its code."""
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(text)
        try:
            text = raw.decode("gb18030")  # as archives from Windows leave them
        except UnicodeDecodeError:
            text = raw.decode("utf-8", "backslashreplace")
    return visible(text, kept="\u3000")
