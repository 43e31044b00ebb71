"""`python -m bench`: one table, ours beside the plain way, with the marks and whether each is kept; `simulate` beside it."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bench import (
    build,
    correction,
    country,
    demo,
    ingest,
    many,
    page,
    pages,
    picture,
    question,
    readers,
    start,
)
from bench.simulate import simulate
from bench.timing import Line, table
from bench.workspace import Workspace
from pipelines.commands.app import Command, Group
from words.problems import Problem

MEASUREMENTS: dict[str, Callable[[Workspace], list[Line]]] = {
    "demo": demo.measure,
    "ingest": ingest.measure,
    "build": build.measure,
    "correction": correction.measure,
    "start": start.measure,
    "question": question.measure,
    "page": page.measure,
    "pages": pages.measure,
    "country": country.measure,
    "picture": picture.measure,
    "readers": readers.measure,
    "many": many.measure,
}


Only = Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(MEASUREMENTS)}; may be repeated.")]
Townships = Annotated[int, typer.Option(help="Townships of the generated province.")]
Quarters = Annotated[int, typer.Option(help="Quarters of its return.")]


class Bench(Group):
    """As of the pipelines, what is wrong with an option is told in our words; without a command it measures."""

    def invoke(self, ctx: Any) -> Any:
        return super().invoke(ctx) if ctx._protected_args else super(Group, self).invoke(ctx)


app = typer.Typer(cls=Bench, add_completion=False, pretty_exceptions_enable=False)
app.command(cls=Command)(simulate)


@app.callback(invoke_without_command=True)
def bench(
    context: typer.Context, only: Only = None, townships: Townships = 42_000, quarters: Quarters = 24
) -> None:
    """Measure ingest, build, the map question, the page and the map, where no command is named. Exit 1 if a mark is missed."""
    if context.invoked_subcommand is None:
        main(only, townships, quarters)


def main(only: list[str] | None = None, townships: int = 42_000, quarters: int = 24) -> None:
    """Print the table of the measurements named, of all where none is. Exit 1 if a mark is missed, 2 for wrong use."""
    unknown = [name for name in only or [] if name not in MEASUREMENTS]
    if unknown:
        print(
            f"There is no measurement '{unknown[0]}'. Name one of {', '.join(MEASUREMENTS)}.", file=sys.stderr
        )
        raise typer.Exit(2)
    started = time.monotonic()
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="observatory-bench-") as folder:
        space = Workspace(Path(folder), townships=townships, quarters=quarters)
        for name in only or MEASUREMENTS:
            print(f"{name} …", file=sys.stderr, flush=True)
            try:
                lines += MEASUREMENTS[name](space)
            except Problem as error:
                print(error, file=sys.stderr)
                raise typer.Exit(2) from None
    Console(width=None if sys.stdout.isatty() else 120).print(table(lines))
    print(f"{time.monotonic() - started:.0f} s in all.")
    if any(line.kept is False for line in lines):
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
