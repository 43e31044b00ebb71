"""How a county stands on the maps: its fill, its sign and its words, at one period and in the change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from draw.map.beside import Cell
from draw.palette import Palette, ink_on, palette
from draw.scales import HIGHER, Scale, change_scale
from ui.change import facts
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from ui.parts.colouring import scale_of
from words import change_findings, legends

BLANK = "blank"


@dataclass(frozen=True)
class Standing:
    """Fill, colour of the sign ("": none), whether that is hollow, and its words with {period} and {figure}."""

    fill: str
    sign: str
    is_hollow: bool
    words: str


class Brush:
    """Paints the counties of one page: what stands for a figure, and for none."""

    def __init__(self, page: Page, choice: Choice) -> None:
        self.page, self.choice = page, choice
        self.colours: Palette = palette(page.theme)
        self.scale: Scale = scale_of(page, choice, "ratio")

    def standing(self, row: facts.Row | None) -> Standing:
        """Of a county's row of a period, None where there was none such."""
        speech, indicator = self.page.speech, self.choice.indicator
        words = change_findings.stood(speech, row, indicator)
        if row is None:
            return Standing(self.colours.no_data, "", False, words)
        if not row["is_newest_extent"]:
            return Standing("url(#dots)", "", False, words)
        if row["class_index"] is None:
            fill = self._without(legends.PATTERNS[legends.lack(row, indicator, "ratio")])
        else:
            fill = self.scale.colours[min(int(row["class_index"]), len(self.scale.colours) - 1)]
        if row["verdict"] != "not_met" or self.scale.target_at is None:
            return Standing(fill, "", False, words)
        if row["class_index"] is None:
            return Standing(fill, ink_on(self.colours.no_data), True, words)
        mark = self.scale.marks[min(int(row["class_index"]), len(self.scale.marks) - 1)]
        return Standing(fill, ink_on(fill), mark != "▼", words)

    def _without(self, pattern: str) -> str:
        return self.colours.no_data if pattern == BLANK else f"url(#{pattern})"

    @property
    def same(self) -> str:
        """No change: of neither side's colours, whatever is judged."""
        is_judged = HIGHER[str(self.choice.indicator["polarity"])] is not None
        return self.colours.faint if is_judged else self.colours.page

    def change(self, row: facts.Row, scale: Scale) -> Cell:
        """Of a county's change: a fall carries an arrow, whether that is good or bad."""
        index = scale.class_of(None if row["change_since"] is None else float(row["change_since"]))
        if index is None:
            return Cell("url(#hatch)")
        if not row["change_since"]:
            return Cell(self.same)
        fill, falls = scale.colours[index], index < (scale.target_at or 0)
        return Cell(fill, ink_on(fill) if falls else "", falls=falls)


@kept(most=300)
def change_scale_of(page: Page, choice: Choice, earlier: dt.date) -> Scale:
    """The classes of the change since a day, as the whole has them."""
    listed = facts.everywhere(choice, earlier)
    changes = [None if row["change_since"] is None else float(row["change_since"]) for row in listed]
    higher = HIGHER[str(choice.indicator["polarity"])]
    return change_scale(
        changes, higher_is_better=higher, between=page.speech("legend.between"), theme=page.theme
    )
