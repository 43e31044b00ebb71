"""One contract per kind of return. A new kind is a new file here and a line in `CONTRACTS`."""

from __future__ import annotations

from programme.datasets import organizations, population, services, staffing
from programme.datasets.contract import AtMost, Contract, Measure, Return, normal_heading

CONTRACTS: dict[str, Contract] = {
    module.CONTRACT.dataset: module.CONTRACT for module in (staffing, organizations, services, population)
}
KNOWN_HEADINGS: frozenset[str] = frozenset(
    heading for contract in CONTRACTS.values() for heading in contract.headings
)

__all__ = ["CONTRACTS", "KNOWN_HEADINGS", "AtMost", "Contract", "Measure", "Return", "normal_heading"]
