"""How a value stands in a TOML file: what a message quotes is then found there by searching for it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping


def as_toml(value: object) -> str:
    """A value as TOML writes it in one line: `true`, `"text"`, `2021-12-31`, `["a", "b"]`, `{ a = 1 }`."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case dt.date() | dt.time():
            return value.isoformat()
        case Mapping():
            return f"{{ {', '.join(f'{key} = {as_toml(one)}' for key, one in value.items())} }}"
        case list() | tuple():
            return f"[{', '.join(map(as_toml, value))}]"
    return str(value)
