"""The read side of landing: which files hold the rows of a dataset now. `pipelines.filing` alone writes them."""

from __future__ import annotations

from urllib.parse import unquote

from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError

from warehouse.home import Home
from words.problems import BuildError


def landed_files(home: Home, dataset: str) -> list[str]:
    """The Parquet files of one dataset's Delta table; none where nothing has landed."""
    folder = home.dataset(dataset)
    if not (folder / "_delta_log").exists():
        return []
    try:
        # The table names its files as URLs; a folder with a space or a Chinese name needs them as they are on disk.
        return [str(folder / unquote(uri.rsplit("/", 1)[-1])) for uri in DeltaTable(str(folder)).file_uris()]
    except TableNotFoundError:
        return []
    except (DeltaError, OSError) as error:
        raise BuildError("landing.unreadable_table", folder=folder, reason=str(error)) from error
