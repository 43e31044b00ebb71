"""The bench: a mark is judged on what it bounds, a miss is told by the exit code, and work is timed by turns."""

from __future__ import annotations

import pytest
from typer import Exit

from bench import __main__ as bench
from bench import many
from bench.timing import Line, by_turns


def test_a_mark_bounds_the_ratio_or_our_own_figure() -> None:
    assert Line("a", 4.0, "b", 2.0, "s", mark=2.0).kept is True
    assert Line("a", 4.1, "b", 2.0, "s", mark=2.0).kept is False
    assert Line("a", 299.0, "b", 2.0, "ms", mark=300.0, bounds_ours=True).kept is True
    assert Line("a", 301.0, "", None, "ms", mark=300.0, bounds_ours=True).kept is False
    assert Line("a", 4.0, "b", 2.0, "s").kept is None


def test_a_missed_mark_is_an_error_and_a_kept_one_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    for ours, missed in ((5.0, True), (3.0, False)):
        line = Line("ingest", ours, "plain", 2.0, "s", mark=2.0)
        monkeypatch.setitem(bench.MEASUREMENTS, "ingest", lambda _, line=line: [line])
        if missed:
            with pytest.raises(Exit) as raised:
                bench.main(only=["ingest"])
            assert raised.value.exit_code == 1
        else:
            bench.main(only=["ingest"])


def test_an_unknown_measurement_is_named_as_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Exit) as raised:
        bench.main(only=["speed"])
    assert raised.value.exit_code == 2
    assert "speed" in capsys.readouterr().err


def test_works_take_turns_and_each_begins_as_often() -> None:
    order: list[str] = []
    times = by_turns([lambda: order.append("a"), lambda: order.append("b")], 2)
    assert order == ["a", "b", "b", "a"]
    assert [len(one) for one in times] == [2, 2]


def test_where_so_many_readers_are_too_many_fewer_are_tried_until_all_are_answered_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried = []

    def met(_: object, plan: many.Plan) -> many.Found:
        tried.append((plan.sessions, plan.swaps))
        lost = ["closed"] if plan.sessions == 2250 else []
        return many.Found(plan, p95=1200.0 if plan.sessions > 2250 else 900.0, lost=lost)

    monkeypatch.setattr(many, "_tried", met)
    lines = many.measure(None, many.Plan())  # type: ignore[arg-type]
    assert tried == [(3000, 2), (2250, 1), (1500, 1)]
    assert [line.kept for line in lines if line.mark is not None] == [False, True, True, False, True, True]
    tried.clear()
    many.measure(None, many.Plan(sessions=100))  # type: ignore[arg-type]
    assert tried == [(100, 2)]
