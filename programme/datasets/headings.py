"""The words a filer knows columns by: every dataset has these common ones, beside those of its own file."""

from __future__ import annotations

import re
from functools import lru_cache

AREA_CODE_HEADINGS = ("area_code", "区划代码", "行政区划代码", "统计用区划代码", "代码")
PERIOD_HEADINGS = ("period", "报告期", "统计期", "期别")
AREA_NAME_HEADINGS = ("area_name", "名称", "区划名称", "单位名称", "乡镇街道", "area_name_zh")
NOTE_HEADINGS = ("note", "备注", "说明")
SERIAL_HEADINGS = ("序号",)  # forms number their lines; the row of the sheet says the same
WITHDRAWN_HEADINGS = ("withdrawn", "是否撤销", "撤销")
# What an English form heads them with.
ENGLISH_HEADINGS = {
    "area_code": "Area code",
    "area_name": "Area name",
    "period": "Period",
    "note": "Note",
    "withdrawn": "Withdrawn",
}

_UNIT = re.compile(r"\((人|名|个|家|处|所|户|千元|平方米|㎡|张|条|件|次|thousandyuan|m2)\)$")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def normal_heading(text: str) -> str:
    """A heading reduced to what tells it apart: half-width, no spaces or line breaks, no unit in brackets."""
    # Files of one form have the same headings; a long cell is none and not worth remembering.
    return _kept_normal(text) if len(text) <= 64 else _normal(text)


def _normal(text: str) -> str:
    plain = re.sub(r"\s+", "", text.translate(_FULL_WIDTH)).lower()
    return _UNIT.sub("", plain).lstrip("\ufeff").replace("/", "").replace("-", "_")


_kept_normal = lru_cache(maxsize=4096)(_normal)
