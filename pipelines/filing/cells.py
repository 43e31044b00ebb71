"""What one cell may look like: whole numbers, dates and codes in the dresses spreadsheets give them.

Each function accepts what can mean one thing only and says nothing (None) to the rest.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

BEYOND = 10**12  # stands for every figure too large to count with; the contract's maximum refuses it

# Full-width digits and signs that input methods leave behind. Not NFKC: that would read 1² as 12.
_HALF_WIDTH = {
    **{0xFF10 + digit: 0x30 + digit for digit in range(10)},
    0xFF0C: ",",
    0xFF0E: ".",
    0xFF0B: "+",
    0xFF0D: "-",
    0x2212: "-",
    0xFF0F: "/",
    0x3000: " ",
    0x00A0: " ",
    0x2009: " ",
    0x202F: " ",
    0xFEFF: None,
    0x200B: None,
}
_WHOLE = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)(?:\.0+)?")
_CODE = re.compile(r"([0-9]+)(?:\.0+)?")
_DATES = (
    re.compile(
        r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
    ),
    re.compile(r"([0-9]{4}) *(年) *([0-9]{1,2}) *月 *([0-9]{1,2}) *日"),
    re.compile(r"([0-9]{4})()([0-9]{2})([0-9]{2})(?:\.0+)?"),
)
_QUARTERS = (
    re.compile(r"([0-9]{4})-?[Qq]([1-4])"),
    re.compile(r"([0-9]{4})年?第?([1-4一二三四])季度?"),
)
_YEAR = re.compile(r"([0-9]{4})(?:\.0+)?年?度?")
_SERIAL = re.compile(r"([34567][0-9]{4})(?:\.0+)?")  # from 1982 to 2119
_ENDS = (
    re.compile(r"([0-9]{4})年?(?:年末|年底|年终|末|底)"),
    re.compile(r"([0-9]{4})年(0?3|0?6|0?9|12)月(?:份?(?:末|底)?)"),
)
_UNTIL = re.compile(r"^(?:截至|截止到?|至|到)")
_MONTH = re.compile(r"([0-9]{4})(?:[-/.]|年)([0-9]{1,2})月?")


def plain(text: str) -> str:
    """The text without the dress: half-width, no outer spaces, no apostrophe that marks it as text."""
    return text.translate(_HALF_WIDTH).strip().removeprefix("'").strip()


def whole_number(text: str) -> int | None:
    """The whole number a cell means, negative ones included; None when it is none, or could mean two."""
    match = _WHOLE.fullmatch(plain(text))
    if not match:
        return None
    digits = match[2].replace(",", "").replace(" ", "").lstrip("0")
    value = int(digits or "0") if len(digits) <= len(str(BEYOND)) else BEYOND
    return min(value, BEYOND) * (-1 if match[1] == "-" else 1)


def date(text: str) -> dt.date | None:
    """The day a cell means, a quarter standing for its last day; None when it is no day of the calendar.

    The time beside a day says nothing: a cell filled by a formula has one that its format does not show.
    """
    bare = plain(text)
    for form in _DATES:
        if match := form.fullmatch(bare):
            try:
                return dt.date(int(match[1]), int(match[3]), int(match[4]))
            except ValueError:
                return None
    for form in _QUARTERS:
        if match := form.fullmatch(bare.replace(" ", "")):
            quarter = "一二三四".find(match[2]) + 1 or int(match[2])
            return quarter_end(dt.date(int(match[1]), quarter * 3, 1)) if int(match[1]) else None
    return None


def period(text: str) -> dt.date | None:
    """The last day of the period that a cell names: a day, or as people type it (2025年末, 2025年12月, 截至2025年12月31日).

    A month that ends no quarter names no period.
    """
    bare = _UNTIL.sub("", plain(text).replace(" ", ""))
    if found := date(text) or date(bare):
        return found
    for form in _ENDS:
        if (match := form.fullmatch(bare)) and int(match[1]):
            last = int(match[2]) if match.re.groups > 1 else 12
            return quarter_end(dt.date(int(match[1]), last, 1))
    return None


def date_hint(text: str) -> dt.date | None:
    """What a cell that is no date was probably meant to be: a month stands for the end of its quarter.

    A bare number of five digits is the day that a spreadsheet keeps under it, counted from 1900.
    """
    if serial := _SERIAL.fullmatch(plain(text)):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(serial[1]))
    match = _MONTH.fullmatch(plain(text).replace(" ", ""))
    if match and 1 <= int(match[2]) <= 12 and int(match[1]):
        return quarter_end(dt.date(int(match[1]), int(match[2]), 1))
    return None


def code(text: str) -> str:
    """The code a cell means: `110101.0`, as spreadsheets have it, is `110101`. Digits are never added."""
    bare = plain(text).replace(" ", "")
    match = _CODE.fullmatch(bare)
    return match[1] if match else bare


def quarter_end(day: dt.date) -> dt.date:
    """The last day of the quarter that a day lies in."""
    month = (day.month + 2) // 3 * 3
    return dt.date(day.year, month, calendar.monthrange(day.year, month)[1])


def year(text: str) -> dt.date | None:
    """The last day of the year that a cell of an annual return means (2025, 2025年, 2025年度); None for anything else."""
    match = _YEAR.fullmatch(plain(text).replace(" ", ""))
    return dt.date(int(match[1]), 12, 31) if match and int(match[1]) else None


def month(text: str) -> tuple[int, int] | None:
    """The year and month of a cell that names a month (2022年5月, 2022-05); None for anything else."""
    match = _MONTH.fullmatch(plain(text).replace(" ", ""))
    return (int(match[1]), int(match[2])) if match and 1 <= int(match[2]) <= 12 and int(match[1]) else None


def period_end(day: dt.date, cycle: str) -> dt.date:
    """The last day of the quarter or year that a day lies in."""
    return quarter_end(day) if cycle == "quarterly" else dt.date(day.year, 12, 31)


def period_before(period: dt.date, cycle: str) -> dt.date:
    """The period before one, of the same cycle."""
    if cycle == "annual":
        return dt.date(period.year - 1, 12, 31)
    return quarter_end(quarter_end(period) - dt.timedelta(days=100))


def period_after(period: dt.date, cycle: str) -> dt.date:
    """The period after one, of the same cycle."""
    if cycle == "annual":
        return dt.date(period.year + 1, 12, 31)
    return quarter_end(quarter_end(period) + dt.timedelta(days=1))


def last_ended(today: dt.date, cycle: str) -> dt.date:
    """The newest period that has ended by a day."""
    end = period_end(today, cycle)
    return end if end <= today else period_before(end, cycle)


def nearest_year_end(day: dt.date) -> dt.date:
    """The year end closest to a day: what 30 December or 5 January was meant to be."""
    after = dt.date(day.year, 12, 31)
    before = dt.date(day.year - 1, 12, 31)
    return before if day - before < after - day else after


def nearest_quarter_end(day: dt.date) -> dt.date:
    """The quarter end closest to a day: what 30 December was meant to be."""
    after = quarter_end(day)
    before = quarter_end(after - dt.timedelta(days=100))
    return before if day - before < after - day else after


TRUE_WORDS = ("true", "1", "yes", "是", "y")
FALSE_WORDS = ("false", "0", "no", "否", "n", "")


def truth(text: str | None) -> bool | None:
    """Yes or no; blank is no; None for any other word."""
    word = plain(text or "").lower()
    return True if word in TRUE_WORDS else False if word in FALSE_WORDS else None
