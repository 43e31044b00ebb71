"""What parsing found is kept for the next process: it is used where it fits and never trusted where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tiny import Tiny
from warehouse import models, parsed
from warehouse.contract import Model
from warehouse.models import Plan


def forget() -> None:
    """As a new process begins."""
    models._known.clear()
    for kept in (models._plan, models._build_models, models._query_models):
        kept.cache_clear()


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    forget()
    yield
    forget()


def told(plan: Plan) -> list[object]:
    return [plan, [model.references for model in plan.models]]


def unparsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what is parsed from now on."""
    names: list[str] = []
    tree = vars(Model)["tree"].func

    def noted(self: Model) -> object:
        names.append(self.full_name)
        return tree(self)

    monkeypatch.setattr(Model, "tree", property(noted))
    return names


def test_a_second_process_parses_nothing_and_makes_the_same_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = told(models.plan(keeping=tmp_path))
    forget()
    names = unparsed(monkeypatch)
    assert told(models.plan(keeping=tmp_path)) == first
    assert names == []


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"references": 1, "columns": {}}', '{"references": {}, "columns": {}}']
)
def test_what_cannot_be_read_or_is_not_all_is_found_again(tmp_path: Path, text: str) -> None:
    first = told(models.plan(keeping=tmp_path))
    forget()
    (kept,) = tmp_path.glob(".parsed-*")
    kept.write_text(text)
    assert told(models.plan(keeping=tmp_path)) == first


def test_what_was_found_in_other_files_is_not_used_and_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = parsed.place(tmp_path, "another state")
    parsed.keep(other, parsed.Parsed({"staging.areas": ("landing.nothing",)}, {}))
    names = unparsed(monkeypatch)
    made = models.plan(keeping=tmp_path)
    assert len({*names}) >= len(made.models)
    assert [path.name for path in tmp_path.iterdir()] == [parsed.place(tmp_path, made.fingerprint).name]


def test_a_build_keeps_it_in_its_home(tiny: Tiny) -> None:
    tiny.build()
    assert len(list(tiny.home.root.glob(".parsed-*.json"))) == 1
