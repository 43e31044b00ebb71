"""Data addresses: every question as a file for programs, refused in words where it cannot be, and never a failure."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import hashlib
import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from files import table
from files.json_rows import json_parts
from tests.test_door import serving
from tests.test_pages import filed_in, opened
from tests.tiny import PERIOD, WORKERS, Tiny
from ui.frame import addresses, door, startup
from ui.frame.addresses import answering, health, standing
from warehouse.filled import takes
from warehouse.readers import Reader, Stream, questions
from words.problems import PackError, Problem, QuestionError

FURTHER = {
    "area": "990101", "dataset": "staffing", "other": "certified_worker_share", "target_millionths": "20000000", "hires": "5",
    "growth": "100", "step": "verdicts.judged", "system": "",
}  # fmt: skip


@dataclass
class Reply:
    """What came back, and in how many parts."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    parts: list[bytes] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        return b"".join(self.parts)

    @property
    def told(self) -> Any:
        return json.loads(self.body)

    def refused(self, status: int) -> dict[str, str]:
        """The message in both languages, where it is refused so."""
        assert self.status == status, self.body
        assert self.told.keys() >= {"zh", "en"}
        assert re.search("[\u4e00-\u9fff]", self.told["zh"])
        return dict(self.told)


class Service:
    """The addresses as the server has them, without pages."""

    def __init__(self) -> None:
        self.app = Starlette(routes=[*addresses.routes(), *door.routes()])

    def ask(self, address: str, method: str = "GET", **headers: str) -> Reply:
        return asyncio.run(self.asked(address, method, **headers))

    async def asked(self, address: str, method: str = "GET", **headers: str) -> Reply:
        split, reply, left = urlsplit(address), Reply(), asyncio.Event()
        scope = {
            "type": "http", "method": method, "path": split.path, "query_string": split.query.encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()],
        }  # fmt: skip

        async def receive() -> dict[str, Any]:
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                reply.status = message["status"]
                reply.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            else:
                reply.parts.append(message.get("body", b""))

        await self.app(scope, receive, send)
        return reply


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return filed_in(tmp_path_factory.mktemp("addresses"))


