"""What tells files apart: their content, read again only where one may have been written since."""

from __future__ import annotations

from pathlib import Path

import pytest

from programme import content


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often files were read."""
    counted: list[int] = []
    real = content._read

    def read(named: tuple[tuple[str, str], ...], *, or_unread: bool = False) -> str:
        counted.append(len(named))
        return real(named, or_unread=or_unread)

    monkeypatch.setattr(content, "_read", read)
    content._kept.cache_clear()
    return counted


def test_another_content_name_or_order_is_another_hash(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    found = [content.hash_of([("a", first), ("b", second)])]  # neither is there
    first.write_text("18", encoding="utf-8")
    found.append(content.hash_of([("a", first), ("b", second)]))
    second.write_text("", encoding="utf-8")  # empty is not absent
    found.append(content.hash_of([("a", first), ("b", second)]))
    first.write_text("19", encoding="utf-8")  # as long, and at once
    found.append(content.hash_of([("a", first), ("b", second)]))
    found.append(content.hash_of([("b", second), ("a", first)]))
    found.append(content.hash_of([("c", first), ("b", second)]))
    assert len(set(found)) == len(found)
    first.write_text("18", encoding="utf-8")
    assert content.hash_of([("a", first), ("b", second)]) == found[2]
    first.write_text("-", encoding="utf-8")
    there = content.hash_of([("a", first)])
    first.unlink()
    assert content.hash_of([("a", first)]) != there


def test_what_cannot_be_read_for_a_moment_is_not_remembered_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("18", encoding="utf-8")
    monkeypatch.setattr(content, "SETTLED_SECONDS", -60.0)
    content._kept.cache_clear()
    with monkeypatch.context() as no_handle_left:

        def refuse(_path: Path) -> bytes:
            raise OSError(24, "Too many open files")

        no_handle_left.setattr(Path, "read_bytes", refuse)
        with pytest.raises(OSError, match="Too many"):
            content.hash_of([("a", file)])
        unread = content.hash_of([("a", file)], or_unread=True)
    found = content.hash_of([("a", file)], or_unread=True)
    assert found == content.hash_of([("a", file)]) != unread


def test_what_nobody_has_written_since_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reads: list[int]
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("18", encoding="utf-8")
    asked = [("a", file)]
    found = {content.hash_of(asked), content.hash_of(asked)}
    assert (len(found), len(reads)) == (1, 2)  # written a moment ago: it may be written again in that moment
    monkeypatch.setattr(content, "SETTLED_SECONDS", -60.0)
    found |= {content.hash_of(asked), content.hash_of(asked), content.hash_of(asked)}
    assert (len(found), len(reads)) == (1, 3)
    file.unlink()
    file.write_text("19", encoding="utf-8")
    found.add(content.hash_of(asked))
    assert (len(found), len(reads)) == (2, 4)
