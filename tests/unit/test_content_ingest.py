from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.sources.files import FileSource
from content_index.errors import ContentError, NoContent
from content_index.ingest import SyncReport, remove, sync
from content_index.model import PUBLIC, Query
from content_index.search import LiveIndex
from content_index.status import status
from tests.fakes.embedder import HashEmbedder

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EVERYONE = frozenset({PUBLIC})


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "seats.md").write_text("# Seats\n\nA team seat costs forty euros.")
    (folder / "security.md").write_text("# Security\n\nOur auditors renew the SOC report every March.")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def take_in(
    folder: Path, index: Path, embedder: HashEmbedder | None = None, name: str = "pages"
) -> SyncReport:
    return sync([FileSource(name, str(folder))], index, embedder or HashEmbedder(), NOW)


def embedded(embedder: HashEmbedder) -> list[str]:
    """Passages, whose first line is their title; golden questions are one line."""
    return [text for text in embedder.encoded if "\n" in text]


def found(index: Path, question: str) -> list[str]:
    findings = LiveIndex(index, HashEmbedder()).search(Query(question, EVERYONE))
    return [hit.document.path for hit in findings.hits]


def counts(report: SyncReport) -> Sequence[int]:
    return report.added, report.changed, report.unchanged, report.removed


def test_a_first_sync_takes_everything_in(pages: Path, index: Path) -> None:
    report = take_in(pages, index)
    assert counts(report) == (2, 0, 0, 0)
    assert (report.passages, report.embedded, report.skipped) == (2, 2, ())
    assert found(index, "what does a seat cost")[0] == "seats.md"


def test_only_what_changed_is_embedded_again(pages: Path, index: Path) -> None:
    take_in(pages, index)
    (pages / "seats.md").write_text("# Seats\n\nA team seat costs fifty euros.")
    (pages / "new.md").write_text("# Trials\n\nA trial lasts two weeks.")
    embedder = HashEmbedder()
    report = take_in(pages, index, embedder)
    assert counts(report) == (1, 1, 1, 0)
    assert sorted(embedded(embedder)) == [
        "Seats\nA team seat costs fifty euros.",
        "Trials\nA trial lasts two weeks.",
    ]
    assert found(index, "trial weeks")[0] == "new.md"


def test_deleted_files_disappear(pages: Path, index: Path) -> None:
    take_in(pages, index)
    (pages / "security.md").unlink()
    assert counts(take_in(pages, index)) == (0, 0, 1, 1)
    assert found(index, "SOC report auditors") == ["seats.md"]


def test_a_sync_without_changes_writes_and_embeds_nothing(pages: Path, index: Path) -> None:
    take_in(pages, index)
    before = (index / "CURRENT").stat()
    embedder = HashEmbedder()
    report = take_in(pages, index, embedder)
    assert counts(report) == (0, 0, 2, 0)
    assert embedded(embedder) == []
    assert (index / "CURRENT").stat() == before


def test_sources_that_are_not_synced_keep_their_documents(pages: Path, index: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "trial.md").write_text("# Trials\n\nA trial lasts two weeks.")
    take_in(pages, index)
    take_in(other, index, name="other")
    assert found(index, "trial weeks")[0] == "trial.md"
    assert found(index, "what does a seat cost")[0] == "seats.md"
    assert [(one.name, one.documents) for one in status(index).sources] == [("other", 1), ("pages", 2)]


def test_a_removed_source_is_gone_and_the_others_stay(pages: Path, index: Path) -> None:
    take_in(pages, index)
    take_in(pages, index, name="copy")
    assert remove("copy", index, HashEmbedder(), NOW) == 2
    assert [(one.name, one.documents) for one in status(index).sources] == [("pages", 2)]
    assert remove("copy", index, HashEmbedder(), NOW) == 0


def test_a_folder_that_cannot_be_listed_loses_nothing(pages: Path, index: Path) -> None:
    take_in(pages, index)
    pages.rename(pages.with_name("moved"))
    report = take_in(pages, index)
    assert counts(report) == (0, 0, 2, 0)
    assert report.skipped[0].path == "."
    assert "There is no folder" in report.skipped[0].reason
    assert found(index, "what does a seat cost")[0] == "seats.md"


def test_what_cannot_be_read_is_named_and_the_rest_is_taken_in(pages: Path, index: Path) -> None:
    (pages / "binary.md").write_bytes(b"\x00\x01\x02")
    (pages / "comment.md").write_text("<!-- nothing to see -->")
    (pages / "hidden.md").write_text("---\naudience: everyone\n---\nsecret")
    (pages / "old.doc").write_bytes(b"x")
    report = take_in(pages, index)
    assert counts(report) == (2, 0, 0, 0)
    reasons = {one.path: one.reason for one in report.skipped}
    assert sorted(reasons) == ["binary.md", "comment.md", "hidden.md", "old.doc"]
    assert reasons["comment.md"] == "It holds no text."
    assert "everyone" in reasons["hidden.md"]
    assert status(index).sources[0].skipped == report.skipped


def test_a_page_whose_audience_breaks_is_no_longer_shown(pages: Path, index: Path) -> None:
    take_in(pages, index)
    (pages / "security.md").write_text("---\naudience: sales\n---\nOur auditors renew the SOC report.")
    assert counts(take_in(pages, index)) == (0, 0, 1, 1)
    assert found(index, "SOC report auditors") == ["seats.md"]


