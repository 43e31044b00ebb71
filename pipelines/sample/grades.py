"""Posts and grades of a county's workers: the heads of the staffing return, most of them with a grade of their post's range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pipelines.sample.carried import Carried
from pipelines.sample.draws import apportion, path
from pipelines.sample.ground import Ground
from pipelines.sample.province import Area, Row
from programme.datasets import Counts

POSTS = {"chief": "chief_workers", "deputy": "deputy_workers", "staff": "other_workers"}


class Grades(Carried):
    """Heads by post and grade, who is on probation, and the posts approved."""

    def __init__(
        self, dataset: Counts, settings: Mapping[str, Any], ground: Ground, *, calibrated: bool
    ) -> None:
        """`calibrated` changes nothing: the heads are those of the staffing truth, which is."""
        super().__init__(dataset, settings, ground, calibrated=calibrated)
        self.path = sorted((dt.date.fromisoformat(day), share) for day, share in settings["graded"].items())
        self.ranges = {
            post: sorted(
                (int(one.attributes["grade"]), one.code)
                for one in dataset.measures
                if one.attributes.get("post") == post and "grade" in one.attributes
            )
            for post in POSTS
        }
        self.heads = cache(self._heads)
        self.switched = cache(self._switched)

    def rows(self, county: Area, day: dt.date) -> dict[str, Row]:
        """The return of a county."""
        heads = self.heads(county, day)
        workers = sum(heads.values())
        graded = int(workers * self._share(county, day) + 0.5)
        # Who is new has no grade yet, and few of the new are chiefs.
        waiting = [heads[post] * weight for post, weight in zip(POSTS, (0.1, 0.4, 1.0), strict=True)]
        probation = dict(zip(POSTS, self._at_most(workers - graded, waiting, [*heads.values()]), strict=True))
        row: Row = {"workers": workers, "graded_workers": graded, "probation": workers - graded}
        for post in POSTS:
            grades = self.ranges[post]
            weights = self._weights(county, day, len(grades))
            numbers = apportion(heads[post] - probation[post], weights)
            row |= {code: number for (_, code), number in zip(grades, numbers, strict=True)}
            row[f"posts_{post}"] = self._posts(county, post)
        if self._is_on_old_scale(county, day):  # nobody has a grade of these: not known, and not none
            row = {
                name: value for name, value in row.items() if name == "workers" or name.startswith("posts_")
            }
        return {county.code: {measure: row.get(measure) for measure in self.measures}}

    def notes(self, county: Area, day: dt.date) -> Mapping[str, str]:
        """A note while a county is on its old scale, and in the quarter in which it moves as a whole."""
        case = self.settings["switched"]
        if self._is_on_old_scale(county, day):
            return {county.code: case["note_before"]}
        return {county.code: case["note"]} if county.code == self.switched() and day == case["on"] else {}

    def _heads(self, county: Area, day: dt.date) -> dict[str, int]:
        """Heads by post: what the townships file, added up."""
        rows = self.ground.staffing.rows(county, day).values() if self.ground.staffing else []
        return {post: sum(row[measure] or 0 for row in rows) for post, measure in POSTS.items()}

    def _share(self, county: Area, day: dt.date) -> float:
        """The share of a county's workers who have a grade."""
        tilt = 0.4 * self.ground.wealth(county) + 0.6 * self.ground.apart("system", "workforce", county.code)
        return max(0.0, min(0.97, path(self.path, day) + self.settings["spread"] * tilt))

    def _is_on_old_scale(self, county: Area, day: dt.date) -> bool:
        return bool(day < self.settings["switched"]["on"] and county.code == self.switched())

    def _switched(self) -> str:
        """The county that moves to the scale in one quarter."""
        counties = self.ground.province.counties_on(self.settings["switched"]["on"])
        return self.ground.draws.shuffled((county.code for county in counties), "switched")[0]

    def _at_most(self, total: int, weights: Sequence[float], limits: Sequence[int]) -> list[int]:
        """Parts of a total in proportion to the weights, none above its limit; they sum to the total."""
        parts = [min(part, limit) for part, limit in zip(apportion(total, weights), limits, strict=True)]
        for place in reversed(range(len(parts))):
            parts[place] += min(limits[place] - parts[place], total - sum(parts))
        return parts

    def _weights(self, county: Area, day: dt.date, grades: int) -> list[float]:
        """How many stand at each grade: most around one that rises by about a third of a grade a year."""
        years = (day - self.settings["first_period"]).days / 365
        middle = self.settings["middle"] + 0.3 * years + 1.2 * self.ground.apart("grades", county.code)
        return [1 / (1 + (grade - middle) * (grade - middle) / 3) for grade in range(grades)]

    def _posts(self, county: Area, post: str) -> int:
        """The posts approved, by the heads of one day; fewer than heads where a county has taken on more."""
        heads = self.heads(county, self.settings["posts_as_of"])[post]
        return int(
            heads * self.ground.draws.between(*self.settings["posts_each"], "posts", post, county.code) + 0.5
        )
