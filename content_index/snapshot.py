"""An index on disk: immutable folders, one of which CURRENT names.

CURRENT                  "NAME SHA256-OF-MANIFEST", replaced by one rename
embeddings.sqlite        vectors by model and text (content_index.embedding_cache)
sentences.sqlite         those of sentences (content_index.sentences)
snapshots/NAME/
    manifest.json        model, chunker, counts, skipped files, and the SHA-256 of every other file
    documents.jsonl      one document a line, with its fingerprint at the source
    passages.jsonl       one passage a line, in row order
    vectors.npy          float32 unit rows, in the same order
    whitening.npy        the matrix of content_index.whitening for them
    whitened.npy         the same rows whitened
    graph.faiss          over whitened.npy, only for large indexes
    words/               the postings of content_index.lexical
    golden.json          questions it must go on answering (content_index.golden)
refused.json             why a newer snapshot was not taken (content_index.refusal)
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from content_index import arrays, chunk, lexical
from content_index.errors import ContentError, IndexDamaged, NoContent, NotPermitted
from content_index.faiss import GRAPH_FROM, FaissVectors
from content_index.model import Document, Passage, Vector
from content_index.ports import Skipped
from content_index.records import Entry, catalogue_text, document_line, passage_line
from content_index.whitening import whitened, whitening

FORMAT = 3

_UNFINISHED = ".unfinished"
_KEPT = 2
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as last read, with the fingerprint its source gave it and its passages."""

    document: Document
    fingerprint: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`skipped` is by source; `files` maps relative paths to SHA-256."""

    built_at: datetime
    model: str
    chunker: str
    documents: Mapping[str, int]
    passages: Mapping[str, int]
    skipped: Mapping[str, tuple[Skipped, ...]]
    files: Mapping[str, str]


def current_pointer(directory: Path) -> Path:
    return directory / "CURRENT"


def prepare(directory: Path, stored: Sequence[Stored], vectors: Vector) -> Path:
    """Writes a snapshot's files into a folder that nobody reads yet, and returns it. `vectors` has one row
    per passage of `stored`, in order. The caller holds the index's lock."""
    folder = directory / "snapshots" / _UNFINISHED
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _write_files(folder, stored, vectors)
    return folder


def publish(directory: Path, prepared: Path, manifest: Manifest) -> None:
    """Makes the prepared snapshot the current one and removes older ones."""
    text = _manifest_text(manifest)
    (prepared / "manifest.json").write_text(text, "utf-8")
    digest = sha256(text.encode()).hexdigest()
    name = f"{manifest.built_at:%Y%m%dT%H%M%S}-{digest[:_NAMED]}"
    shutil.rmtree(directory / "snapshots" / name, ignore_errors=True)
    os.replace(prepared, directory / "snapshots" / name)
    _point_to(directory, f"{name} {digest}")
    _remove_old(directory, name)


def current(directory: Path) -> tuple[Path, Manifest]:
    """The current snapshot's folder and manifest, its files not yet verified. Raises `NoContent` where
    nothing was ever built, `IndexDamaged` where the pointer or manifest does not hold and `NotPermitted`
    where this user may not read them."""
    try:
        pointer = current_pointer(directory).read_text("utf-8")
    except PermissionError as error:
        raise unusable(current_pointer(directory), error) from error
    except FileNotFoundError:
        raise NoContent("There is no content yet: run `cornerman index sync`.") from None
    try:
        name, digest = pointer.split()
        return _opened(directory / "snapshots" / name, digest)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise unusable(current_pointer(directory), error) from error


def previous(directory: Path) -> tuple[Path, Manifest] | None:
    """The snapshot before the current one, as `current` gives it; None where there is none that is whole."""
    folder, _ = current(directory)
    others = [other for other in _newest_first(directory) if other.name != folder.name]
    try:
        return _opened(others[0], others[0].name.rpartition("-")[2])
    except (IndexError, ContentError, OSError, ValueError, KeyError, TypeError):
        return None


def _opened(folder: Path, digest: str) -> tuple[Path, Manifest]:
    """`digest` may be only the beginning of the manifest's, as in a snapshot's name."""
    text = (folder / "manifest.json").read_text("utf-8")
    if not sha256(text.encode()).hexdigest().startswith(digest) or len(digest) < _NAMED:
        raise damaged(folder / "manifest.json")
    return folder, _manifest_from(json.loads(text))


def verify(folder: Path, files: Mapping[str, str]) -> None:
    """Raises `IndexDamaged` naming the first file that is missing or not as written, or `NotPermitted`."""
    for name, digest in files.items():
        try:
            sound = _hash(folder / name) == digest
        except PermissionError as error:
            raise unusable(folder / name, error) from error
        except OSError:
            sound = False
        if not sound:
            raise damaged(folder / name)