@pytest.fixture
def service(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Service:
    opened(filed, monkeypatch)
    return Service()


def address(question: str, ending: str = "csv", **parameters: str) -> str:
    return f"/api/v1/{question}.{ending}" + (f"?{urlencode(parameters)}" if parameters else "")


def needed(service: Service, question: str) -> dict[str, str]:
    """What a caller must say: nothing, or what the first refusal names."""
    reply = service.ask(address(question, "csv"))
    if reply.status == 200:
        return {}
    message = reply.refused(400)["en"]
    named = [name for name in takes(question) if re.search(rf"\b{name}\b", message)]
    assert named, message
    return {name: FURTHER[name] for name in named}


# ---------------------------------------------------------------- answers


@pytest.mark.parametrize("question", sorted(questions()))
def test_every_question_answers_by_the_obvious_or_names_what_it_needs(
    service: Service, filed: Tiny, question: str
) -> None:
    asked = needed(service, question)
    told = service.ask(address(question, "json", **asked)).told
    parameters = {
        name: dt.date.fromisoformat(value) if name in ("period", "since") else value
        for name, value in told["parameters"].items()
    }
    frame = filed.ask(question, **parameters)
    assert (told["question"], told["rows"]) == (question, frame.height)
    assert told["snapshot"] == filed.reader.snapshot.id
    assert [list(row) for row in told["data"][:1]] == ([frame.columns] if frame.height else [])
    for language in ("none", "zh", "en"):
        reply = service.ask(address(question, "csv", **asked, lang=language))
        made = table.table(filed.reader, question, language=language, **parameters)
        assert reply.body == table.csv_bytes(made, language)
        said = re.search(r"filename\*=UTF-8''(\S+)", reply.headers["content-disposition"])
        name = table.file_name(filed.reader, question, language=language, **parameters)
        assert said
        assert said[1] == quote(name, safe="")
    meant = service.ask(address(question, "metadata.json", **asked)).told
    assert [column["name"] for column in meant["columns"]] == frame.columns
    assert all(
        column["description"] and column["name_zh"] and column["name_en"] for column in meant["columns"]
    )
    assert (meant["rows"], {one["name"] for one in meant["parameters"]}) == (
        frame.height,
        set(takes(question)),
    )


def test_an_answer_in_parts_is_the_same_bytes(
    service: Service, filed: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_parts(_: Reader, question: str, __: int, **parameters: Any) -> Stream:
        return _InParts(filed, question, parameters)

    for question in ("area_values", "areas_on", "set_aside"):
        for language in ("none", "zh", "en"):
            whole = service.ask(address(question, lang=language))
            typed = service.ask(address(question, "json"))
            with monkeypatch.context() as patched:
                patched.setattr(Reader, "stream", in_parts)
                parts = service.ask(address(question, lang=language))
                typed_parts = service.ask(address(question, "json"))
            assert (parts.body, typed_parts.told) == (whole.body, typed.told)
            assert "content-length" in whole.headers
            if question != "set_aside":
                assert len(parts.parts) > 2
                assert "content-length" not in parts.headers


class _InParts(Stream):
    """The same answer, two rows at a time."""

    def __init__(self, tiny: Tiny, question: str, parameters: dict[str, Any]) -> None:
        self.frame = tiny.ask(question, **parameters)

    def frames(self) -> Iterator[pl.DataFrame]:
        yield from (self.frame[at : at + 2] for at in range(0, max(1, self.frame.height), 2))

    def stop(self) -> None:
        pass


def test_json_has_numbers_as_numbers_days_as_days_and_codes_as_texts() -> None:
    frame = pl.DataFrame(
        {
            "code": ["990101", None],
            "day": [PERIOD, None],
            "decimal": [Decimal("18.500000"), None],
            "large": [2**53 + 1, None],
            "real": [0.1, float("nan")],
            "truth": [True, None],
            "text": ['="甲"\n', ""],
            "list": [["a", None], []],
        }
    )
    text = b"".join(json_parts(iter([frame[:1], frame[1:]]), {"period": PERIOD})).decode()
    for said in (
        '"decimal": 18.500000',
        '"large": 9007199254740993',
        '"real": 0.1',
        '"code": "990101"',
        '"truth": true',
    ):
        assert said in text
    first, second = json.loads(text)["data"]
    assert (first["day"], first["text"], first["list"]) == ("2025-12-31", '="甲"\n', ["a", None])
    assert second == {**dict.fromkeys(frame.columns), "text": "", "list": []}
    assert (json.loads(text)["period"], json.loads(text)["rows"]) == ("2025-12-31", 2)


def test_metadata_tells_the_file_by_its_fingerprint_and_where_else_it_is(service: Service) -> None:
    here = address("county_compliance", "metadata.json", lang="zh", city="990100")
    meant = service.ask(here).told
    links = meant["links"]
    file = service.ask(urljoin(here, links["csv"]))
    assert meant["file"] == {
        "language": "zh", "bytes": len(file.body), "sha256": hashlib.sha256(file.body).hexdigest()
    }  # fmt: skip
    assert service.ask(urljoin(here, links["json"])).told["rows"] == meant["rows"] == 2
    assert service.ask(urljoin(here, links["metadata.json"])).told == meant
    assert service.ask(urljoin(here, links["sources"])).status == 200
    assert urljoin(here, links["exports"]).startswith("/exports?question=county_compliance&indicator=")
    assert meant["key"] == ["area_code"]
    assert meant["sources"]["indicator"].keys() == {"zh", "en"}
    assert {one["name"]: one["value"] for one in meant["parameters"]}["period"] == PERIOD.isoformat()


def test_headings_of_a_language_stand_before_typed_rows(service: Service) -> None:
    told = service.ask(address("county_compliance", "json", lang="zh")).told
    assert told["headings"]["area_code"] == "区划代码"
    assert list(told["data"][0]) == list(told["headings"])
    assert told["data"][0]["area_code"] == "990101"
    assert "headings" not in service.ask(address("county_compliance", "json")).told


@pytest.mark.parametrize(
    ("query", "area"),
    [
        ("", "990000"), ("city=990100", "990100"), ("city=990100&county=990101", "990101"), ("county=990102", "990102"),
        ("area=990200", "990200"),
    ],
)  # fmt: skip
def test_the_area_is_the_county_of_a_page_else_its_city_else_the_whole(
    service: Service, query: str, area: str
) -> None:
    assert service.ask(f"/api/v1/area_values.json?{query}").told["parameters"]["area"] == area
    for question in ("area_series", "compliance_headline"):
        told = service.ask(f"/api/v1/{question}.json?{query}").told
        assert told["parameters"]["areas"] == [area]


def test_several_areas_are_given_with_commas_or_one_by_one(service: Service) -> None:
    for query in (
        "area=990101,990102",
        "area=990101&area=990102",
        "areas=990101,%20990102",
        "areas=990101&areas=990102",
    ):
        told = service.ask(f"/api/v1/area_series.json?{query}").told
        assert told["parameters"]["areas"] == ["990101", "990102"], query


def test_all_questions_are_listed_with_what_they_take(service: Service) -> None:
    listed = {one["name"]: one for one in service.ask("/api/v1/").told["questions"]}
    assert listed.keys() == questions().keys()
    assert {one["name"]: one["type"] for one in listed["area_values"]["parameters"]} == takes("area_values")
    assert listed["area_values"]["one_row"].startswith("One row per")
    assert service.ask(urljoin("/api/v1/", listed["areas_on"]["addresses"]["csv"])).status == 200
    moved = service.ask("/api/v1")
    assert (moved.status, urljoin("/api/v1", moved.headers["location"])) == (308, "/api/v1/")


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("area_values.csv?colour=gap&indicator=x", ("colour", "indicator", "level", "county")),
        ("area_values.csv?period=2025-12-31&period=2024-12-31", ("period", "2", "once")),
        ("area_values.csv?area=990101&area=990102", ("area", "2")),
        ("area_values.csv?period=2025-13-01", ("period", "2025-13-01")),
        ("area_values.csv?period=2025-12-30", ("2025-12-30", "2025-12-31")),
        ("area_values.csv?area=990109", ("990109", "990101")),
        ("area_values.csv?area=990101,990102", ("area",)),
        ("area_values.csv?city=", ("area",)),
        ("area_values.csv?area=990101&city=990100", ("area", "city")),
        ("area_values.csv?level=village", ("village", "county")),
        ("area_values.csv?indicator=", ("indicator",)),
        ("area_values.csv?lang=fr", ("fr", "none", "zh", "en")),
        ("area_values.csv?lang=zh&lang=en", ("lang",)),
        ("snapshot_facts.csv?city=990100", ("city", "lang")),
        ("areas_on.csv?area=990100", ("area", "period", "lang")),
        ("filed_cells.csv", ("area",)),
        ("filed_cells.csv?city=990100", ("area", "county")),
        ("form_periods.csv?dataset=none", ("none", "staffing")),
        ("scenario_curve.json?hires=many&growth=1", ("hires", "many")),
        ("scenario_curve.json?hires=99999999999999999999&growth=1", ("hires",)),
        (f"areas_on.csv?period={'1' * 300}", ("period",)),
        (f"area_series.csv?areas={'990101,' * 3000}", ("16,000",)),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_named_with_the_remedy(
    service: Service, path: str, said: tuple[str, ...]
) -> None:
    message = service.ask(f"/api/v1/{path}").refused(400)
    for one in said:
        assert one in message["en"]
    assert len(message["en"]) < 600


def test_an_address_that_there_is_not_names_the_nearest(service: Service) -> None:
    assert "county_compliance" in service.ask("/api/v1/county_complience.csv").refused(404)["en"]
    for path in ("county_compliance", "county_compliance.xlsx", "county_compliance.csv.gz"):
        message = service.ask(f"/api/v1/{path}").refused(404)
        assert "county_compliance.metadata.json" in message["zh"]
    for path in ("/api", "/api/", "/api/v2/areas_on.csv", "/api/v1/.csv", "/api/v1/../areas_on.csv"):
        service.ask(path).refused(404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_addresses_are_only_read(service: Service, method: str) -> None:
    for path in ("/api/v1/", "/api/v1/areas_on.csv", "/api/v1/areas_on.metadata.json", "/healthz"):
        reply = service.ask(path, method)
        assert (method in reply.refused(405)["en"], reply.headers["allow"]) == (True, "GET, HEAD")
    service.ask("/api/v1/none.csv", method).refused(404)


NAMES = st.sampled_from(
    [*FURTHER, "indicator", "period", "since", "areas", "level", "city", "county", "lang"]
)
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [*FURTHER.values(), WORKERS, "2025-12-31", "2025-W01-1", "20251231", "0001-01-01", "-1", "9223372036854775807", "990000", "zh",
         "township", "\x00", "' or 1=1 --", "1e9", "９９０１０１", "\ud7ff", "a\r\nSet-Cookie: b"]
    ),
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    question=st.sampled_from(sorted(questions())),
    ending=st.sampled_from(["csv", "json", "metadata.json"]),
    asked=st.lists(st.tuples(st.one_of(NAMES, st.text(max_size=5)), VALUES), max_size=6),
    raw=st.text(alphabet="%&=;+a0\xff", max_size=12),
)
def test_whatever_is_asked_is_answered_or_refused_in_words(
    service: Service, question: str, ending: str, asked: list[tuple[str, str]], raw: str
) -> None:
    query = urlencode(asked) + ("&" + quote(raw, safe="%&=;+") if raw else "")
    reply = service.ask(f"/api/v1/{question}.{ending}?{query}")
    if reply.status != 200:
        reply.refused(400)
    assert all(
        "\n" not in value and "\r" not in value and value.isascii() for value in reply.headers.values()
    )


# ---------------------------------------------------------------- what a caller has already


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("{tag}", 304), ("W/{tag}", 304), ("*", 304), ('"a", {tag} , "b"', 304), ('W/"a",W/{tag}', 304), ('"a,b", *', 304),
        ('"a"', 200), ("", 200), ("{bare}", 200), ('"{bare}x"', 200), ("{upper}", 200),
    ],
)  # fmt: skip
def test_who_has_the_answer_is_told_so(service: Service, said: str, status: int) -> None:
    here = address("county_compliance", "csv", lang="zh")
    first = service.ask(here)
    tag = first.headers["etag"]
    assert re.fullmatch('"[0-9a-f]{32}"', tag)
    for method in ("GET", "HEAD"):
        reply = service.ask(
            here, method, if_none_match=said.format(tag=tag, bare=tag.strip('"'), upper=tag.upper())
        )
        assert (reply.status, reply.headers["etag"]) == (status, tag)
        assert reply.headers["cache-control"] == "no-cache"
        assert reply.body == (first.body if (status, method) == (200, "GET") else b"")
        assert ("content-type" in reply.headers) == (status == 200)


