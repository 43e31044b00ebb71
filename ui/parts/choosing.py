"""Links that choose: a row, a class or a name that is the thing it names. They work as links without any script, too."""

from __future__ import annotations

from urllib.parse import urlencode

from ui.frame import choices, plain
from ui.frame.page import Page


def link(page: Page, inner: str, *, label: str = "", **chosen: str | None) -> str:
    """A link to this page with the choices given; None takes one back. `inner` is HTML already.

    The frame's script (`ui.frame.reading`) follows it without loading the page anew; Back undoes it.
    """
    address = {**choices.address(page.screen), **chosen}
    query = urlencode({key: value for key, value in address.items() if value})
    name = f' aria-label="{plain.html(label)}"' if label else ""
    return f'<a class="choose" data-choose href="?{plain.html(query)}" target="_self"{name}>{inner}</a>'
