"""Open pages take up what is current without a click, and none takes a turn from who asks for something."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.session import Session, serving, session
from programme import PROJECT
from tests.test_fresh_pages import landed, replace
from tests.test_pages import YEAR_BEFORE, filed_in, nothing_kept, opened
from tests.tiny import Tiny
from ui.frame import following, preparing, startup
from ui.frame.following import Failed, Shown, Watch
from ui.frame.turns import Turns
from warehouse.snapshots import SnapshotInfo, read_info, rollback
from words.problems import BuildError

__all__ = ["nothing_kept"]


def looked(page: Shown | Failed) -> bool:
    """Whether a page is behind, nothing kept from the look before."""
    st.cache_resource.clear()
    return page.is_behind()


def test_a_page_is_behind_where_another_snapshot_is_current(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tiny, monkeypatch)
    page = Shown(tiny.built())
    assert not looked(page)
    tiny.build()
    assert looked(page)


@pytest.mark.parametrize("on_purpose", [False, True])
def test_a_page_of_an_older_snapshot_is_behind_where_another_is_the_newest(
    on_purpose: bool, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tiny, monkeypatch)
    old, new = tiny.built(), tiny.built()
    shown = read_info(tiny.home, old.id) if on_purpose else rollback(tiny.home, old.id, pack=tiny.pack)
    assert shown.is_current is not on_purpose
    page = Shown(shown, new.id)
    assert not looked(page)
    if on_purpose:
        tiny.build()
    else:
        new.path.unlink()  # the one told of is there no more
    assert looked(page)


def test_a_page_is_behind_where_another_file_took_the_place_of_its_own(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tiny, monkeypatch)
    info = tiny.built()
    page = Shown(info)
    assert not looked(page)
    replace(tiny, info, info.path.read_bytes())
    assert looked(page)


def test_a_page_that_failed_is_tried_again_when_the_pack_is_mended_and_once_in_a_while(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "TRY_FIRST_AGAIN_SECONDS", -1)
    opened(tiny, monkeypatch)
    areas = tiny.pack_folder / "areas.csv"
    whole = areas.read_bytes()
    areas.write_bytes(b"")

    def failed(seconds: float = 2 * following.LOOK_AGAIN_SECONDS, *, only_another: bool = True) -> Failed:
        st.cache_resource.clear()
        return Failed(only_another, startup.what_is_there(), time.monotonic() - seconds)

    page = failed()
    assert not looked(page)
    assert looked(failed(only_another=False))
    assert not looked(failed(0.0, only_another=False))
    areas.write_bytes(whole)
    assert looked(page)

    def fails(progress: object) -> SnapshotInfo:
        raise BuildError("build.file_not_writable", draft="x", error="disk full")

    page = failed()
    assert not looked(page)
    assert preparing.under_way(tiny.home.root, "", fails).is_done_within(60)
    assert looked(page)
    done = preparing.under_way(tiny.home.root, "", lambda progress: tiny.build())
    assert done.is_done_within(60)
    assert not looked(failed())


@dataclass(frozen=True)
class Page(Shown):
    """A page that is behind or not, whatever is current."""

    snapshot: SnapshotInfo = None  # type: ignore[assignment]
    behind: bool = True

    def is_behind(self) -> bool:
        return self.behind


@dataclass
class Service:
    """Sessions without a server: who is connected, whose page is being drawn, and who was told to be drawn anew."""

    known: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)
    drawing: str | None = None
    lags: bool = False  # the event loop has not come to what it was told
    drawn: Callable[[str], object] = lambda session: None

    def own(self) -> str | None:
        return self.drawing

    def is_open(self, session: str) -> bool:
        return session in self.open

    def is_known(self, session: str) -> bool:
        return session in self.known

    def is_idle(self, session: str) -> bool:
        return session in self.open - self.busy

    def address(self, session: str) -> str:
        return self.addresses.get(session, session)

    def draw_anew(self, session: str, before: Callable[[], object]) -> None:
        if not self.lags:
            before()
        self.told.append(session)
        self.drawn(session)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    found = Service()
    monkeypatch.setattr(following, "sessions", found)
    monkeypatch.setattr(Watch, "_say_what_is_read", lambda self: None)
    monkeypatch.setattr(following, "_current", lambda: None)
    monkeypatch.setattr(following, "LOOK_SECONDS", 1000.0)  # it looks when the test does
    return found


def watch(service: Service, turns: Turns, pages: dict[str, Page]) -> Watch:
    """A watch to which these pages have told what they have come to."""
    made = Watch(turns)
    made._thread = threading.current_thread()
    for name, page in pages.items():
        service.open.add(name)
        service.known.add(name)
        service.drawing = name
        made.note(page)
    service.drawing = None
    return made


def test_those_that_are_behind_are_drawn_once_and_nobody_else(service: Service) -> None:
    pages = {
        "behind": Page(),
        "level": Page(behind=False),
        "drawn now": Page(),
        "away": Page(),
        "closed": Page(),
    }
    made = watch(service, Turns(9), pages)
    service.busy.add("drawn now")
    service.open -= {"away", "closed"}
    service.known.remove("closed")
    made.look()
    made.look()
    assert service.told == ["behind"]
    service.busy.clear()  # and what its reader asked for did not take up the other snapshot
    service.open |= {"away", "closed"}  # the connection is back
    service.known.add("closed")
    made.look()
    assert service.told == ["behind", "drawn now", "away"]


def test_one_that_was_told_and_came_to_nothing_is_told_again_after_a_while(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = watch(service, Turns(9), {"a": Page()})
    made.look()
    made.look()
    assert service.told == ["a"]
    monkeypatch.setattr(following, "ONE_SECONDS", -1.0)
    made.look()
    assert service.told == ["a", "a"]
    service.known.clear()
    made.look()
    assert not made._told
    assert not made._following
    assert not made._pages


def test_a_page_that_follows_takes_the_turn_of_one_that_does(service: Service) -> None:
    turns = Turns(1)
    made = watch(service, turns, {"a": Page()})
    made.look()
    seen = []

    def draw() -> None:
        with made.turn():
            seen.append(True)

    service.drawing = "a"
    with turns.turn():
        thread = threading.Thread(target=draw)
        thread.start()
        while not turns._following:
            time.sleep(0.001)
    thread.join(5)
    with turns.turn():  # the next time it is its reader who asks
        thread = threading.Thread(target=draw)
        thread.start()
        while not turns._asked:
            time.sleep(0.001)
    thread.join(5)
    assert len(seen) == 2


def test_pages_that_follow_wait_for_a_free_turn_but_not_for_ever(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Turns(1)
    made = watch(service, turns, {name: Page() for name in "abc"})
    thread = threading.Thread(target=made.look)
    with turns.turn():
        thread.start()
        time.sleep(10 * following.FREE_SECONDS)
        assert service.told == []
        monkeypatch.setattr(following, "PUT_OFF_SECONDS", 0.0)
        time.sleep(10 * following.FREE_SECONDS)
        assert service.told == ["a"]  # the next when it has been drawn
        assert made._following == {"a": False}  # as if its reader had asked
        service.drawing = "a"
        made.note(Page(behind=False))
        time.sleep(10 * following.FREE_SECONDS)
        assert service.told == ["a", "b"]
        monkeypatch.setattr(following, "ONE_SECONDS", 0.0)  # or when it takes too long
        thread.join(5)
    assert service.told == ["a", "b", "c"]
    assert not thread.is_alive()


def test_those_put_off_for_long_come_one_at_a_time_though_the_event_loop_lags(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Turns(1)
    made = watch(service, turns, {name: Page() for name in "abc"})
    monkeypatch.setattr(following, "PUT_OFF_SECONDS", 0.0)
    service.lags = True
    thread = threading.Thread(target=made.look)
    with turns.turn():
        thread.start()
        time.sleep(10 * following.FREE_SECONDS)
        assert service.told == ["a"]
        monkeypatch.setattr(following, "ONE_SECONDS", 0.0)
        thread.join(5)
    assert not thread.is_alive()


def test_a_page_that_has_followed_by_itself_meanwhile_is_not_drawn_again(service: Service) -> None:
    turns = Turns(1)
    made = watch(service, turns, {"a": Page(), "b": Page()})
    thread = threading.Thread(target=made.look)
    with turns.turn():
        thread.start()
        time.sleep(3 * following.FREE_SECONDS)
        service.drawing = "a"
        made.note(Page(behind=False))
    thread.join(5)
    assert service.told == ["b"]


def test_a_look_that_fails_is_not_the_last(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LOOK_SECONDS", 0.001)
    looks = threading.Semaphore(0)

    def fails(self: Watch) -> None:
        looks.release()
        raise ValueError

    monkeypatch.setattr(Watch, "look", fails)
    service.drawing = "a"
    service.open.add("a")
    Watch(Turns(1)).note(Page())
    for _ in range(3):
        assert looks.acquire(timeout=10)
    monkeypatch.setattr(following, "LOOK_SECONDS", 1000.0)


def unasked(reader: Session, seconds: float) -> Iterator[ForwardMsg]:
    """What a server sends to a session by itself."""
    end = time.monotonic() + seconds
    with suppress(TimeoutError):
        while True:
            message = ForwardMsg()
            message.ParseFromString(reader._socket.recv(timeout=end - time.monotonic()))  # type: ignore[arg-type]
            yield message
            if message.WhichOneof("type") == "script_finished":
                return


def test_open_pages_of_a_server_take_up_a_new_snapshot_as_their_readers_left_them(tmp_path: Path) -> None:
    filed = filed_in(tmp_path)
    with serving(PROJECT / "app.py", filed.environment) as server, session(server) as first:
        first.run(query=f"period={YEAR_BEFORE}")
        with session(server) as second, session(server) as third:
            second.run()
            third.run()
            landed(filed)
            info = filed.built()
            for reader in (first, second, third):
                messages = list(unasked(reader, 20))
                text = b"".join(one.SerializeToString() for one in messages).decode(errors="ignore")
                assert messages[-1].script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                assert info.id in text
                assert re.findall("(20[0-9]{2})年第4季度", text)[-1] == (
                    "2024" if reader is first else "2025"
                )
            again = [one for one in unasked(first, 3) if one.WhichOneof("type") == "new_session"]
            assert again == []
