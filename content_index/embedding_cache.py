"""Vectors kept by model and text, so that nothing is embedded twice and a killed sync resumes."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import numpy as np

from content_index.around import Around
from content_index.model import Vector
from content_index.ports import Embedder

T = TypeVar("T")

_log = logging.getLogger(__name__)

_BATCH = 256
_LOOKUP = 500


class EmbeddingCache:
    """A file of vectors' bytes by (model fingerprint, SHA-256 of the text). A damaged file starts empty;
    one that the disk refuses to open or write is an OSError."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, fingerprint: str, keys: Sequence[str]) -> dict[str, bytes]:
        return self._mending(lambda: self._select(fingerprint, keys))

    def put(self, fingerprint: str, vectors: Mapping[str, bytes]) -> None:
        rows = [(fingerprint, key, vector) for key, vector in vectors.items()]
        self._mending(lambda: self._insert(rows))

    def forget_all_but(self, fingerprint: str, keys: Set[str]) -> None:
        """Removes what was made of other texts or by another model; where the disk refuses, it stays."""
        try:
            self._mending(lambda: self._delete_others(fingerprint, keys))
        except OSError as error:
            _log.warning("Vectors of texts that are gone cannot be removed: %s", error)

    def _mending(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except sqlite3.OperationalError as error:
            raise OSError(f"{self._path.name}: {error}") from error
        except sqlite3.DatabaseError:
            self._path.unlink()
            return act()

    def _select(self, fingerprint: str, keys: Sequence[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        with self._open() as database:
            for start in range(0, len(keys), _LOOKUP):
                some = keys[start : start + _LOOKUP]
                marks = ",".join("?" * len(some))
                rows = database.execute(
                    f"SELECT text, vector FROM vectors WHERE model = ? AND text IN ({marks})",
                    (fingerprint, *some),
                )
                found.update(rows)
        return found

    def _insert(self, rows: Sequence[tuple[str, str, bytes]]) -> None:
        with self._open() as database, database:
            database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def _delete_others(self, fingerprint: str, keys: Set[str]) -> None:
        with self._open() as database, database:
            database.execute("CREATE TEMP TABLE wanted (text TEXT PRIMARY KEY) WITHOUT ROWID")
            database.executemany("INSERT INTO wanted VALUES (?)", ((key,) for key in keys))
            database.execute(
                "DELETE FROM vectors WHERE model <> ? OR text NOT IN (SELECT text FROM wanted)",
                (fingerprint,),
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=60)) as database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS vectors "
                "(model TEXT, text TEXT, vector BLOB, PRIMARY KEY (model, text)) WITHOUT ROWID"
            )
            yield database


class CachedEmbedder(Around):
    """An `Embedder` that asks the cache first and commits each batch as it is made. `made` counts the
    vectors that were not in the cache."""

    def __init__(self, embedder: Embedder, cache: EmbeddingCache) -> None:
        super().__init__(embedder)
        self._cache = cache
        self.made = 0

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        keys = [_key(text) for text in texts]
        text_of = dict(zip(keys, texts, strict=True))
        kept = self._cache.get(self.fingerprint, list(text_of))
        known_rows = ((key, np.frombuffer(blob, np.float32)) for key, blob in kept.items())
        vectors = {key: row for key, row in known_rows if row.shape == (self.dimension,)}
        missing = {key: text_of[key] for key in text_of if key not in vectors}
        known = len(texts) - len(missing)
        self._embed_missing(missing, vectors, lambda done: progress and progress(known + done))
        return np.stack([vectors[key] for key in keys])

    def forget_all_but(self, texts: Sequence[str]) -> None:
        self._cache.forget_all_but(self.fingerprint, set(map(_key, texts)))

    def _embed_missing(
        self, missing: dict[str, str], vectors: dict[str, Vector], made: Callable[[int], None]
    ) -> None:
        # Sorted over the whole run, not within a batch, so that a batch holds texts of like length.
        keys = sorted(missing, key=lambda key: -len(missing[key]))
        for start in range(0, len(keys), _BATCH):
            batch = keys[start : start + _BATCH]
            rows = self._embedder.encode([missing[key] for key in batch])
            self._cache.put(
                self.fingerprint, {key: row.tobytes() for key, row in zip(batch, rows, strict=True)}
            )
            vectors.update(zip(batch, rows, strict=True))
            self.made += len(batch)
            made(start + len(batch))


def _key(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