def test_each_answer_has_a_tag_of_its_own_whatever_way_it_is_asked_for(service: Service) -> None:
    bare = service.ask(address("area_values"), "HEAD").headers["etag"]
    same = [
        "area_values.csv?level=county", "area_values.csv?lang=none", f"area_values.csv?period=2025-12-31&indicator={WORKERS}",
        "area_values.csv?area=990000",
    ]  # fmt: skip
    assert {service.ask(f"/api/v1/{one}", "HEAD").headers["etag"] for one in same} == {bare}
    other = [
        "area_values.json", "area_values.metadata.json", "area_values.csv?lang=zh", "area_values.csv?lang=en",
        "area_values.csv?period=2024-12-31", "area_values.csv?city=990100", "area_values.csv?level=township", "areas_on.csv",
    ]  # fmt: skip
    tags = {service.ask(f"/api/v1/{one}", "HEAD").headers["etag"] for one in other}
    assert len(tags | {bare}) == len(other) + 1


def test_another_snapshot_has_other_tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = opened(filed_in(tmp_path), monkeypatch)
    service = Service()
    before = service.ask(address("area_values"))
    tiny.staff_everywhere({"990101": 41})
    tiny.built()
    monkeypatch.setattr(health, "LOOK_SECONDS", 0)
    after = service.ask(address("area_values"), if_none_match=before.headers["etag"])
    assert (after.status, after.headers["etag"] != before.headers["etag"]) == (200, True)
    assert service.ask("/healthz").told["snapshot"] == tiny.reader.snapshot.id


