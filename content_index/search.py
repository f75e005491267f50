"""The index that answers: always the current snapshot, seen through the asker's eyes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TypeAlias

import numpy as np

from content_index import golden, refusal, snapshot
from content_index.confidence import confidence, coverages, telling_words, unmatched
from content_index.errors import ContentError, ModelMismatch, NoContent, RetrievalBroken
from content_index.model import Document, Findings, Hit, Passage, Principal, Query, Vector
from content_index.ports import Embedder
from content_index.queries import prepared
from content_index.slang import spelled_out
from content_index.view import Mask, View

_State: TypeAlias = tuple[tuple[int, int] | None, ...]

_LONGEST_QUESTION = 4_000


OTHER_MODEL = "The content index was built with another embedding model: run `cornerman index sync`."
BROKEN = (
    "The content index no longer finds its own pages: undo the last upgrade, "
    "or run `cornerman index sync --rebuild`."
)
OLDER = " Until then the index of {:%Y-%m-%d %H:%M} UTC answers."


class LiveIndex:
    """Searches the current snapshot under `directory` and takes up a new one by itself.

    A snapshot built with another model, or one that does not answer its golden questions, is not taken up:
    the one opened before goes on answering (on a start the one before on disk, if it was built with this
    model), without what the newer one no longer shows. Where there is none, every method raises
    `ModelMismatch` or `RetrievalBroken`; `NoContent` while nothing was ingested, and `IndexDamaged` when the
    files do not hold. Safe to share between threads: a question is answered from one snapshot, whatever
    happens beside it.
    """

    def __init__(self, directory: Path, embedder: Embedder) -> None:
        self._directory = directory
        self._embedder = embedder
        self._lock = Lock()
        self._seen: _State | None = None
        self._opened: View | ContentError | None = None
        self._problem = ""

    def search(self, query: Query) -> Findings:
        view = self._view()
        mask = view.mask(query.allowed, query.within)
        text = query.text[:_LONGEST_QUESTION]
        if not text.strip():
            return Findings(query, (), 0.0)
        asked = prepared(text, view, mask, self._embedder.knows)
        vector = self._embedder.encode([spelled_out(asked.searched)])[0]
        found = find(view, replace(query, text=asked.searched), vector, mask)
        return replace(found, query=query, meant=asked.meant, corrections=asked.corrections)

    def document(self, document_id: str, allowed: frozenset[Principal]) -> Document | None:
        """None alike for a document that is not there and one that may not be seen."""
        return self._view().document(document_id, allowed)

    def passages(self, document_id: str, allowed: frozenset[Principal]) -> Sequence[Passage]:
        return self._view().passages(document_id, allowed)

    def folders(self, allowed: frozenset[Principal]) -> Mapping[str, int]:
        """Sources and their folders that hold documents these principals may see, with how many."""
        return self._view().folders(allowed)

    def problem(self) -> str:
        """Why there is no answer, or only one from an older snapshot; empty while all is well."""
        try:
            self._view()
        except ContentError as error:
            return str(error)
        return self._problem

    def size(self) -> int:
        """Passages."""
        return len(self._view())

    def _view(self) -> View:
        with self._lock:
            if self._opened is None or self._state() != self._seen:
                self._take_up()
            if isinstance(self._opened, ContentError):
                raise self._opened
            assert self._opened is not None
            return self._opened

    def _state(self) -> _State:
        paths = (snapshot.current_pointer(self._directory), refusal.path_of(self._directory))
        return tuple(map(_file_state, paths))

    def _take_up(self) -> None:
        before = self._opened if isinstance(self._opened, View) else None
        while True:
            self._seen = self._state()
            try:
                self._opened, self._problem = self._newest(before)
            except ContentError as error:
                # A sync may have replaced and removed the snapshot while it was being opened.
                if self._state() != self._seen:
                    continue
                self._opened, self._problem = error, str(error)
            return

    def _newest(self, before: View | None) -> tuple[View, str]:
        """The view to answer from, and what is wrong where it is not the newest."""
        view = View(*snapshot.current(self._directory))
        if not len(view):
            raise NoContent("There is no content yet: run `cornerman index sync`.")
        try:
            self._check(view)
        except (ModelMismatch, RetrievalBroken) as error:
            older = before or self._before_on_disk(error)
            return older.narrowed(view.audiences), str(error) + OLDER.format(older.built_at)
        refused = refusal.of(self._directory)
        return (view.narrowed(refused.audiences), refused.reason) if refused else (view, "")

    def _check(self, view: View) -> None:
        if (view.model, view.dimension) != (self._embedder.fingerprint, self._embedder.dimension):
            raise ModelMismatch(OTHER_MODEL)
        questions = golden.read(view.folder)
        if questions and not golden.holds(golden.answers(view, questions, self._embedder, find)):
            raise RetrievalBroken(BROKEN)

    def _before_on_disk(self, error: ModelMismatch | RetrievalBroken) -> View:
        """Raises `error` where the snapshot before is no better. One of another model is no mishap."""
        previous = snapshot.previous(self._directory)
        if previous is None or isinstance(error, ModelMismatch):
            raise error
        try:
            view = View(*previous)
            self._check(view)
        except ContentError:
            raise error from None
        return view


def _file_state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino


def find(view: View, query: Query, vector: Vector, mask: Mask) -> Findings:
    """What the view holds for a question, of which `vector` is the spelled-out text's; `mask` decides who
    sees what."""
    hits = view.hits(view.rank(vector, spelled_out(query.text), mask), query.k)
    words = telling_words(query.text)
    covered = coverages(words, [_words_of(hit) for hit in hits], view.words, mask)
    seen = len(view) if mask is None else int(np.count_nonzero(mask))
    sure = confidence([hit.dense for hit in hits], [hit.likeness for hit in hits], covered, seen)
    return Findings(query, hits, sure, unmatched(words, view.words, mask), vector=vector)


def _words_of(hit: Hit) -> str:
    return " ".join((hit.passage.title, hit.passage.section, hit.passage.text))
