"""Links that choose: a row, a class or a name that is the thing it names."""

from __future__ import annotations

from urllib.parse import urlencode

from ui.frame import choices, plain
from ui.frame.page import Page


def link(page: Page, inner: str, *, label: str = "", **chosen: str | None) -> str:
    """A link to this page with the choices given; None takes one back. `inner` is HTML already.

    It opens the address it names, so Back undoes it in one press.
    """
    address = {**choices.address(page.screen), **chosen}
    query = urlencode({key: value for key, value in address.items() if value})
    name = f' aria-label="{plain.html(label)}"' if label else ""
    return f'<a class="choose" href="?{plain.html(query)}" target="_self"{name}>{inner}</a>'