def unusable(path: Path, error: Exception) -> ContentError:
    """What a fault at opening `path` means: what this user may not open can be sound."""
    if not isinstance(error, PermissionError):
        return damaged(path)
    return NotPermitted(
        f"The content index cannot be opened (no permission for {error.filename or path}): let the user who "
        "runs Cornerman read and write the whole data folder, which must not be mounted read-only."
    )


def damaged(path: Path) -> IndexDamaged:
    return IndexDamaged(
        f"The content index is damaged ({path.name} is not as it was written): "
        "run `cornerman index sync` to rebuild it."
    )


def size(folder: Path) -> int:
    """Bytes on disk."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _write_files(folder: Path, stored: Sequence[Stored], vectors: Vector) -> None:
    passages = [passage for entry in stored for passage in entry.passages]
    (folder / "catalogue.json").write_text(catalogue_text(entries(stored)), "utf-8")
    with (folder / "documents.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(document_line(entry.document, entry.fingerprint) for entry in stored)
    with (folder / "passages.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(passage_line(passage) for passage in passages)
    _write_vectors(folder, vectors)
    lexical.build([chunk.embedding_text(passage) for passage in passages], folder / "words")


def _write_vectors(folder: Path, vectors: Vector) -> None:
    matrix = whitening(vectors)
    rows = whitened(vectors, matrix)
    for name, array in (("vectors", vectors), ("whitening", matrix), ("whitened", rows)):
        arrays.save(folder / f"{name}.npy", array)
    if len(rows) >= GRAPH_FROM:
        FaissVectors(rows).save(folder / "graph.faiss")


def entries(stored: Sequence[Stored]) -> list[Entry]:
    """The catalogue of these documents, in this order."""
    ends = list(accumulate(len(entry.passages) for entry in stored))
    return [
        Entry(one.document.id, one.document.audience, end - len(one.passages), len(one.passages))
        for one, end in zip(stored, ends, strict=True)
    ]


def manifest(
    prepared: Path,
    stored: Sequence[Stored],
    skipped: Mapping[str, tuple[Skipped, ...]],
    model: str,
    built_at: datetime,
) -> Manifest:
    """What the prepared folder holds as it is now."""
    documents = dict.fromkeys(skipped, 0)
    passages = dict.fromkeys(skipped, 0)
    for entry in stored:
        source = entry.document.source
        documents[source] = documents.get(source, 0) + 1
        passages[source] = passages.get(source, 0) + len(entry.passages)
    return Manifest(built_at, model, chunk.VERSION, documents, passages, skipped, _hashes(prepared))


def _manifest_text(manifest: Manifest) -> str:
    sources = {
        name: {
            "documents": manifest.documents[name],
            "passages": manifest.passages[name],
            "skipped": [[skipped.path, skipped.reason] for skipped in manifest.skipped.get(name, ())],
        }
        for name in manifest.documents
    }
    content = {
        "format": FORMAT,
        "built_at": manifest.built_at.isoformat(),
        "model": manifest.model,
        "chunker": manifest.chunker,
        "sources": sources,
        "files": dict(manifest.files),
    }
    return json.dumps(content, indent=1)


def _manifest_from(content: Mapping[str, Any]) -> Manifest:
    if content["format"] != FORMAT:
        raise ValueError("another format")
    sources = content["sources"]
    return Manifest(
        datetime.fromisoformat(content["built_at"]),
        content["model"],
        content["chunker"],
        {name: source["documents"] for name, source in sources.items()},
        {name: source["passages"] for name, source in sources.items()},
        {name: tuple(Skipped(*pair) for pair in source["skipped"]) for name, source in sources.items()},
        content["files"],
    )


def _hashes(folder: Path) -> dict[str, str]:
    # A library's lock files carry nothing and may come and go.
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".lock")
    return {path.relative_to(folder).as_posix(): _hash(path) for path in files}


def _hash(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _point_to(directory: Path, pointer: str) -> None:
    beside = directory / "CURRENT.new"
    with beside.open("w", encoding="utf-8") as file:
        file.write(pointer)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, current_pointer(directory))


def _remove_old(directory: Path, name: str) -> None:
    """The one before stays: for a reader that has just been told of it, and should the new one fail."""
    others = [folder for folder in _newest_first(directory) if folder.name != name]
    for folder in others[_KEPT - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)


def _newest_first(directory: Path) -> list[Path]:
    folders = [folder for folder in (directory / "snapshots").iterdir() if folder.name != _UNFINISHED]
    return sorted(folders, key=lambda folder: folder.stat().st_mtime_ns, reverse=True)
