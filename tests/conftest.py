"""Fixtures for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tiny import Tiny


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """A copy of the tiny pack and an empty home; the environment names neither."""
    for name in ("OBSERVATORY_HOME", "OBSERVATORY_REFERENCE", "OBSERVATORY_TODAY"):
        monkeypatch.delenv(name, raising=False)
    return Tiny(tmp_path)
