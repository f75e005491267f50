"""Retrieval measured on a set of questions with known answers, by the code that serves users."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, TypeAlias

import numpy as np

from content_index import snapshot
from content_index.around import Around
from content_index.baseline import Baseline
from content_index.dataset import SOURCE, Dataset, read_dataset, read_texts
from content_index.embedding_cache import CachedEmbedder, EmbeddingCache
from content_index.errors import ContentError
from content_index.ingest import sync
from content_index.metrics import auroc, ndcg, paired_bootstrap, recall, reciprocal_rank, refused_at
from content_index.model import Document, Query, Vector
from content_index.ports import Embedder, Listed, Progress
from content_index.queries import prepared
from content_index.search import find
from content_index.slang import spelled_out
from content_index.view import Mask, View

SYSTEMS = ("lexical", "dense", "rrf_baseline", "hybrid")

Ranker: TypeAlias = Callable[[str, Vector], list[str]]
"""rank(question, its vector) → paths of at most a hundred documents, best first."""

Peer: TypeAlias = Callable[[Sequence[Document], Embedder], Ranker]
"""Another library's retrieval: peer(documents, embedder) has indexed them when it returns."""

NO_PEERS: Mapping[str, Peer] = {}

_DEEP = 100
_ANSWERED = 0.95
# The snapshot of a measurement is thrown away; its date means nothing.
_BUILT = datetime(2000, 1, 1, tzinfo=UTC)


class _Corpus:
    """The corpus as a source, so that it is ingested like any other content."""

    name = SOURCE

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.path: document for document in documents}

    def list(self) -> Iterator[Listed]:
        for document in self._documents.values():
            yield Listed(document.path, sha256((document.title + document.text).encode()).hexdigest())

    def read(self, listed: Listed) -> Document:
        return self._documents[listed.path]


class _Telling(Around):
    """An embedder that tells how far it is."""

    def __init__(self, embedder: Embedder, stage: str, progress: Progress) -> None:
        super().__init__(embedder)
        self._stage = stage
        self._progress = progress

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        return self._embedder.encode(texts, lambda done: self._progress(self._stage, done, len(texts)))


def evaluate(
    dataset: Path,
    systems: Sequence[str],
    k: int,
    embedder: Embedder,
    unanswerable: Path | None = None,
    leave_gold_out: bool = False,
    progress: Progress = lambda stage, done, total: None,
    cache: Path | None = None,
    threshold: float = 0.5,
    peers: Mapping[str, Peer] = NO_PEERS,
    scores: dict[str, list[float]] | None = None,
) -> dict[str, Any]:
    """The measures of each system, as the one JSON document of `cornerman eval retrieval`.

    `cache` keeps vectors between runs; `threshold` is the confidence from which users get an answer; `peers`
    are further systems by name; each system's nDCG is added to `scores`, question by question. Raises
    `ContentError` for an unknown system or an unreadable set.
    """
    known = (*SYSTEMS, *peers)
    if unknown := sorted(set(systems) - set(known)):
        raise ContentError(f"There is no system “{unknown[0]}”: choose from {', '.join(known)}.")
    data = read_dataset(dataset)
    keeping = embedder if cache is None else CachedEmbedder(embedder, EmbeddingCache(cache))
    with TemporaryDirectory() as folder:
        started = perf_counter()
        report = sync([_Corpus(data.documents)], Path(folder) / "index", keeping, _BUILT, progress)
        seconds = perf_counter() - started
        bench = _Bench(data, embedder, keeping, Path(folder), k, progress, peers)
        result: dict[str, Any] = {
            "dataset": data.name,
            "systems": {name: bench.measure(name, scores) for name in systems},
            "index": {
                "passages": report.passages,
                "seconds": seconds,
                "passages_per_second": report.passages / seconds,
            },
        }
        if unanswerable is not None:
            result["abstention"] = bench.abstention(read_texts(unanswerable), threshold)
        if leave_gold_out:
            result["near_miss"] = bench.near_miss()
    return result


