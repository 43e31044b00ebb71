"""Readers of several processes in a real Chromium: what they press right after theirs has died is answered."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.browser import opened
from tests.test_browser import choose, query
from tests.test_many import COOKIE, two_processes
from tests.test_pages import filed_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]


def test_the_first_choice_after_a_process_died_is_taken_by_the_one_that_helps_out(tmp_path: Path) -> None:
    filed = filed_in(tmp_path / "home")
    (tmp_path / "served").mkdir()
    with (
        two_processes(tmp_path / "served", filed.environment) as service,
        opened(f"{service.address}/?lang=zh", webgl=False) as visit,
    ):
        visit.wait_until_still()
        choose(visit, "choice_city", "西山")
        (own,) = [one["value"] for one in visit.page.context.cookies() if one.get("name") == COOKIE]
        with visit.page.expect_websocket():
            os.kill(service.serving()[service.port + int(own)], signal.SIGKILL)
        visit.settle(5)
        choose(visit, "choice_period", "2024年第4")
        assert query(visit) == {"lang": "zh", "city": "990200", "period": "2024-12-31"}
