"""Files and front matter that would stop a sync, or fill its memory or its report."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adapters.sources.files import FileSource
from content_index.errors import Unreadable


def reason(folder: Path, name: str) -> str:
    source = FileSource("s", str(folder))
    listed = next(listed for listed in source.list() if listed.path == name)
    with pytest.raises(Unreadable) as unreadable:
        source.read(listed)
    return str(unreadable.value)


def test_links_in_a_circle_cost_only_themselves(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")
    assert reason(tmp_path, "a.md") == "It could not be opened: Too many levels of symbolic links."


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text("text")
    assert "its name is no text" in reason(tmp_path, r"caf\udce9.md")


DOUBLING = "a0: &a0 [x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)
)
"""Four kilobytes that stand for more words than there are atoms."""


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("audience", "Its audience is not a list of names: use `public`, `group:NAME` or `person:ID`."),
        ("verified", "Its `verified` is not a date: write YYYY-MM-DD."),
    ],
)
def test_aliases_are_never_written_out(tmp_path: Path, key: str, expected: str) -> None:
    (tmp_path / "a.md").write_text(f"---\n{DOUBLING}title: *a59\nowner: *a59\n{key}: *a59\n---\ntext")
    assert reason(tmp_path, "a.md") == expected


def test_a_reason_repeats_no_more_than_a_line_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\naudience: {'everyone ' * 5_000}\n---\ntext")
    assert len(reason(tmp_path, "a.md")) < 200


def test_a_day_that_does_not_exist_and_a_broken_file_beside_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "day.md").write_text("---\nverified: 2026-02-30\n---\ntext")
    (tmp_path / "page.md").write_text("text")
    (tmp_path / "page.md.meta.yaml").write_text("{{")
    assert reason(tmp_path, "day.md") == "Its front matter holds a date or number that does not exist."
    assert reason(tmp_path, "page.md") == "Its .meta.yaml is not valid YAML."
