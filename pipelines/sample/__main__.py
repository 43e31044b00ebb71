"""`python -m pipelines.sample --reference DIR -o DIR`: write the sample returns of a pack."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.sample import generate
from pipelines.sample.calibration import read_calibration
from programme.packs.pack import read_pack
from words.problems import PackError, Problem


def sample(
    folder: Annotated[Path, typer.Option("--output", "-o", help="Folder to write the quarters into.")],
    reference: Annotated[
        Path | None, typer.Option(help="The reference pack; the one in use if not given.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Another seed than the calibration's own.")] = None,
    calibration: Annotated[
        Path | None, typer.Option(help="Calibration file; data/sample/calibration.toml if not given.")
    ] = None,
) -> None:
    """Write simulated returns for a pack: a folder per quarter, always the same for the same seed."""
    try:
        files = generate(read_pack(reference), read_calibration(calibration), folder, seed)
    except Problem as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    except KeyError as error:
        print(PackError("calibration.lacks_setting", setting=str(error)), file=sys.stderr)
        raise typer.Exit(2) from None
    print(f"{files} files in {folder}")


if __name__ == "__main__":
    typer.run(sample)
