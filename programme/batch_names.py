"""How a batch is called: its dataset, and its sequence among all batches of the home in at least eight digits."""

from __future__ import annotations


def name_of(dataset: str, sequence: int) -> str:
    """The name of a batch, which is also its id: `staffing-00000012`."""
    return f"{dataset}-{sequence:08d}"


def sequence_of(batch: str) -> int:
    """The sequence that a batch's name says."""
    return int(batch.rpartition("-")[2])