def test_a_head_says_what_the_answer_would_and_asks_nothing(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = service.ask(address("area_values", "json"))
    monkeypatch.setattr(Stream, "frames", None)
    head = service.ask(address("area_values", "json"), "HEAD")
    assert head.body == b""
    assert head.headers.items() <= whole.headers.items()
    assert service.ask(address("area_values", "json", level="none"), "HEAD").status == 400


@pytest.mark.parametrize(
    ("accepts", "is_packed"),
    [
        ("gzip", True), ("deflate, GZIP;q=0.5", True), ("*", True), ("gzip;q=0", False), ("gzip; q=0.0, *", False), ("br", False),
        ("identity", False), ("x-gzip", False),
    ],
)  # fmt: skip
def test_an_answer_is_compressed_for_who_takes_it_so(service: Service, accepts: str, is_packed: bool) -> None:
    plain = service.ask(address("county_compliance", "csv", lang="zh"))
    reply = service.ask(address("county_compliance", "csv", lang="zh"), accept_encoding=accepts)
    assert reply.headers["vary"] == "Accept-Encoding"
    if not is_packed:
        assert (reply.body, reply.headers) == (plain.body, plain.headers)
        return
    assert gzip.decompress(reply.body) == plain.body
    assert len(reply.body) < len(plain.body)
    assert reply.headers["content-encoding"] == "gzip"
    assert reply.headers["etag"] != plain.headers["etag"]  # other bytes
    again = service.ask(
        address("county_compliance", "csv", lang="zh"),
        accept_encoding=accepts,
        if_none_match=reply.headers["etag"],
    )
    assert again.status == 304


# ---------------------------------------------------------------- many, slow, gone


def test_who_comes_when_many_are_open_is_told_to_come_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "MOST_OPEN", 0)
    reply = service.ask(address("areas_on"))
    reply.refused(503)
    assert int(reply.headers["retry-after"]) > 0
    assert service.ask("/healthz").status == 200
    assert service.ask("/api/v1/").status == 200


