"""Pages written in chat: as files that a person may change, and as a source that answers once published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from adapters.sources.drafts import DraftFolder
from adapters.sources.files import FileSource
from bot.ports import Drafts, PageDraft
from content_index.errors import Unreadable
from content_index.model import Document, Principal

DAY = date(2026, 3, 10)
PAGE = PageDraft(
    "peru-1a2b.md",
    'Is "Peru": ours?',
    "Yes.\n\n---\n\n- ten days",
    "Joel Okafor",
    ("group:managers", "person:ann"),
    DAY,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "made" / "answers"


@pytest.fixture
def drafts(folder: Path) -> Drafts:
    return DraftFolder(folder)


def read(folder: Path) -> Document:
    source = FileSource("answers", str(folder), ("group:enablement",))
    return source.read(next(source.list()))


def test_a_draft_comes_back_whole(drafts: Drafts) -> None:
    assert drafts.waiting() == []
    drafts.write(PAGE)
    assert drafts.waiting() == [PAGE]
    assert drafts.page(PAGE.name) == PAGE
    assert drafts.page("other.md") is None


def test_what_was_written_is_not_overwritten(drafts: Drafts) -> None:
    drafts.write(PAGE)
    drafts.write(PageDraft(PAGE.name, "Other", "Other", "", (), DAY))
    assert drafts.waiting() == [PAGE]


def test_a_source_reads_no_draft(drafts: Drafts, folder: Path) -> None:
    drafts.write(PAGE)
    with pytest.raises(Unreadable, match="It is a draft"):
        read(folder)


def test_a_published_page_is_content_with_its_audience(drafts: Drafts, folder: Path) -> None:
    drafts.write(PAGE)
    assert drafts.publish(PAGE.name, date(2026, 3, 12))
    page = read(folder)
    assert (page.title, page.owner, page.updated, page.verified) == (
        PAGE.title,
        "Joel Okafor",
        DAY,
        date(2026, 3, 12),
    )
    assert page.audience == frozenset(map(Principal, PAGE.audience))
    assert "ten days" in page.text
    assert drafts.waiting() == []
    assert drafts.page(PAGE.name) == PAGE


def test_publishing_keeps_what_a_person_has_changed(drafts: Drafts, folder: Path) -> None:
    drafts.write(PAGE)
    path = folder / PAGE.name
    path.write_text(path.read_text().replace("ten days", "twelve days").replace("title:", "team: hr\ntitle:"))
    drafts.publish(PAGE.name, DAY)
    text = path.read_text()
    assert "twelve days" in text
    assert "team: hr" in text


def test_a_draft_is_decided_once(drafts: Drafts, folder: Path) -> None:
    drafts.write(PAGE)
    assert drafts.publish(PAGE.name, DAY)
    assert not drafts.publish(PAGE.name, DAY)
    assert not drafts.drop(PAGE.name)
    assert (folder / PAGE.name).exists()


def test_a_dropped_draft_is_gone(drafts: Drafts, folder: Path) -> None:
    drafts.write(PAGE)
    assert drafts.drop(PAGE.name)
    assert not drafts.drop(PAGE.name)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["../peru-1a2b.md", "/etc/peru.md", ".hidden.md", "peru-1a2b", ""])
def test_a_name_leads_nowhere_else(drafts: Drafts, folder: Path, name: str) -> None:
    drafts.write(PAGE)
    (folder.parent / "peru-1a2b.md").write_text((folder / PAGE.name).read_text())
    assert not drafts.publish(name, DAY)
    assert not drafts.drop(name)
    assert drafts.page(name) is None
    assert (folder.parent / "peru-1a2b.md").exists()


def test_a_page_that_was_broken_by_hand_is_no_draft(drafts: Drafts, folder: Path) -> None:
    drafts.write(PAGE)
    (folder / PAGE.name).write_text("---\nstatus: draft\naudience: [everyone]\n---\nText")
    assert drafts.waiting() == []
    assert not drafts.publish(PAGE.name, DAY)


def test_a_section_is_appended_once_and_keeps_what_a_person_has_changed(drafts: Drafts, folder: Path) -> None:
    drafts.write(PAGE)
    path = folder / PAGE.name
    path.write_text(path.read_text().replace("title:", "team: hr\ntitle:"))
    for _ in range(2):
        assert drafts.append(PAGE.name, "## Nadia\n\nTwelve.\n", ("group:managers",))
    joined = replace(PAGE, text=f"{PAGE.text}\n\n## Nadia\n\nTwelve.", audience=("group:managers",))
    assert drafts.waiting() == [joined]
    assert "team: hr" in path.read_text()


def test_nothing_is_appended_to_what_is_decided(drafts: Drafts, folder: Path) -> None:
    drafts.write(PAGE)
    drafts.publish(PAGE.name, DAY)
    assert not drafts.append(PAGE.name, "More.", ())
    assert not drafts.append("other.md", "More.", ())
    assert drafts.page(PAGE.name) == PAGE
