"""The index that answers: always the current snapshot, seen through the asker's eyes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock

from content_index import snapshot
from content_index.confidence import confidence, coverage, telling_words, unmatched
from content_index.errors import ContentError, ModelMismatch, NoContent
from content_index.model import Document, Findings, Hit, Passage, Principal, Query, Vector
from content_index.ports import Embedder
from content_index.slang import spelled_out
from content_index.view import Mask, View

_EVIDENCE = 3
_LONGEST_QUESTION = 4_000


class LiveIndex:
    """Searches the current snapshot under `directory` and takes up a new one by itself.

    Every method raises `NoContent` while nothing was ingested, `IndexDamaged` when the snapshot's files do
    not hold, and `ModelMismatch` when it was built with another model. Safe to share between threads: a
    question is answered from one snapshot, whatever happens beside it.
    """

    def __init__(self, directory: Path, embedder: Embedder) -> None:
        self._directory = directory
        self._embedder = embedder
        self._lock = Lock()
        self._seen: tuple[int, int] | None = None
        self._opened: View | ContentError | None = None

    def search(self, query: Query) -> Findings:
        view = self._view()
        mask = view.mask(query.allowed)
        text = query.text[:_LONGEST_QUESTION]
        if not text.strip():
            return Findings(query, (), 0.0)
        vector = self._embedder.encode([spelled_out(text)])[0]
        return replace(find(view, replace(query, text=text), vector, mask), query=query)

    def document(self, document_id: str, allowed: frozenset[Principal]) -> Document | None:
        """None alike for a document that is not there and one that may not be seen."""
        return self._view().document(document_id, allowed)

    def passages(self, document_id: str, allowed: frozenset[Principal]) -> Sequence[Passage]:
        return self._view().passages(document_id, allowed)

    def _view(self) -> View:
        with self._lock:
            if self._opened is None or self._state() != self._seen:
                self._seen, self._opened = self._open()
            if isinstance(self._opened, ContentError):
                raise self._opened
            return self._opened

    def _state(self) -> tuple[int, int] | None:
        try:
            found = snapshot.current_pointer(self._directory).stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _open(self) -> tuple[tuple[int, int] | None, View | ContentError]:
        while True:
            seen = self._state()
            try:
                return seen, self._checked(View(self._directory))
            except ContentError as error:
                # A sync may have replaced and removed the snapshot while it was being opened.
                if self._state() == seen:
                    return seen, error

    def _checked(self, view: View) -> View:
        if view.model != self._embedder.fingerprint:
            raise ModelMismatch(
                "The content index was built with another embedding model: run `cornerman index sync`."
            )
        if not len(view):
            raise NoContent("There is no content yet: run `cornerman index sync`.")
        return view


def find(view: View, query: Query, vector: Vector, mask: Mask) -> Findings:
    """What the view holds for a question, of which `vector` is the spelled-out text's; `mask` decides who
    sees what."""
    hits = view.hits(view.rank(vector, spelled_out(query.text), mask), query.k)
    words = telling_words(query.text)
    unknown = unmatched(words, view.words, mask)
    if not hits:
        return Findings(query, (), 0.0, unknown)
    covered = coverage(words, _evidence(hits), view.words)
    return Findings(query, hits, confidence(max(hit.dense for hit in hits), covered), unknown)


def _evidence(hits: Sequence[Hit]) -> list[str]:
    return [" ".join((hit.passage.title, hit.passage.section, hit.passage.text)) for hit in hits[:_EVIDENCE]]