def test_many_at_once_are_all_answered(service: Service) -> None:
    async def all_of_them() -> list[Reply]:
        asked = [
            service.asked(address("area_values", "csv", level=level)) for level in ("county", "township") * 5
        ]
        return await asyncio.gather(*asked)

    replies = asyncio.run(all_of_them())
    assert {reply.status for reply in replies} == {200}
    assert len({reply.body for reply in replies}) == 2


def test_who_hangs_up_ends_the_answer(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []

    class Endless(_InParts):
        def __init__(self) -> None:
            self.going = True

        def frames(self) -> Iterator[pl.DataFrame]:
            try:
                while self.going:
                    time.sleep(0.01)
                    yield pl.DataFrame({"a": ["x"] * 100})
            finally:
                ended.append("closed")

        def stop(self) -> None:
            self.going = False
            ended.append("stopped")

    monkeypatch.setattr(Reader, "stream", lambda *_, **__: Endless())

    async def hang_up() -> int:
        left, parts = asyncio.Event(), 0

        async def receive() -> dict[str, Any]:
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(_: Any) -> None:
            nonlocal parts
            parts += 1
            if parts == 5:
                left.set()

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/api/v1/areas_on.csv",
            "query_string": b"",
            "headers": [],
        }
        await asyncio.wait_for(service.app(scope, receive, send), 10)
        return parts

    assert asyncio.run(hang_up()) <= 7
    assert {"stopped", "closed"} <= set(ended)
    monkeypatch.undo()


def test_who_takes_nothing_is_not_waited_for(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(answering, "STALLED_SECONDS", 0.05)

    async def stall() -> None:
        async def send(message: Any) -> None:
            if message["type"] == "http.response.body":
                await asyncio.sleep(30)

        async def receive() -> Any:
            await asyncio.sleep(30)

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/api/v1/areas_on.csv",
            "query_string": b"",
            "headers": [],
        }
        with caplog.at_level("INFO"):
            await asyncio.wait_for(service.app(scope, receive, send), 10)

    asyncio.run(stall())
    assert "took nothing" in caplog.text


