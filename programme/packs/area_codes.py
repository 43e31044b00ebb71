"""How statistical area codes are built: levels by their zeros, and the codes and names that are no area of their own."""

from __future__ import annotations

# Names under which counties stand that report to the province itself, or are its own districts.
PSEUDO_CITIES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
PLACEHOLDER = "直辖村级区划"  # the one township of a county that has none
LENGTHS = (6, 9, 12)


def is_county_zone(code: str) -> bool:
    """A functional zone listed beside the counties: its last two digits are 71 to 79."""
    return "71" <= code[4:6] <= "79"


def is_township_zone(code: str) -> bool:
    """A zone, a farm or the like listed beside the townships: their last three digits begin at 400."""
    return code[6:9] >= "400"


def without_padding(code: str) -> str:
    """A code without the zeros of the levels below: twelve digits of a township are nine, those of a county six.

    Twelve digits of a community stay twelve.
    """
    if len(code) == 12 and code.endswith("000"):
        return code[:6] if code.endswith("000000") else code[:9]
    return code