def pooled(scores: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    """Every question of every set counts the same. `gain` is what hybrid's nDCG has over rrf_baseline's, and
    `p` how likely that is chance (paired bootstrap); both only where the two were measured."""
    means = {system: float(np.mean(values)) for system, values in scores.items()}
    result: dict[str, Any] = {"questions": len(next(iter(scores.values()), ())), "ndcg": means}
    if {"hybrid", "rrf_baseline"} <= scores.keys():
        result["gain"] = means["hybrid"] - means["rrf_baseline"]
        result["p"] = paired_bootstrap(scores["hybrid"], scores["rrf_baseline"])
    return result


def table(result: Mapping[str, Any]) -> str:
    """The result for people."""
    systems: Mapping[str, Mapping[str, float]] = result["systems"]
    names = list(next(iter(systems.values()), {}))
    lines = [f"{result['dataset']:<14}" + "".join(f"{name:>14}" for name in names)]
    for system, measures in systems.items():
        lines.append(f"{system:<14}" + "".join(f"{measures[name]:>14.3f}" for name in names))
    index = result["index"]
    lines.append(f"{index['passages']} passages in {index['seconds']:.1f} s")
    for part in ("abstention", "near_miss"):
        if part in result:
            lines.append(f"{part}: " + ", ".join(f"{key} {value:.3f}" for key, value in result[part].items()))
    return "\n".join(lines)


class _Bench:
    def __init__(
        self,
        data: Dataset,
        embedder: Embedder,
        keeping: Embedder,
        folder: Path,
        k: int,
        progress: Progress,
        peers: Mapping[str, Peer],
    ) -> None:
        self._data = data
        self._peers = peers
        self._folder = folder
        self._keeping = keeping
        self._k = k
        self._progress = progress
        self._view = View(*snapshot.current(folder / "index"))
        self._baseline: Baseline | None = None
        self._asked, self._searched, self._seconds = self._encode_one_by_one(embedder)
        # The baselines get the questions as they were asked.
        self._vectors = self._keeping.encode([question.text for question in data.questions])

    def measure(self, system: str, scores: dict[str, list[float]] | None) -> dict[str, float]:
        rank = self._ranker(system)
        rows: list[tuple[float, ...]] = []
        times: list[float] = []
        for place, question in enumerate(self._data.questions):
            started = perf_counter()
            ranking = rank(question.text, place)
            encoding = 0.0 if system == "lexical" else self._seconds[place]
            times.append(perf_counter() - started + encoding)
            rows.append(self._scores(ranking, question.grades))
            self._progress(system, place + 1, len(self._data.questions))
        if scores is not None:
            scores.setdefault(system, []).extend(row[1] for row in rows)
        names = ("hit@1", f"ndcg@{self._k}", f"recall@{self._k}", f"recall@{_DEEP}", f"mrr@{self._k}")
        means = dict(zip(names, np.mean(rows, axis=0).tolist(), strict=True))
        p50, p95 = (np.quantile(times, [0.5, 0.95]) * 1000).tolist()
        return {**means, "query_ms_p50": p50, "query_ms_p95": p95}

    def abstention(self, texts: Sequence[str], threshold: float) -> dict[str, float]:
        answerable = self._confidences()
        asked = [self._as_searched(text) for text in texts]
        vectors = self._keeping.encode([spelled_out(text) for text in asked])
        others = [self._confidence(text, vector, None) for text, vector in zip(asked, vectors, strict=True)]
        return {
            "auroc": auroc(answerable, others),
            "refused_at_95": refused_at(_ANSWERED, answerable, others),
            "refused_at_shipped": float(np.mean(np.array(others) < threshold)),
            "answered_at_shipped": float(np.mean(np.array(answerable) >= threshold)),
        }

    def near_miss(self) -> dict[str, float]:
        answerable = self._confidences()
        without = [
            self._confidence(text, vector, self._view.without(_ids(question.grades)))
            for question, text, vector in zip(self._data.questions, self._asked, self._searched, strict=True)
        ]
        return {
            "auroc": auroc(answerable, without),
            "refused_at_95": refused_at(_ANSWERED, answerable, without),
        }

    def _confidences(self) -> list[float]:
        pairs = zip(self._asked, self._searched, strict=True)
        return [self._confidence(text, vector, None) for text, vector in pairs]

    def _confidence(self, text: str, vector: Vector, mask: Mask) -> float:
        return find(self._view, Query(text, frozenset()), vector, mask).confidence

    def _as_searched(self, text: str) -> str:
        return prepared(text, self._view, None, self._keeping.knows).searched

    def _encode_one_by_one(self, embedder: Embedder) -> tuple[list[str], list[Vector], list[float]]:
        embedder.encode(["A first forward pass sets the model up."])
        asked: list[str] = []
        vectors: list[Vector] = []
        seconds: list[float] = []
        for place, question in enumerate(self._data.questions):
            started = perf_counter()
            asked.append(self._as_searched(question.text))
            vectors.append(embedder.encode([spelled_out(asked[-1])])[0])
            seconds.append(perf_counter() - started)
            self._progress("questions", place + 1, len(self._data.questions))
        return asked, vectors, seconds

    def _ranker(self, system: str) -> Callable[[str, int], list[str]]:
        """rank(question, its place in the data) → document ids."""
        if system == "hybrid":
            return self._hybrid
        if system in self._peers:
            telling = _Telling(self._keeping, f"{system}: embed", self._progress)
            peer = self._peers[system](self._data.documents, telling)
            return lambda text, place: peer(text, self._vectors[place])
        baseline = self._baseline = self._baseline or Baseline(
            self._data.documents,
            _Telling(self._keeping, "baseline: embed", self._progress),
            self._folder / "baseline",
        )
        return {
            "lexical": lambda text, _: baseline.lexical(text),
            "dense": lambda _, place: baseline.dense(self._vectors[place]),
            "rrf_baseline": lambda text, place: baseline.fused(text, self._vectors[place]),
        }[system]

    def _hybrid(self, _: str, place: int) -> list[str]:
        ranked = self._view.rank(self._searched[place], spelled_out(self._asked[place]), None)
        documents = (self._view.document_of(int(row)) for row in ranked.rows)
        return [one.removeprefix(f"{SOURCE}/") for one in dict.fromkeys(documents)][:_DEEP]

    def _scores(self, ranking: Sequence[str], grades: Mapping[str, int]) -> tuple[float, ...]:
        return (
            float(bool(ranking) and ranking[0] in grades),
            ndcg(ranking, grades, self._k),
            recall(ranking, grades, self._k),
            recall(ranking, grades, _DEEP),
            reciprocal_rank(ranking, grades, self._k),
        )


def _ids(grades: Mapping[str, int]) -> set[str]:
    return {f"{SOURCE}/{document}" for document in grades}
