"""Who may see a page: itself, the rules of its folder and its source say so; and what nobody can mean."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.bootstrap import known_principals
from adapters.config import DEMO_CONFIG, load_settings
from adapters.seeding import bring_people
from adapters.sources.files import FileSource
from bot.settings import SourceRule
from content_index.errors import ContentError, Unreadable
from content_index.ingest import sync
from content_index.model import PUBLIC, Document, Principal, Query
from content_index.ports import Listed, Skipped
from content_index.search import LiveIndex
from content_index.status import status
from tests.fakes.embedder import HashEmbedder
from tests.fakes.store import FakeStore

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SALES, SECURITY, ANA = Principal("group:sales"), Principal("group:security"), Principal("person:ana")
KNOWN = frozenset({PUBLIC, SALES, SECURITY, ANA})


def put(folder: Path, path: str, audience: str = "") -> None:
    page = folder / path
    page.parent.mkdir(parents=True, exist_ok=True)
    front = f"---\naudience: {audience}\n---\n" if audience else ""
    page.write_text(f"{front}The vault of {path} opens at nine.", "utf-8")


def read(folder: Path, path: str, *rules: SourceRule) -> Document:
    source = FileSource("s", str(folder), rules=rules)
    [listed] = [one for one in source.list() if one.path == path]
    return source.read(listed)


def secure(path: str, *, limit: bool = False) -> SourceRule:
    return SourceRule(path, ("group:security",), "Nadia", limit)


@pytest.mark.parametrize(
    ("pattern", "path", "meant"),
    [
        ("security", "security/a.md", True),
        ("security", "security/deep/a.md", True),
        ("/security/", "security/a.md", True),
        ("security/**", "security/deep/a.md", True),
        ("security/*", "security/a.md", True),
        ("Security", "security/a.md", True),
        ("security", "security.md", False),
        ("security", "public/security/a.md", False),
        ("**/security", "public/security/a.md", True),
        ("**/security", "security/a.md", True),
        ("*.md", "a.md", True),
        ("*.md", "deep/a.md", False),
        ("**/*.md", "deep/er/a.md", True),
        ("drafts-??", "drafts-24/a.md", True),
        ("drafts-??", "drafts-2/a.md", False),
        ("pr\u00eats", "pre\u0302ts/a.md", True),
        ("a+b (c)", "a+b (c)/a.md", True),
        ("**", "a.md", True),
    ],
)
def test_a_rule_means_a_folder_or_a_pattern(tmp_path: Path, pattern: str, path: str, meant: bool) -> None:
    put(tmp_path, path)
    document = read(tmp_path, path, secure(pattern))
    assert document.audience == ({SECURITY} if meant else {PUBLIC})
    assert document.owner == ("Nadia" if meant else "")


def test_the_page_comes_before_the_last_rule_and_that_before_the_source(tmp_path: Path) -> None:
    put(tmp_path, "security/a.md")
    put(tmp_path, "security/b.md", "[group:sales]")
    put(tmp_path, "security/open/c.md")
    rules = (secure("security"), SourceRule("security/open", ("public",)), SourceRule("**", owner="Ana"))
    found = [read(tmp_path, f"security/{name}.md", *rules) for name in ("a", "b", "open/c")]
    assert [one.audience for one in found] == [{SECURITY}, {SALES}, {PUBLIC}]
    assert {one.owner for one in found} == {"Ana"}


@pytest.mark.parametrize(
    ("audience", "seen"),
    [("", {SECURITY}), ("group:security", {SECURITY}), ("public", None), ("person:ana", None)],
)
def test_a_page_never_widens_a_limit(tmp_path: Path, audience: str, seen: set[Principal] | None) -> None:
    put(tmp_path, "security/a.md", audience)
    if seen is not None:
        assert read(tmp_path, "security/a.md", secure("security", limit=True)).audience == seen
        return
    with pytest.raises(Unreadable, match=r"beyond what “security” is limited to: name only group:security"):
        read(tmp_path, "security/a.md", secure("security", limit=True))


def test_a_limit_to_everyone_is_none_and_a_later_rule_lifts_it(tmp_path: Path) -> None:
    put(tmp_path, "security/a.md", "group:sales")
    everyone = SourceRule("security", ("public",), limit=True)
    assert read(tmp_path, "security/a.md", everyone).audience == {SALES}
    lifted = (secure("security", limit=True), secure("security/a.md"))
    assert read(tmp_path, "security/a.md", *lifted).audience == {SALES}


@pytest.mark.parametrize("audience", [(), ("sales",), ("group:",)])
def test_a_rule_whose_audience_means_nothing_does_not_start(
    tmp_path: Path, audience: tuple[str, ...]
) -> None:
    with pytest.raises(ContentError, match=r"Source “s”: Rule “security”: Its audience"):
        FileSource("s", str(tmp_path), rules=[SourceRule("security", audience)])


def test_a_changed_rule_holds_from_the_next_sync_though_no_file_changed(tmp_path: Path) -> None:
    pages, index = tmp_path / "pages", tmp_path / "index"
    put(pages, "security/a.md")
    put(pages, "other.md")

    def synced(*rules: SourceRule) -> tuple[int, set[str]]:
        source = FileSource("s", str(pages), rules=rules)
        changed = sync([source], index, HashEmbedder(), NOW, known=KNOWN).changed
        hits = LiveIndex(index, HashEmbedder()).search(Query("vault opens", frozenset({PUBLIC}))).hits
        return changed, {hit.document.path for hit in hits}

    assert synced() == (0, {"security/a.md", "other.md"})
    assert synced(secure("security")) == (1, {"other.md"})
    assert synced(secure("security", limit=True)) == (1, {"other.md"})
    assert synced() == (1, {"security/a.md", "other.md"})


def test_a_rule_that_protects_nothing_is_told(tmp_path: Path) -> None:
    put(tmp_path / "pages", "secrets/a.md")
    source = FileSource("s", str(tmp_path / "pages"), rules=[secure("secretz")])
    report = sync([source], tmp_path / "index", HashEmbedder(), NOW, known=KNOWN)
    reason = "No file lies where this rule points: what it should protect may lie elsewhere."
    assert report.skipped == (Skipped("secretz", reason),)
    assert status(tmp_path / "index").sources[0].skipped == report.skipped


@pytest.mark.parametrize(
    ("audience", "reason", "seen"),
    [
        (
            "group:salse",
            "group:salse, which is nobody here (did you mean group:sales?), so it is shown to",
            set(),
        ),
        (
            "[group:zebra, person:x]",
            "group:zebra, person:x, which is nobody here, so it is shown to nobody",
            set(),
        ),
        ("[group:sales, group:zebra]", "group:zebra, which is nobody here; only its other readers", {SALES}),
    ],
)
def test_an_audience_that_is_nobody_is_told_and_never_public(
    tmp_path: Path, audience: str, reason: str, seen: set[Principal]
) -> None:
    put(tmp_path / "pages", "a.md", audience)
    source = FileSource("s", str(tmp_path / "pages"))
    report = sync([source], tmp_path / "index", HashEmbedder(), NOW, known=KNOWN)
    [skipped] = report.skipped
    assert (skipped.path, reason in skipped.reason) == ("a.md", True), skipped
    assert report.added == bool(seen)
    index = LiveIndex(tmp_path / "index", HashEmbedder())
    assert {one for one in KNOWN if seen and index.document("s/a.md", frozenset({one}))} == seen


def test_a_group_that_loses_its_last_member_hides_its_pages_and_says_so(tmp_path: Path) -> None:
    put(tmp_path / "pages", "a.md", "group:sales")
    source, index = FileSource("s", str(tmp_path / "pages")), tmp_path / "index"
    assert sync([source], index, HashEmbedder(), NOW, known=KNOWN).skipped == ()
    gone = sync([source], index, HashEmbedder(), NOW, known=KNOWN - {SALES})
    assert (gone.removed, gone.skipped[0].path) == (1, "a.md")
    back = sync([source], index, HashEmbedder(), NOW, known=KNOWN)
    assert (back.added, back.skipped) == (1, ())


class Drive:
    """A source with permissions of its own."""

    name = "drive"

    def __init__(self, audience: frozenset[Principal]) -> None:
        self._audience = audience

    def list(self) -> Iterator[Listed]:
        yield Listed("a", "1")

    def read(self, listed: Listed) -> Document:
        return Document("drive/a", "drive", "a", "A", "The vault opens at nine.", self._audience)


@pytest.mark.parametrize("known", [KNOWN, None])
def test_a_sources_own_permissions_are_carried_and_none_is_nobody(
    tmp_path: Path, known: frozenset[Principal] | None
) -> None:
    sync([Drive(frozenset({ANA}))], tmp_path / "one", HashEmbedder(), NOW, known=known)
    index = LiveIndex(tmp_path / "one", HashEmbedder())
    assert index.document("drive/a", frozenset({PUBLIC})) is None
    assert index.document("drive/a", frozenset({ANA})) is not None
    report = sync([Drive(frozenset())], tmp_path / "two", HashEmbedder(), NOW, known=known)
    assert report.skipped == (Skipped("a", "It names nobody who may see it."),)


def test_known_are_the_people_of_the_file_and_their_groups() -> None:
    store = FakeStore()
    bring_people(store, load_settings(DEMO_CONFIG, {}).people)
    known = known_principals(store)
    assert {PUBLIC, "person:priya", "group:deal-desk", "group:managers"} <= known
    assert "group:nobody" not in known
