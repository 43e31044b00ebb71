"""The bulletin's map: made into PNG by the reader's browser, looked at before it is taken, and frozen with what is issued."""

from __future__ import annotations

import io
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from files import picture
from files.bulletin.content import gather
from files.bulletin.document import Document
from pipelines.filing import bulletins
from pipelines.filing.bulletins import Request
from tests.browser import opened as seen
from tests.browser import served
from tests.test_command_line import run
from tests.test_issued import partly
from tests.test_pages import nothing_kept, opened, visit
from tests.tiny import PERIOD, WORKERS, Tiny
from ui.bulletin import browser_map
from warehouse import issued

__all__ = ["nothing_kept"]

SIZE = (100.0, 60.4)


def png(width: int = 200, height: int = 121, form: str = "PNG", **more: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "#1b6f8f").save(made, form, **more)
    return made.getvalue()


def sent(data: bytes, head: str = browser_map.HEAD) -> str:
    return head + b64encode(data).decode()


def test_a_picture_of_the_drawing_is_taken_with_nothing_but_its_pixels() -> None:
    told = PngInfo()
    told.add_text("Comment", "whatever a browser likes to add")
    taken = browser_map.checked(sent(png(pnginfo=told)), SIZE)
    assert taken is not None
    assert b"whatever" not in taken
    with Image.open(io.BytesIO(taken)) as shown:
        assert (shown.size, shown.mode, shown.getpixel((7, 7))) == ((200, 121), "RGB", (0x1B, 0x6F, 0x8F))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "<svg/>",
        browser_map.HEAD,
        browser_map.HEAD + "not base 64!",
        sent(b"PNG"),
        sent(png()[:90]),
        sent(png(form="JPEG")),
        sent(png(form="GIF")),
        sent(png(), "data:image/svg+xml;base64,"),
        sent(png(100, 60)),
        sent(png(20_000, 1)),
        sent(png() + b"x" * browser_map.LARGEST),
    ],
    ids=["nothing", "a drawing", "no data", "no base 64", "no picture", "half", "jpeg", "gif", "svg", "small", "wide", "huge"],
)  # fmt: skip
def test_what_is_no_picture_of_the_drawing_is_not_taken(address: str) -> None:
    assert browser_map.checked(address, SIZE) is None


@pytest.fixture
def without_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "writes_chinese", lambda: False)
    monkeypatch.setenv("OBSERVATORY_TODAY", "2026-02-20")


@pytest.mark.usefixtures("without_font")
def test_what_the_browser_drew_stands_in_the_document_and_is_frozen_with_it(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partly(tiny)
    drawn = png()
    content = gather(tiny.reader, "zh", WORKERS, PERIOD)
    assert Document(tiny.reader, content).map_png is None  # nothing here has Chinese characters
    outcome = bulletins.issue(
        tiny.home, tiny.reader, Request("8", "张三", "zh", WORKERS, PERIOD), drawn=drawn
    )
    row = outcome.row
    assert row["map_drawn"] == "browser"
    assert bulletins.document(tiny.home, row, "map") == drawn
    with zipfile.ZipFile(io.BytesIO(bulletins.document(tiny.home, row, "docx"))) as document:
        (name,) = (one for one in document.namelist() if one.startswith("word/media/"))
        assert document.read(name) == drawn
    # The frozen one is shown with the map of then, and gives it.
    opened(tiny, monkeypatch)
    page = visit("bulletin", issued="1")
    (sheet,) = (one.value for one in page.html if 'class="sheet"' in one.value)
    assert sent(drawn) in sheet
    assert "图1" in sheet
    assert len(page.get("download_button")) == 4
    # So does the command line: the text with its map beside it.
    done = run(tiny, "bulletin", "copy", "8", "-o", str(tmp_path / "told.md"))
    assert done.returncode == 0, done.stderr
    beside = tmp_path / row["files"]["map"]["name"]
    assert beside.read_bytes() == drawn
    assert f"](<{beside.name}>)" in (tmp_path / "told.md").read_text(encoding="utf-8")
    assert run(tiny, "bulletin", "copy", "8", "-o", str(tmp_path / "map.png")).returncode == 0
    assert (tmp_path / "map.png").read_bytes() == drawn
    # A map that is lost is left out, and said to be.
    (tiny.home.issued / "files" / row["files"]["map"]["sha256"]).unlink()
    page = visit("bulletin", issued="1")
    (sheet,) = (one.value for one in page.html if 'class="sheet"' in one.value)
    assert "<figure>" not in sheet
    assert "不是签发时的内容" in "".join(one.value for one in page.html)


@pytest.mark.usefixtures("without_font")
def test_one_issued_without_a_map_has_none_and_says_which_files_it_has(tiny: Tiny, tmp_path: Path) -> None:
    partly(tiny)
    bulletins.issue(tiny.home, tiny.reader, Request("8", "张三", "zh", WORKERS, PERIOD))
    (row,) = issued.rows(tiny.home)
    assert row["map_drawn"] == ""
    assert "map" not in row["files"]
    done = run(tiny, "bulletin", "copy", "8", "-o", str(tmp_path / "map.png"))
    assert done.returncode == 2
    assert ".docx" in done.stderr
    assert ".png" not in done.stderr.replace("map.png", "")
    assert not (tmp_path / "map.png").exists()


def map_in_word(page: Any, folder: Path) -> bytes:
    """The map of the document that the page gives now."""
    with page.expect_download() as taken:
        page.get_by_role("button", name="Word").click()
    taken.value.save_as(folder / "drawn.docx")
    with zipfile.ZipFile(folder / "drawn.docx") as document:
        (name,) = (one for one in document.namelist() if one.startswith("word/media/"))
        return document.read(name)


def test_in_a_browser_the_document_has_the_map_that_the_browser_drew(tiny: Tiny, tmp_path: Path) -> None:
    partly(tiny)
    content = gather(tiny.reader, "zh", WORKERS, PERIOD)
    here = picture.png(Document(tiny.reader, content).map_svg)
    with (
        served("app.py", environment=tiny.environment) as place,
        seen(f"{place}/bulletin?lang=zh", theme="dark") as visit,
    ):
        visit.wait_until_still()
        for _ in range(20):  # until the picture has come, the document has the server's
            drawn = map_in_word(visit.page, tmp_path)
            if drawn != here:
                break
            visit.page.wait_for_timeout(500)
        assert visit.complaints == []
        assert visit.foreign == []
    assert drawn != here
    with Image.open(io.BytesIO(drawn)) as one, Image.open(io.BytesIO(here)) as other:
        assert one.size == other.size
        assert one.getpixel((2, 2)) == other.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
