"""A bulletin as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from files.bulletin import blocks
from files.bulletin.content import Content, without_map
from files.bulletin.figures import Run
from words import periods

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def contents(content: Content, picture: str = "") -> str:
    """The text; `picture` is where the map lies beside it. Without one the map is left out."""
    speech, head = content.speech, content.head
    parts = []
    if content.is_simulated:
        parts.append(f"> **{plain(speech('bulletin.mark'))}**")
    elif "organ" in head:
        parts.append(f"**{plain(head['organ'])}**")
    parts.append(f"# {plain(content.title)}")
    if "to" in head:
        parts.append(plain(speech("bulletin.to", to=head["to"])))
    parts += [_block(block, picture) for block in (content.blocks if picture else without_map(content))]
    if "organ" in head:
        day = content.issue.day
        date = periods.date(speech, day) if day else speech("bulletin.blank_day")
        parts.append(f"{plain(head['organ'])}  \n{plain(date.strip())}")
    return "\n\n".join(parts) + "\n"


def plain(text: str) -> str:
    """Words that are no markup."""
    return _MARKUP.sub(r"\\\1", text)


def _block(block: blocks.Block, picture: str) -> str:
    if isinstance(block, blocks.Heading):
        return f"## {plain(block.text)}"
    if isinstance(block, blocks.Paragraph):
        lead = f"**{plain(block.lead)}**" + " " * block.lead.endswith(".") if block.lead else ""
        return lead + _said(block.runs)
    if isinstance(block, blocks.Map):
        return f"![{plain(block.caption)}](<{picture}>)\n\n{plain(block.caption)}  \n{plain(block.note)}"
    return _table(block)


def _said(runs: Sequence[Run]) -> str:
    return plain("".join(run.text for run in runs))


def _table(block: blocks.Table) -> str:
    lines = [
        _row([plain(head) for head in block.heads]),
        _row([":---" if block.is_words(column) else "---:" for column in range(len(block.heads))]),
        *(_row([_said(cell) for cell in row]) for row in block.rows),
    ]
    note = f"\n\n{plain(block.note)}" if block.note else ""
    return f"**{plain(block.caption)}**\n\n" + "\n".join(lines) + note


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
