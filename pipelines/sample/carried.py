"""What the truths have in common whose figures of a period carry on from the one before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.sample.ground import Ground
from programme.datasets import Counts


class Carried:
    """A form told in code of its own: what is asked, what its file says, and what it rests on."""

    def __init__(
        self, dataset: Counts, settings: Mapping[str, Any], ground: Ground, *, calibrated: bool
    ) -> None:
        """`calibrated`: the pack is the one whose published figures are held."""
        self.measures: tuple[str, ...] = dataset.measure_codes
        self.miscounted: str = settings["miscounted"]
        self.settings = settings
        self.ground = ground
        self.calibrated = calibrated
