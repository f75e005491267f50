"""Sources to a new snapshot: only what changed is read and embedded again."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from content_index import chunk, golden, readers, refusal, sentences, snapshot
from content_index.embedding_cache import CachedEmbedder, EmbeddingCache
from content_index.errors import ContentError, IndexDamaged, NoContent, RetrievalBroken, Unreadable
from content_index.golden import Golden
from content_index.model import Passage, Principal
from content_index.ports import WHOLE_SOURCE, Embedder, Listed, Progress, Skipped, Source
from content_index.records import Lines, document_from, passage_from
from content_index.search import find
from content_index.snapshot import Stored
from content_index.view import View

REFUSED = (
    "The content index just built does not find pages that the one before finds, so the one before stays: "
    "undo the last upgrade or change of model, or run `cornerman index sync --rebuild` to take it as it is."
)


@dataclass(frozen=True, slots=True)
class SyncReport:
    """Counts of documents. `passages` are all in the index, `embedded` those whose vectors had to be made.
    `skipped` are of the synced sources; a source that could not be listed appears with path `.`."""

    added: int
    changed: int
    unchanged: int
    removed: int
    skipped: tuple[Skipped, ...]
    passages: int
    embedded: int
    rebuilt: bool = False


@dataclass(slots=True)
class _Library:
    """What the index holds while a sync changes it; `before` and `golden` are the current snapshot's."""

    stored: dict[str, Stored] = field(default_factory=dict)
    before: dict[str, Stored] = field(default_factory=dict)
    golden: tuple[Golden, ...] = ()
    skipped: dict[str, tuple[Skipped, ...]] = field(default_factory=dict)
    model: str = ""
    sound: bool = False
    damaged: bool = False


@dataclass(slots=True)
class _Tally:
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


def sync(
    sources: Sequence[Source],
    directory: Path,
    embedder: Embedder,
    now: datetime,
    progress: Progress = lambda stage, done, total: None,
    known: frozenset[Principal] | None = None,
    *,
    rebuild: bool = False,
) -> SyncReport:
    """Brings the documents of `sources` up to date; documents of other sources stay. `known` are the
    principals that are somebody, where that can be told: what names only others is not taken in.

    A damaged index is built again from the sources and the kept vectors; `rebuild` reads and embeds
    everything again. Raises `ContentError` while another sync is running, and `RetrievalBroken` where the new
    index does not find what the one before finds; that one then stays. Killed at any moment, it leaves the
    index that was there.
    """
    _check_names(sources)
    with _locked(directory):
        library = _previous(directory)
        skipped_before = dict(library.skipped)
        if rebuild:
            _forget(library, directory)
        tally = _Tally()
        for source in sources:
            _take_in(source, library, tally, progress, known)
        same_model = library.model == embedder.fingerprint
        unchanged = not (tally.added or tally.changed or tally.removed) and skipped_before == library.skipped
        embedded = 0
        if not (unchanged and same_model and library.sound):
            embedded = _write(directory, library, embedder, now, progress)
        else:
            refusal.clear(directory)
        return _report(library, tally, [source.name for source in sources], embedded)


def remove(source_name: str, directory: Path, embedder: Embedder, now: datetime) -> int:
    """Takes a source's documents out of the index and returns how many they were."""
    with _locked(directory):
        library = _previous(directory)
        gone = [key for key, entry in library.stored.items() if entry.document.source == source_name]
        known = library.skipped.pop(source_name, None)
        for key in gone:
            del library.stored[key]
        if gone or known is not None:
            _write(directory, library, embedder, now, lambda stage, done, total: None)
        return len(gone)


def _forget(library: _Library, directory: Path) -> None:
    """What is there is neither trusted nor a measure; pages of sources that are not read now stay."""
    library.stored = {key: replace(entry, fingerprint="") for key, entry in library.stored.items()}
    library.golden, library.sound = (), False
    for kept in (_vectors(directory), sentences.path_of(directory)):
        kept.unlink(missing_ok=True)


