"""Charity funds of a unit: what they received and spent in a quarter, and a balance that carries on, to the thousand yuan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any

from pipelines.sample.calibration import quarter_ends
from pipelines.sample.declared import Measures
from pipelines.sample.draws import Draws
from pipelines.sample.ground import Ground
from pipelines.sample.province import Area


class Funds:
    """Received, spent and balance of the funds that a unit has, quarter by quarter from the first that is filed."""

    def __init__(self, settings: Mapping[str, Any], ground: Ground, measures: Measures) -> None:
        """`measures` has the number of funds, under `charity_funds`."""
        self.settings = settings
        self.ground = ground
        self.measures = measures
        self.of_unit = cache(self._of_unit)
        self.returned = cache(self._returned)

    def of(self, county: Area, code: str, day: dt.date) -> dict[str, int]:
        """What the unit files of its funds on a day."""
        return self.of_unit(county, code).get(day) or dict.fromkeys(
            ("charity_fund_received", "charity_fund_spent", "charity_fund_balance"), 0
        )

    def _of_unit(self, county: Area, code: str) -> dict[dt.date, dict[str, int]]:
        found: dict[dt.date, dict[str, int]] = {}
        balance: int | None = None
        first: dict[str, int] = {}
        for day in quarter_ends(self.settings["first_period"], self.ground.settings["today"]):
            funds = self._funds(county, code, day)
            if balance is None:  # what they had when the form began
                each = self.ground.draws.between(*self.settings["balance_each"], "fund balance", code)
                balance = int(funds * each)
            received, spent = self._moved(code, day, funds, balance)
            if day.month == 3:
                first = {"received": received, "spent": spent}
            elif first and day.month > 3:  # never what looks like the year to date
                received = min(received, max(1, 2 * first["received"] - 1)) if first["received"] else received
                spent = min(spent, max(1, 2 * first["spent"] - 1)) if first["spent"] else spent
            balance = balance + received - spent
            found[day] = {
                "charity_fund_received": received,
                "charity_fund_spent": spent,
                "charity_fund_balance": balance,
            }
        return found

    def _moved(self, code: str, day: dt.date, funds: int, balance: int) -> tuple[int, int]:
        """Received and spent in a quarter; never more spent than there is."""
        draws: Draws = self.ground.draws
        season = self.settings["season"][(day.month - 1) // 3]
        each = draws.between(*self.settings["received_each"], "fund received", code)
        received = int(funds * each * season * draws.between(0.85, 1.15, "received", code, day))
        share = draws.between(*self.settings["spent_share"], "fund spent", code)
        spent = int(received * share * draws.between(0.85, 1.15, "spent", code, day))
        if code == self.returned(day):
            received, spent = received // 4, spent * 4
        return received, min(spent, balance + received)

    def _returned(self, day: dt.date) -> str | None:
        """The unit whose funds gave back in one quarter what had been booked as theirs."""
        case = self.settings.get("returned")
        if not case or case["period"] != day:
            return None
        units = [
            code
            for county in self.ground.province.counties_on(day)
            for code in self.measures.rows(county, day)
            if self._funds(county, code, day) > 2
        ]
        return self.ground.draws.shuffled(units, "fund returned")[0] if units else None

    def _funds(self, county: Area, code: str, day: dt.date) -> int:
        return int(self.measures.rows(county, day).get(code, {}).get("charity_funds", 0))
