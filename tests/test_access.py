"""Access: what a screen reader is told, seen in a real browser."""

from __future__ import annotations

import re

import pytest

from tests.browser import opened
from tests.test_browser import address
from tests.test_pages import filed

__all__ = ["address", "filed"]
pytestmark = pytest.mark.browser

# Names of controls outside our own drawings, as a screen reader would say them.
SAID = """() => [...document.querySelectorAll('button, a, input, [role], section, nav, aside')]
    .map(e => e.getAttribute('aria-label')).filter(Boolean)"""


@pytest.mark.parametrize("page", ["", "trends", "about"])
def test_in_chinese_the_page_and_every_control_speak_chinese(address: str, page: str) -> None:
    with opened(f"{address}/{page}") as visit:
        visit.wait_until_still()
        visit.page.wait_for_function("document.documentElement.lang === 'zh-CN'")
        visit.page.wait_for_timeout(1500)
        said = visit.page.evaluate(SAID)
        assert [name for name in said if not re.search(r"[\u4e00-\u9fff]", name)] == []
        assert visit.complaints == []


def test_the_declared_language_and_names_follow_the_switch(address: str) -> None:
    with opened(f"{address}/?lang=en", locale="zh-CN") as visit:
        visit.wait_for_map()
        visit.page.wait_for_function("document.documentElement.lang === 'en'")
        said = visit.page.evaluate(SAID)
        # The switch of languages names both, in either.
        assert {name for name in said if re.search(r"[\u4e00-\u9fff]", name)} <= {"Language 语言"}