def _vectors(directory: Path) -> Path:
    return directory / "embeddings.sqlite"


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with (directory / "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
    except BlockingIOError:
        raise ContentError("Another sync is running: wait until it has finished.") from None
    except OSError as error:
        raise ContentError(
            f"The content index in {directory} cannot be written ({error.strerror or error}): check the "
            "disk's space and who may write there. What was indexed before still serves."
        ) from error


def _check_names(sources: Sequence[Source]) -> None:
    names = [source.name for source in sources]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ContentError(f"Two sources are called “{twice[0]}”: give each its own name.")


def _previous(directory: Path) -> _Library:
    """What the current snapshot holds; nothing of a file whose checksum does not hold is believed."""
    try:
        folder, manifest = snapshot.current(directory)
    except NoContent:
        return _Library()
    except IndexDamaged:
        return _Library(damaged=True)
    try:
        snapshot.verify(folder, manifest.files)
        sound = True
    except IndexDamaged:
        sound = False
    if not sound and not _documents_hold(folder, manifest):
        return _Library(damaged=True)
    stored = _stored(folder, manifest, whole=sound)
    current_chunker = manifest.chunker == chunk.VERSION
    questions = golden.read(folder) if sound else ()
    sound_and_current, skipped = sound and current_chunker, dict(manifest.skipped)
    return _Library(stored, dict(stored), questions, skipped, manifest.model, sound_and_current, not sound)


def _documents_hold(folder: Path, manifest: snapshot.Manifest) -> bool:
    only = {name: digest for name, digest in manifest.files.items() if name == "documents.jsonl"}
    try:
        snapshot.verify(folder, only)
    except IndexDamaged:
        return False
    return bool(only)


def _stored(folder: Path, manifest: snapshot.Manifest, whole: bool) -> dict[str, Stored]:
    lines = Lines(folder / "documents.jsonl")
    rows = [lines[row] for row in range(len(lines))]
    documents = [(document_from(row), str(row["fingerprint"])) for row in rows]
    if not whole or manifest.chunker != chunk.VERSION:
        return {one.id: Stored(one, mark, chunk.chunk(one)) for one, mark in documents}
    passages: dict[str, list[Passage]] = {one.id: [] for one, _ in documents}
    pieces = Lines(folder / "passages.jsonl")
    for row in range(len(pieces)):
        passage = passage_from(pieces[row])
        passages[passage.document_id].append(passage)
    return {one.id: Stored(one, mark, tuple(passages[one.id])) for one, mark in documents}


def _take_in(
    source: Source,
    library: _Library,
    tally: _Tally,
    progress: Progress,
    known: frozenset[Principal] | None,
) -> None:
    held = {key for key, entry in library.stored.items() if entry.document.source == source.name}
    try:
        listing = sorted(source.list(), key=lambda listed: listed.path)
    except Unreadable as error:
        library.skipped[source.name] = (Skipped(WHOLE_SOURCE, str(error)),)
        tally.unchanged += len(held)
        return
    skipped: list[Skipped] = []
    for done, listed in enumerate(listing, 1):
        key = f"{source.name}/{listed.path}"
        try:
            remark = _take_one(source, listed, key, library, tally, known)
            held.discard(key)
            if remark:
                skipped.append(Skipped(listed.path, remark))
        except Unreadable as error:
            skipped.append(Skipped(listed.path, str(error)))
        progress("read", done, len(listing))
    for key in held:
        del library.stored[key]
    tally.removed += len(held)
    library.skipped[source.name] = tuple(skipped)


def _take_one(
    source: Source,
    listed: Listed,
    key: str,
    library: _Library,
    tally: _Tally,
    known: frozenset[Principal] | None,
) -> str:
    """What is to be said of the document although it was taken in, or nothing."""
    before = library.stored.get(key)
    if before is not None and before.fingerprint == listed.fingerprint:
        # Who is known changes without the file.
        remark = readers.remark(before.document.audience, known)
        tally.unchanged += 1
        return remark
    document = source.read(listed)
    remark = readers.remark(document.audience, known)
    passages = chunk.chunk(document)
    if not passages:
        raise Unreadable("It holds no text.")
    library.stored[key] = Stored(document, listed.fingerprint, passages)
    if before is None:
        tally.added += 1
    else:
        tally.changed += 1
    return remark


def _write(directory: Path, library: _Library, embedder: Embedder, now: datetime, progress: Progress) -> int:
    stored = [library.stored[key] for key in sorted(library.stored)]
    texts = [chunk.embedding_text(passage) for entry in stored for passage in entry.passages]
    cached = CachedEmbedder(embedder, EmbeddingCache(_vectors(directory)))
    vectors = cached.encode(texts, lambda done: progress("embed", done, len(texts)))
    progress("write", 0, 1)
    prepared = snapshot.prepare(directory, stored, vectors)
    manifest = snapshot.manifest(prepared, stored, library.skipped, embedder.fingerprint, now)
    view = View(prepared, manifest)
    if not _finds_what_was_found(view, library, embedder):
        refusal.keep(directory, stored, REFUSED)
        raise RetrievalBroken(REFUSED)
    golden.write(prepared, golden.choose(view, stored, embedder, find))
    manifest = snapshot.manifest(prepared, stored, library.skipped, embedder.fingerprint, now)
    snapshot.publish(directory, prepared, manifest)
    cached.forget_all_but(texts)
    refusal.clear(directory)
    progress("write", 1, 1)
    return cached.made


def _finds_what_was_found(view: View, library: _Library, embedder: Embedder) -> bool:
    """The questions of the snapshot before, about pages that have not changed and among them alone: new
    pages may rightly come first."""
    same = {key for key, entry in library.stored.items() if _is_same(entry, library.before.get(key))}
    asked = [one for one in library.golden if one.document_id in same]
    mask = view.without(library.stored.keys() - same)
    return not asked or golden.holds(golden.answers(view, asked, embedder, find, mask))


def _is_same(entry: Stored, before: Stored | None) -> bool:
    return before is not None and (entry.document.title, entry.document.text) == (
        before.document.title,
        before.document.text,
    )


def _report(library: _Library, tally: _Tally, names: Sequence[str], embedded: int) -> SyncReport:
    return SyncReport(
        tally.added,
        tally.changed,
        tally.unchanged,
        tally.removed,
        tuple(skipped for name in names for skipped in library.skipped.get(name, ())),
        sum(len(entry.passages) for entry in library.stored.values()),
        embedded,
        library.damaged,
    )
