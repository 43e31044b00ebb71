"""Numbers as they are read: counts, ratios, changes, population. Units come from the indicator's row."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from words.catalogue import Speech

DASH = "—"
MINUS = "−"
Number = int | float | Decimal


def count(number: Number | None) -> str:
    """A whole number with its thousands marked; a dash when there is none."""
    return DASH if number is None else f"{int(number):,}".replace("-", MINUS)


def ratio(value: Number | None, decimals: int) -> str:
    """A value already rounded by the warehouse, with the indicator's decimals.

    Digits beyond them are cut, never rounded again: a shown value must not cross its target here.
    """
    if value is None:
        return DASH
    step = Decimal(1).scaleb(-decimals)
    return f"{Decimal(str(value)).quantize(step, ROUND_DOWN):,}".replace("-", MINUS)


def bound(value: Number | None) -> str:
    """A class bound or a target: no more decimals than it has (18, 1.5)."""
    if value is None:
        return DASH
    text = f"{Decimal(str(value)).normalize():,f}"
    return text.replace("-", MINUS)


def halves_up(value: Number, decimals: int) -> Decimal:
    """A figure that no mart has rounded, as the warehouse would: halves go up; what adding floats leaves behind is none."""
    return Decimal(str(round(value, 9))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def size(number: int) -> str:
    """How large a file is: whole kilobytes, or megabytes with one digit; never nothing."""
    if number < 1_000_000:
        return f"{max(1, round(number / 1000))} KB"
    return f"{number / 1_000_000:.1f} MB"


def points(value: Number | None, decimals: int = 1) -> str:
    """A score, which is compared with no target: halves go up."""
    return DASH if value is None else ratio(halves_up(value, decimals), decimals)


def signed(value: Number | None, decimals: int = 0, *, minus: str = MINUS) -> str:
    """A change with its sign; zero has none. `minus="-"` for what reads ASCII signs (st.metric does)."""
    if value is None:
        return DASH
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(str(value)).quantize(step, ROUND_HALF_UP)
    if exact == 0:
        return f"{abs(exact):,}"
    return f"{'+' if exact > 0 else minus}{abs(exact):,}"


def with_unit(value: Number | None, decimals: int | None, unit: str) -> str:
    """A ratio and its unit; a per cent sign stands close. Without decimals (its indicator is no more) as many as it has."""
    return attach(bound(value) if decimals is None else ratio(value, decimals), unit)


def attach(text: str, unit: str) -> str:
    """A figure's text and its unit."""
    if text == DASH or not unit:
        return text
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}"


def population(speech: Speech, number: int | None) -> str:
    """Residents: in Chinese from ten thousand on in 万人, in English in full."""
    if number is None:
        return DASH
    if speech.language == "zh" and number >= 10_000:
        return speech("figure.ten_thousand", n=f"{Decimal(number) / 10_000:,.2f}")
    return speech("figure.people", n=f"{number:,}")


def counted(number: int | None, unit: str) -> str:
    """A count and what is counted."""
    return attach(count(number), unit)


def share(part: Number, whole: Number) -> str:
    """A share in whole per cent, halves up; a part that is not the whole is never shown as 100 %."""
    if not whole:
        return DASH
    per_cent = int((Decimal(str(part)) * 100 / Decimal(str(whole))).quantize(Decimal(1), ROUND_HALF_UP))
    if per_cent >= 100 and part < whole:
        per_cent = 99
    return f"{per_cent}%"
