"""How an answer is fetched again from its data address: by Excel (Power Query), Python (polars) and R (readr).

What is taken as a number elsewhere and is none (codes of areas, names of snapshots) stays text in all three. Excel gets the
file in words, with the headings of the language; Python and R get the names of the contract.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import polars as pl

from files.table import CODES

# A text of digits is a number for whoever guesses: what these columns hold is none.
NO_NUMBERS = re.compile(r"(^|_)(code|id|area|areas|digest|fingerprint|number|attribute_value)$")
BASE = re.compile(r"""https?://[^\s/"'\\?#]+(/[^\s"'\\?#]*)?""")
WHOLE = (pl.Int64(), pl.Int32())
CULTURE = "en-US"  # a point before the decimals, whatever Excel is set to


def query(parameters: Mapping[str, Any], language: str) -> str:
    """The parameters of a question as an address says them."""
    said = {
        name: ",".join(one) if isinstance(one, list | tuple) else str(one) for name, one in parameters.items()
    }
    return urlencode({**said, **({} if language == CODES else {"lang": language})}, safe=",", quote_via=quote)


def address(base: str, question: str, parameters: Mapping[str, Any], language: str = CODES) -> str:
    """The address of an answer as CSV; `base` is where the service is found, without the stroke at its end."""
    if not BASE.fullmatch(base):
        raise ValueError(f"no address of a service: {base!r}")
    said = query(parameters, language)
    return f"{base}/api/v1/{question}.csv" + (f"?{said}" if said else "")


def excel(at: str, columns: Mapping[str, pl.DataType]) -> str:
    """Power Query: the file in words, all texts but what is a number or a day."""
    kinds = {head: _kind(of) for head, of in columns.items()}
    typed = ",\n".join(f'        {{"{_doubled(head)}", {kind}}}' for head, kind in kinds.items() if kind)
    last = "Named"
    steps = [
        f'    Source = Csv.Document(Web.Contents("{at}"), [Delimiter=",", Encoding=65001, QuoteStyle=QuoteStyle.Csv])',
        "    Named = Table.PromoteHeaders(Source, [PromoteAllScalars=true])",
    ]
    if typed:
        last = "Typed"
        steps.append(f'    Typed = Table.TransformColumnTypes(Named, {{\n{typed}\n    }}, "{CULTURE}")')
    return "let\n" + ",\n".join(steps) + f"\nin\n    {last}\n"


def python(at: str, columns: Mapping[str, pl.DataType]) -> str:
    """A polars frame with the names of the contract. Given an address, polars would ask for ranges of it, and for its length first."""
    codes = ", ".join(f'"{name}"' for name in _codes(columns))
    return (
        "from urllib.request import urlopen\n\n"
        "import polars as pl\n\n"
        f"codes = [{codes}]\n"
        f'with urlopen("{at}") as answer:\n'
        "    table = pl.read_csv(\n"
        "        answer.read(),\n"
        "        schema_overrides=dict.fromkeys(codes, pl.String),\n"
        "        infer_schema_length=None,\n"
        "        try_parse_dates=True,\n"
        "    )\n"
    )


def r(at: str, columns: Mapping[str, pl.DataType]) -> str:
    """A tibble with the names of the contract."""
    codes = ",\n".join(f"    {name} = col_character()" for name in _codes(columns))
    return (
        "library(readr)\n\n"
        "table <- read_csv(\n"
        f'  "{at}",\n'
        f"  col_types = cols(\n{codes}\n  ),\n"
        '  locale = locale(encoding = "UTF-8"),\n'
        "  guess_max = Inf\n"
        ")\n"
    )


def _codes(columns: Mapping[str, pl.DataType]) -> list[str]:
    return [name for name, kind in columns.items() if kind == pl.String and NO_NUMBERS.search(name)]


def _kind(of: pl.DataType) -> str:
    if of in WHOLE:
        return "Int64.Type"
    if of.is_numeric():
        return "type number"
    return "type date" if of == pl.Date else ""


def _doubled(text: str) -> str:
    """A text inside quotes, as Power Query writes it."""
    return text.replace('"', '""').replace("#(", "#(#)(")