def test_documents_with_the_same_content_are_both_found(pages: Path, index: Path) -> None:
    shutil.copy(pages / "seats.md", pages / "twin.md")
    embedder = HashEmbedder()
    take_in(pages, index, embedder)
    assert len(embedded(embedder)) == 2
    assert found(index, "what does a seat cost")[:2] == ["seats.md", "twin.md"]


def test_a_sync_that_dies_leaves_the_old_index_and_the_next_resumes(pages: Path, index: Path) -> None:
    take_in(pages, index)
    before = (index / "CURRENT").read_text()
    for number in range(300):
        (pages / f"page{number}.md").write_text(f"# Page {number}\n\nIt tells of topic{number}.")
    with pytest.raises(RuntimeError):
        take_in(pages, index, HashEmbedder(fails_after=256))
    assert (index / "CURRENT").read_text() == before
    assert found(index, "what does a seat cost")[0] == "seats.md"
    embedder = HashEmbedder()
    report = take_in(pages, index, embedder)
    assert counts(report) == (300, 0, 2, 0)
    assert report.embedded == len(embedded(embedder)) == 300 - 256
    assert found(index, "topic217")[0] == "page217.md"


_KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from adapters.sources.files import FileSource
from content_index import snapshot
from content_index.ingest import sync
from tests.fakes.embedder import HashEmbedder
real = getattr(os, sys.argv[3]) if hasattr(os, sys.argv[3]) else None
def die(*args):
    if sys.argv[3] == "fsync" or str(args[1]).endswith(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)
    real(*args)
setattr(snapshot.os, sys.argv[3], die)
sync([FileSource("pages", sys.argv[1])], Path(sys.argv[2]), HashEmbedder(), datetime(2026, 3, 3, tzinfo=UTC))
"""


@pytest.mark.parametrize(("call", "target"), [("replace", ""), ("fsync", ""), ("replace", "CURRENT")])
def test_killed_while_writing_the_old_index_serves(pages: Path, index: Path, call: str, target: str) -> None:
    take_in(pages, index)
    before = (index / "CURRENT").read_text()
    (pages / "new.md").write_text("# Trials\n\nA trial lasts two weeks.")
    script = [sys.executable, "-c", textwrap.dedent(_KILLED), str(pages), str(index), call, target]
    assert subprocess.run(script, check=False).returncode == -signal.SIGKILL
    assert (index / "CURRENT").read_text() == before
    assert found(index, "what does a seat cost")[0] == "seats.md"
    assert take_in(pages, index).added == 1
    assert found(index, "trial weeks")[0] == "new.md"


def test_two_syncs_do_not_meet(pages: Path, index: Path) -> None:
    index.mkdir()
    with (index / "lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(ContentError, match="Another sync is running"):
            take_in(pages, index)
    assert take_in(pages, index).added == 2


def test_two_sources_of_one_name_are_refused(pages: Path, index: Path) -> None:
    sources = [FileSource("pages", str(pages)), FileSource("pages", str(pages))]
    with pytest.raises(ContentError, match="“pages”"):
        sync(sources, index, HashEmbedder(), NOW)


def snapshot_folder(index: Path) -> Path:
    return index / "snapshots" / (index / "CURRENT").read_text().split()[0]


def test_another_model_builds_the_index_again(pages: Path, index: Path) -> None:
    take_in(pages, index)
    report = take_in(pages, index, HashEmbedder(dimension=64))
    assert (report.unchanged, report.embedded) == (2, 2)
    assert status(index).model == "hash-64"


def test_status_tells_what_is_there(pages: Path, index: Path) -> None:
    with pytest.raises(NoContent):
        found(index, "seat")
    assert "no content yet" in status(index).problem
    take_in(pages, index)
    told = status(index)
    assert told.healthy
    assert (told.documents, told.passages, told.model, told.built_at) == (2, 2, "hash-256", NOW)
    on_disk = sum(path.stat().st_size for path in snapshot_folder(index).rglob("*") if path.is_file())
    assert told.size == on_disk


def test_old_snapshots_go_and_the_one_before_stays(pages: Path, index: Path) -> None:
    names: list[str] = []
    for number in range(4):
        (pages / "new.md").write_text(f"# Version {number}\n\ntext")
        take_in(pages, index)
        names.append(snapshot_folder(index).name)
    assert sorted(os.listdir(index / "snapshots")) == sorted(names[-2:])


def test_an_empty_folder_is_an_empty_index(tmp_path: Path, index: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert take_in(tmp_path / "empty", index).passages == 0
    with pytest.raises(NoContent, match="no content yet"):
        found(index, "seat")


def test_progress_is_told(pages: Path, index: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    source = FileSource("pages", str(pages))
    sync([source], index, HashEmbedder(), NOW, lambda *step: seen.append(step))
    assert [step for step in seen if step[0] == "read"] == [("read", 1, 2), ("read", 2, 2)]
    assert ("embed", 2, 2) in seen


def test_the_manifest_never_holds_text(pages: Path, index: Path) -> None:
    take_in(pages, index)
    manifest = json.loads((snapshot_folder(index) / "manifest.json").read_text())
    assert manifest["sources"] == {"pages": {"documents": 2, "passages": 2, "skipped": []}}
