"""What breaks retrieval without an error is noticed, and an index that works goes on answering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.commands import chat
from adapters.commands import index as commands
from adapters.config import DEMO_CONFIG, load_settings
from adapters.sources.files import FileSource
from content_index import golden, lexical, search, snapshot
from content_index.errors import ModelMismatch, RetrievalBroken
from content_index.ingest import REFUSED, SyncReport, sync
from content_index.model import PUBLIC, Findings, Principal, Query, Vector
from content_index.search import BROKEN, OTHER_MODEL, LiveIndex
from content_index.status import status
from tests.fakes.embedder import HashEmbedder
from tests.fakes.turned_embedder import Turned, constant, reversed_rows, rolled

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
EVERYONE = frozenset({PUBLIC})
SALES = Principal("group:sales")
_TOPICS = """
seats invoices discounts renewals trials security backups regions exports imports webhooks audits roles tokens
schedules reminders templates languages payments refunds partners training migration uptime
"""
TOPICS = _TOPICS.split()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for topic in TOPICS:
        text = f"# All about {topic}\n\n## How {topic} work\n\nWe offer {topic} to every customer of ours."
        (folder / f"{topic}.md").write_text(text)
    return folder


@pytest.fixture
def index(tmp_path: Path, pages: Path) -> Path:
    take_in(pages, tmp_path / "index")
    return tmp_path / "index"


def take_in(
    pages: Path,
    index: Path,
    embedder: HashEmbedder | None = None,
    now: datetime = NOW,
    name: str = "pages",
    rebuild: bool = False,
) -> SyncReport:
    return sync([FileSource(name, str(pages))], index, embedder or HashEmbedder(), now, rebuild=rebuild)


def questions(index: Path) -> tuple[golden.Golden, ...]:
    return golden.read(snapshot.current(index)[0])


def first(live: LiveIndex, question: str, *groups: Principal) -> str:
    found = live.search(Query(question, frozenset({PUBLIC, *groups})))
    return found.hits[0].document.path if found.hits else ""


def built(index: Path) -> datetime:
    return snapshot.current(index)[1].built_at


def test_a_snapshot_keeps_a_dozen_questions_that_it_answers(index: Path, pages: Path, tmp_path: Path) -> None:
    kept = questions(index)
    assert len(kept) == golden.MOST == len({one.document_id for one in kept})
    for one in kept:
        topic = one.document_id.removeprefix("pages/").removesuffix(".md")
        assert one.question == f"All about {topic}: How {topic} work"
    take_in(pages, tmp_path / "again")
    assert questions(tmp_path / "again") == kept


def test_every_source_has_its_questions(index: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    (small / "note.md").write_text("Lunch is at noon. The canteen serves risotto with saffron on Thursdays.")
    take_in(small, index, name="small")
    asked = {one.document_id: one.question for one in questions(index)}
    assert asked["small/note.md"] == "The canteen serves risotto with saffron on Thursdays."
    assert len(asked) == golden.MOST


@pytest.mark.parametrize("broken", [constant, rolled, reversed_rows])
def test_an_embedder_that_changed_unnoticed_answers_nobody(
    index: Path, broken: Callable[[Vector], Vector]
) -> None:
    with pytest.raises(RetrievalBroken) as refused:
        first(LiveIndex(index, Turned(broken)), "How do refunds work?")
    assert str(refused.value) == BROKEN
    told = status(index, Turned(broken))
    assert (told.healthy, told.problem) == (False, BROKEN)
    assert status(index, HashEmbedder()).healthy


def test_an_analyser_that_changed_unnoticed_answers_nobody(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = lexical.analyse
    monkeypatch.setattr(lexical, "analyse", lambda text: [word[::-1] for word in right(text)])
    with pytest.raises(RetrievalBroken):
        first(LiveIndex(index, HashEmbedder()), "How do refunds work?")


def test_a_ranking_that_loses_pages_answers_nobody(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "find", lambda view, query, vector, mask: Findings(query, (), 0.0))
    with pytest.raises(RetrievalBroken):
        first(LiveIndex(index, HashEmbedder()), "How do refunds work?")


def test_a_new_index_that_does_not_answer_is_not_taken_up(index: Path, pages: Path) -> None:
    live = LiveIndex(index, HashEmbedder())
    assert first(live, "How do refunds work?") == "refunds.md"
    take_in(pages, index, Turned(rolled), LATER, rebuild=True)
    assert built(index) == LATER
    assert first(live, "How do refunds work?") == "refunds.md"
    assert live.problem() == f"{BROKEN} Until then the index of 2026-03-02 09:00 UTC answers."
    fresh = LiveIndex(index, HashEmbedder())
    assert first(fresh, "How do refunds work?") == "refunds.md"
    assert fresh.problem() == live.problem() == status(index, HashEmbedder()).problem
    take_in(pages, index, now=LATER, rebuild=True)
    assert first(live, "How do refunds work?") == "refunds.md"
    assert live.problem() == "" == status(index, HashEmbedder()).problem


def test_the_index_before_shows_nothing_that_the_newer_one_hides(index: Path, pages: Path) -> None:
    live = LiveIndex(index, HashEmbedder())
    first(live, "warm")
    (pages / "refunds.md").unlink()
    secret = "---\naudience: [group:sales]\n---\n" + (pages / "roles.md").read_text()
    (pages / "roles.md").write_text(secret)
    take_in(pages, index, Turned(rolled), LATER, rebuild=True)
    for one in (live, LiveIndex(index, HashEmbedder())):
        assert one.problem().startswith(BROKEN)
        assert first(one, "How do refunds work?") != "refunds.md"
        assert one.document("pages/refunds.md", EVERYONE) is None
        assert one.passages("pages/roles.md", EVERYONE) == ()
        assert len(one.passages("pages/roles.md", frozenset({PUBLIC, SALES}))) == 1
        assert first(one, "How do tokens work?") == "tokens.md"


@pytest.mark.parametrize("broken", [constant, rolled, reversed_rows])
def test_a_sync_that_would_break_retrieval_changes_nothing_and_says_so(
    index: Path, pages: Path, broken: Callable[[Vector], Vector]
) -> None:
    live = LiveIndex(index, HashEmbedder())
    assert first(live, "How do refunds work?") == "refunds.md"
    (pages / "refunds.md").unlink()
    (pages / "new.md").write_text("# Sandboxes\n\nA sandbox is free.")
    with pytest.raises(RetrievalBroken) as refused:
        take_in(pages, index, Turned(broken), LATER)
    assert str(refused.value) == REFUSED
    assert built(index) == NOW
    for one in (live, LiveIndex(index, HashEmbedder())):
        assert one.problem() == REFUSED
        assert first(one, "How do refunds work?") != "refunds.md"
        assert first(one, "How do tokens work?") == "tokens.md"
    assert (status(index).healthy, status(index).problem) == (False, REFUSED)
    assert take_in(pages, index, now=LATER).added == 1
    assert (live.problem(), status(index).healthy) == ("", True)
    assert first(live, "sandbox") == "new.md"


def test_an_undone_upgrade_is_forgotten(index: Path, pages: Path) -> None:
    (pages / "new.md").write_text("# Sandboxes\n\nA sandbox is free.")
    with pytest.raises(RetrievalBroken):
        take_in(pages, index, Turned(constant), LATER)
    (pages / "new.md").unlink()
    assert take_in(pages, index).added == 0
    assert status(index, HashEmbedder()).healthy


def test_a_rebuild_takes_the_new_index_as_it_is(index: Path, pages: Path) -> None:
    embedder = Turned(rolled)
    report = take_in(pages, index, embedder, LATER, rebuild=True)
    assert report.embedded == len(TOPICS)
    assert built(index) == LATER
    assert status(index, embedder).healthy


def test_a_rebuild_of_one_source_keeps_the_others(index: Path, pages: Path) -> None:
    take_in(pages, index, name="copy")
    pages.rename(pages.with_name("moved"))
    report = take_in(pages, index, now=LATER, rebuild=True)
    assert report.skipped[0].path == "."
    assert [(one.name, one.documents) for one in status(index).sources] == [
        ("copy", len(TOPICS)),
        ("pages", len(TOPICS)),
    ]


def test_new_and_changed_pages_are_no_damage(index: Path, pages: Path) -> None:
    for copy in range(8):
        take_in(pages, index, name=f"copy{copy}")
    assert status(index, HashEmbedder()).healthy
    for topic in TOPICS:
        (pages / f"{topic}.md").write_text(f"# Renamed {topic[::-1]}\n\nNothing is as it was.")
    take_in(pages, index)
    assert status(index, HashEmbedder()).healthy


def test_an_index_from_before_golden_questions_opens(index: Path) -> None:
    folder, manifest = snapshot.current(index)
    assert "golden.json" in manifest.files
    (folder / "golden.json").unlink()
    assert golden.read(folder) == ()


def test_a_running_bot_keeps_the_index_of_its_own_model(index: Path, pages: Path) -> None:
    live = LiveIndex(index, HashEmbedder())
    assert first(live, "How do refunds work?") == "refunds.md"
    take_in(pages, index, HashEmbedder(dimension=64), LATER)
    assert first(live, "How do refunds work?") == "refunds.md"
    assert live.problem() == f"{OTHER_MODEL} Until then the index of 2026-03-02 09:00 UTC answers."
    with pytest.raises(ModelMismatch) as refused:
        first(LiveIndex(index, HashEmbedder()), "seat")
    assert str(refused.value) == OTHER_MODEL


def test_a_model_of_another_dimension_under_the_same_name_is_refused(index: Path) -> None:
    class Renamed(HashEmbedder):
        fingerprint = "hash-256"

    with pytest.raises(ModelMismatch, match=r"run `cornerman index sync`\.$"):
        first(LiveIndex(index, Renamed(dimension=64)), "seat")


def test_index_status_fails_with_the_sentence(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CORNERMAN_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(commands, "build_embedder", lambda settings: HashEmbedder())
    assert commands.sync(DEMO_CONFIG, [str(pages)]) == 0
    assert commands.status(DEMO_CONFIG, as_json=False) == 0
    assert "24 documents" in capsys.readouterr().out
    monkeypatch.setattr(commands, "build_embedder", lambda settings: HashEmbedder(dimension=64))
    assert commands.status(DEMO_CONFIG, as_json=False) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == OTHER_MODEL
    assert "24 documents" in lines[1]
    monkeypatch.setattr(commands, "build_embedder", lambda settings: Turned(rolled))
    assert commands.status(DEMO_CONFIG, as_json=True) == 1
    assert BROKEN in capsys.readouterr().out


def test_a_refused_sync_does_not_keep_the_chat_from_starting(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = load_settings(DEMO_CONFIG, {"CORNERMAN_DATA": str(tmp_path / "data")})
    settings = replace(demo, sources=(replace(demo.sources[0], name="pages", location=str(pages)),))
    monkeypatch.setattr(commands, "build_embedder", lambda settings: HashEmbedder())
    chat._bring_in(settings)
    (pages / "new.md").write_text("# Sandboxes\n\nA sandbox is free.")
    monkeypatch.setattr(commands, "build_embedder", lambda settings: Turned(constant))
    capsys.readouterr()
    chat._bring_in(settings)
    assert f"cornerman: {REFUSED}" in capsys.readouterr().err