def test_what_fails_later_is_not_taken_for_whole(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(_InParts):
        def __init__(self, after: int) -> None:
            self.after = after

        def frames(self) -> Iterator[pl.DataFrame]:
            yield from (pl.DataFrame({"a": ["x"]}) for _ in range(self.after))
            raise QuestionError("readers.not_answered", question="areas_on", error="worn")

    monkeypatch.setattr(Reader, "stream", lambda *_, **__: Failing(0))
    assert "worn" in service.ask(address("areas_on")).refused(400)["en"]
    monkeypatch.setattr(Reader, "stream", lambda *_, **__: Failing(3))
    with pytest.raises(answering.CutShort):
        service.ask(address("areas_on"))


def test_a_stream_that_is_stopped_ends(filed: Tiny) -> None:
    stream = filed.reader.stream("areas_on", 2, period=PERIOD)
    assert stream.frames().__next__().height == 2
    stream.stop()
    assert list(stream.frames()) == []
    whole = pl.concat(filed.reader.stream("areas_on", 2, period=PERIOD).frames())
    assert whole.equals(filed.ask("areas_on", period=PERIOD))
    with pytest.raises(QuestionError):
        filed.reader.stream("areas_on", 2, period=PERIOD, area="x")
    (empty,) = filed.reader.stream("set_aside", 2).frames()
    assert (empty.height, empty.columns) == (0, filed.ask("set_aside").columns)


# ---------------------------------------------------------------- without a snapshot


def test_without_a_snapshot_it_says_how_to_come_to_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(Tiny(tmp_path), monkeypatch)
    service = Service()
    reply = service.ask(address("areas_on"))
    assert "python -m pipelines" in reply.refused(503)["en"]
    assert int(reply.headers["retry-after"]) > 0
    sick = service.ask("/healthz")
    assert sick.refused(503)["status"] == "unavailable"
    assert "Open a page" in sick.told["en"]
    assert "打开任一页面" in sick.told["zh"]
    assert service.ask("/api/v1/").status == 200
    service.ask("/api/v1/none.csv").refused(404)


def test_where_no_page_can_make_a_snapshot_nobody_is_sent_to_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = opened(Tiny(tmp_path), monkeypatch)
    monkeypatch.setattr(health, "LOOK_SECONDS", 0)
    service = Service()
    with monkeypatch.context() as held:
        held.setattr(standing.os, "access", lambda *_: False)
        told = service.ask("/healthz").refused(503)
        assert str(tiny.home.root) in told["en"]
        assert "may not be written" in told["en"]
        assert "Open a page" not in told["en"]
    with monkeypatch.context() as held:
        held.setattr(startup, "last_failure", lambda: Problem("door.failed"))
        assert "Open a page" not in service.ask("/healthz").refused(503)["en"]
    monkeypatch.setenv("OBSERVATORY_REFERENCE", str(tmp_path / "nowhere"))
    told = service.ask("/healthz").refused(503)
    assert "nowhere" in told["en"]
    assert "Open a page" not in told["en"]


def test_of_a_home_of_another_pack_nothing_is_answered_as_no_page_shows_it(
    service: Service, filed: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "pack_in_use", lambda: SimpleNamespace(id="another"))
    monkeypatch.setattr(health, "LOOK_SECONDS", 0)
    for path in (address("areas_on"), "/healthz"):
        assert filed.pack.id in service.ask(path).refused(503)["en"]

    def unreadable() -> None:
        raise PackError("packs.no_pack", folder="x")

    monkeypatch.setattr(startup, "pack_in_use", unreadable)
    assert service.ask("/healthz").status == 200  # and pages show what there is


def test_a_snapshot_of_another_version_is_not_answered_from(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "is_of_this_sql", lambda _: False)
    for path in (address("areas_on"), "/healthz"):
        assert "another version" in service.ask(path).refused(503)["en"]


def test_health_is_one_look_for_all_who_ask(
    service: Service, filed: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = service.ask("/healthz")
    snapshot = filed.reader.snapshot
    assert reply.told == {
        "status": "ok", "snapshot": snapshot.id, "built_at": f"{snapshot.built_at.isoformat(timespec='seconds')}Z"
    }  # fmt: skip
    assert reply.headers["cache-control"] == "no-store"

    def fails() -> Reader:
        raise Problem("door.failed")

    monkeypatch.setattr(health, "standing", fails)
    assert service.ask("/healthz").status == 200
    monkeypatch.setattr(health, "LOOK_SECONDS", 0)
    assert service.ask("/healthz", "HEAD").status == 503


# ---------------------------------------------------------------- over the network


def test_a_program_reads_the_bytes_of_an_export_over_the_network(filed: Tiny, tmp_path: Path) -> None:
    with serving((sys.executable, "serve.py", "--port"), tmp_path / "served", **filed.environment) as served:
        status, headers, _ = served.ask("/healthz")
        assert (status, headers["cache-control"], headers["x-content-type-options"]) == (
            200,
            "no-store",
            "nosniff",
        )
        here = address("county_compliance", lang="zh")
        status, headers, body = served.ask(here)
        made = table.table(filed.reader, "county_compliance", indicator=WORKERS, period=PERIOD, area="990000")
        assert (status, body.encode()) == (200, table.csv_bytes(made))
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers
        assert served.ask(here, **{"If-None-Match": headers["etag"]})[0] == 304
        assert served.ask(here, **{"Accept-Encoding": "gzip"})[1]["content-encoding"] == "gzip"
        assert served.ask(here, "HEAD")[0] == 200
        for method in ("GET", "OPTIONS"):
            assert served.ask(here, method, Origin="http://evil.example")[0] == 403
        assert served.reached_for() == []
        assert "Traceback" not in served.log()
