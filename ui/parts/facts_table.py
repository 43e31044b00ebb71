"""A quiet table of facts, whose cells may hold whole sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ui.frame import plain


def html(heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> str:
    """Its HTML: `heads` in words, cells HTML already, widths in per cent.

    In a narrow window cells stand under each other, each with its head.
    """
    columns = "".join(f'<col style="width:{width}%">' for width in widths)
    said = [plain.html(one) for one in heads]
    named = [f' data-head="{one}"' for one in said] or [""] * len(widths)
    body = "".join(
        "<tr>" + "".join(f"<td{name}>{cell}</td>" for name, cell in zip(named, row, strict=True)) + "</tr>"
        for row in rows
    )
    head = "".join(f"<th>{one}</th>" for one in said)
    head = f"<thead><tr>{head}</tr></thead>" if said else ""
    return (
        f'<div class="facts stacks"><table><colgroup>{columns}</colgroup>{head}'
        f"<tbody>{body}</tbody></table></div>"
    )
