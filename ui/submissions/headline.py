"""The title: how what was brought stands; the grey line: what follows of it."""

from __future__ import annotations

from ui.frame import plain
from ui.frame.desk.brought import Brought
from ui.frame.desk.publishing import Committed
from ui.frame.desk.reading import Lot, Read
from ui.frame.page import Page
from ui.submissions.held import held
from words import numbers


def told(page: Page, lot: Lot | None, viewed: Read | Brought | None, wrong: str) -> tuple[str, str]:
    """Title and grey line."""
    speech = page.speech
    committed = held().committed
    if committed is not None:
        return _after(page, committed)
    if wrong:
        return speech("desk.title_wrong"), wrong
    grey = speech("desk.grey")
    if lot is None or viewed is None:
        return speech("desk.title_empty"), grey
    if isinstance(viewed, Brought):
        return speech("desk.title_left_out", file=plain.line(viewed.name, 40)), grey
    name = plain.line(viewed.brought.name, 40)
    settle, mend = numbers.count(len(viewed.asked)), numbers.count(viewed.number_to_mend)
    if viewed.state == "ready":
        return speech("desk.title_ready", file=name, rows=numbers.count(viewed.outcome.rows_read)), grey
    if viewed.state in ("duplicate", "refused"):
        return speech(f"desk.title_{viewed.state}", file=name), grey
    if not viewed.asked:
        return speech("desk.title_mend", file=name, mend=mend), grey
    if not viewed.to_mend:
        return speech("desk.title_settle", file=name, settle=settle), grey
    return speech("desk.title_both", file=name, settle=settle, mend=mend), grey


def _after(page: Page, committed: Committed) -> tuple[str, str]:
    """What became of it: nothing landed, on its way, published, or the build failed."""
    speech, work = page.speech, committed.publication
    batches = speech("list.item").join(one.batch for one in committed.landed)
    if work is None:
        return speech("desk.title_nothing"), speech("desk.grey_nothing")
    grey = speech("desk.grey_batches", batches=batches)
    if not work.is_done():
        return speech.plural("desk.title_on_its_way", len(committed.landed)), grey
    if work.has_failed():
        return speech("desk.title_not_built"), speech("desk.grey_not_built", batches=batches)
    changed = work.result().changed
    if not changed.turns:
        return speech("desk.title_same"), grey
    if changed.flipped:
        every = numbers.count(len(changed.turns))
        return speech.plural("desk.title_flipped", changed.flipped, changed=every), grey
    return speech.plural("desk.title_published", len(changed.turns)), grey
