from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.cli import run
from adapters.commands import evaluate as commands
from content_index.baseline import windows
from content_index.dataset import read_dataset
from content_index.errors import ContentError
from content_index.evaluate import SYSTEMS, evaluate, pooled, table
from content_index.fusion import fuse, reciprocal_ranks
from content_index.metrics import auroc, ndcg, recall, reciprocal_rank, refused_at
from content_index.model import Document
from tests.fakes.embedder import HashEmbedder

CORPUS = {
    "seats": "A team seat costs forty euros a month.",
    "trial": "A trial lasts two weeks and needs no card.",
    "report": "Auditors renew the SOC report every March.",
    "legal": "Contracts are signed by two directors.",
}
QUERIES = {
    "q1": "what does a team seat cost",
    "q2": "how many weeks lasts a trial",
    "q3": "SOC report auditors",
}


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    corpus = [
        json.dumps({"id": key, "title": key, "text": text, "path": key}) for key, text in CORPUS.items()
    ]
    queries = [
        json.dumps({"id": key, "text": text}) for key, text in (*QUERIES.items(), ("q9", "unlabelled"))
    ]
    (folder / "corpus.jsonl").write_text("\n".join(corpus))
    (folder / "queries.jsonl").write_text("\n".join(queries) + "\n")
    (folder / "qrels.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\tseats\t2\nq2\ttrial\t1\nq3\treport\t1\nq3\tlegal\t0\n"
    )
    return folder


def test_every_system_is_measured_with_the_same_names(dataset: Path) -> None:
    result = evaluate(dataset, SYSTEMS, 10, HashEmbedder())
    assert list(result["systems"]) == ["lexical", "dense", "rrf_baseline", "hybrid"]
    for measures in result["systems"].values():
        assert list(measures) == [
            *("hit@1", "ndcg@10", "recall@10", "recall@100", "mrr@10", "query_ms_p50", "query_ms_p95")
        ]
        assert measures["hit@1"] == measures["ndcg@10"] == measures["mrr@10"] == 1.0
        assert 0.0 < measures["query_ms_p50"] <= measures["query_ms_p95"]
    assert result["dataset"] == "tiny"
    assert result["index"]["passages"] == 4
    assert json.loads(json.dumps(result)) == result
    assert "hybrid" in table(result)


def test_k_names_the_measures(dataset: Path) -> None:
    measures = evaluate(dataset, ["hybrid"], 5, HashEmbedder())["systems"]["hybrid"]
    assert {"ndcg@5", "recall@5", "mrr@5"} < set(measures)


def test_unanswerable_and_hidden_gold_are_told_apart(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "stray.jsonl").write_text('{"id": "u", "text": "best pizza in Naples"}\n')
    result = evaluate(dataset, ["hybrid"], 10, HashEmbedder(), tmp_path / "stray.jsonl", leave_gold_out=True)
    assert list(result["abstention"]) == [
        "auroc",
        "refused_at_95",
        "refused_at_shipped",
        "answered_at_shipped",
    ]
    assert result["abstention"]["auroc"] == 1.0
    assert result["abstention"]["refused_at_shipped"] == 1.0
    assert list(result["near_miss"]) == ["auroc", "refused_at_95"]
    assert result["near_miss"]["auroc"] > 0.9
    assert "near_miss" in table(result)


def test_embedding_for_a_system_alone_tells_its_progress_too(dataset: Path, tmp_path: Path) -> None:
    seen: set[tuple[str, int, int]] = set()
    long = json.dumps({"id": "long", "title": "long", "text": "word " * 500})
    (dataset / "corpus.jsonl").write_text((dataset / "corpus.jsonl").read_text() + "\n" + long)
    evaluate(
        dataset,
        ["lexical"],
        10,
        HashEmbedder(),
        cache=tmp_path / "cache",
        progress=lambda *step: seen.add(step),
    )
    assert ("baseline: embed", 7, 7) in seen


def test_vectors_are_kept_between_runs(dataset: Path, tmp_path: Path) -> None:
    evaluate(dataset, SYSTEMS, 10, HashEmbedder(), cache=tmp_path / "cache")
    again = HashEmbedder()
    evaluate(dataset, SYSTEMS, 10, again, cache=tmp_path / "cache")
    assert not set(again.encoded) & {f"{key}\n{text}" for key, text in CORPUS.items()}


def test_the_command_prints_one_document_and_tells_its_progress_beside_it(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CORNERMAN_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(commands, "build_embedder", lambda settings: HashEmbedder())
    (tmp_path / "stray.jsonl").write_text('{"id": "u", "text": "best pizza in Naples"}\n')
    options = ["--unanswerable", str(tmp_path / "stray.jsonl"), "--leave-gold-out", "--json"]
    assert run(["eval", "retrieval", str(dataset), *options]) == 0
    told = capsys.readouterr()
    printed = json.loads(told.out)
    assert told.out.count("\n") == 1
    assert list(printed) == ["dataset", "systems", "index", "abstention", "near_miss"]
    assert list(printed["systems"]) == list(SYSTEMS)
    assert list(printed["index"]) == ["passages", "seconds", "passages_per_second"]
    lines = told.err.splitlines()
    assert {"read: 4 of 4", "embed: 4 of 4", "hybrid: 3 of 3"} < set(lines)
    assert run(["eval", "retrieval", str(dataset), "--k", "5"]) == 0
    assert "ndcg@5" in capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("corpus.jsonl", "{", "not JSON"),
        ("corpus.jsonl", '{"id": 1}', "line 1: it needs id and text"),
        ("corpus.jsonl", '{"id": 1, "text": null}', "line 1: it needs id and text"),
        ("corpus.jsonl", '{"id": 1, "text": "a"}\n{"id": "1", "text": "b"}', "has “1” twice"),
        ("qrels.tsv", "q1\tseats\t1\nq1 seats 1", "line 2"),
        ("qrels.tsv", "q7\tseats\t1", "no question"),
        ("queries.jsonl", None, "cannot be read"),
    ],
)
def test_a_malformed_set_is_named(dataset: Path, name: str, content: str | None, message: str) -> None:
    if content is None:
        (dataset / name).unlink()
    else:
        (dataset / name).write_text(content)
    with pytest.raises(ContentError, match=message):
        read_dataset(dataset)


@pytest.mark.parametrize("k", ["0", "-3", "ten"])
def test_k_is_a_number_of_documents(dataset: Path, k: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        run(["eval", "retrieval", str(dataset), "--k", k])
    assert refused.value.code == 2
    assert "argument --k: invalid" in capsys.readouterr().err


def test_an_unknown_system_is_named_with_the_known_ones(dataset: Path) -> None:
    with pytest.raises(ContentError, match="“magic”: choose from lexical"):
        evaluate(dataset, ["magic"], 10, HashEmbedder())


def test_measures_by_hand() -> None:
    grades = {"a": 2, "b": 1, "c": 1}
    ranking = ["x", "b", "y", "a"]
    ideal = 2 + 1 / math.log2(3) + 1 / 2
    assert ndcg(ranking, grades, 10) == pytest.approx((1 / math.log2(3) + 2 / math.log2(5)) / ideal)
    assert ndcg(ranking, grades, 1) == 0.0
    assert ndcg(["a", "c", "b"], grades, 10) == 1.0
    assert recall(ranking, grades, 10) == pytest.approx(2 / 3)
    assert recall(ranking, grades, 2) == pytest.approx(1 / 3)
    assert reciprocal_rank(ranking, grades, 10) == 0.5
    assert reciprocal_rank(ranking, grades, 1) == 0.0


def test_confidence_measures_by_hand() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([0.9, 0.1], [0.5, 0.5]) == 0.5
    positive = [number / 100 for number in range(1, 101)]
    assert refused_at(0.95, positive, [0.01, 0.03, 0.5, 0.99]) == 0.5


@given(st.lists(st.floats(0, 1), min_size=1), st.lists(st.floats(0, 1), min_size=1))
def test_auroc_counts_pairs(positive: list[float], negative: list[float]) -> None:
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    assert auroc(positive, negative) == pytest.approx(wins / (len(positive) * len(negative)))


def test_windows_overlap_and_cover_the_page() -> None:
    words = [f"w{number}" for number in range(380)]
    found = windows(Document("c/a", "c", "a", "Title", " ".join(words)))
    assert [len(window.split()) - 1 for window in found] == [200, 200, 40]
    assert all(window.startswith("Title\n") for window in found)
    assert found[1].split()[1] == "w170"
    assert windows(Document("c/a", "c", "a", "Title", "")) == ["Title"]
    assert len(windows(Document("c/a", "c", "a", "T", " ".join(words[:200])))) == 1


def test_reciprocal_ranks_by_hand() -> None:
    assert reciprocal_ranks([["a", "b"], ["c", "b"]]) == ["b", "a", "c"]
    assert reciprocal_ranks([["a"], []]) == ["a"]


def test_fusion_weighs_both_kinds_of_evidence_alike() -> None:
    dense = np.array([0.8, 0.5, 0.2, 0.1], np.float32)
    lexical = np.array([0.0, 5.0, 10.0, 0.0], np.float32)
    assert fuse(dense, lexical, floor=0.2) == pytest.approx([0.5, 0.5, 0.5, 0.0])
    assert fuse(dense, np.zeros(4, np.float32), floor=0.2) == pytest.approx([0.5, 0.25, 0.0, 0.0])
    assert fuse(np.zeros(0, np.float32), np.zeros(0, np.float32), 0.0).shape == (0,)


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 50)), min_size=1), st.floats(-1, 1))
def test_more_evidence_never_ranks_lower(pairs: list[tuple[float, float]], floor: float) -> None:
    dense, lexical = (np.array(part, np.float32) for part in zip(*pairs, strict=True))
    scores = fuse(dense, lexical, floor)
    assert ((scores >= 0.0) & (scores <= 1.0)).all()
    for row, better in ((row, better) for row in range(len(pairs)) for better in range(len(pairs))):
        if dense[better] >= dense[row] and lexical[better] >= lexical[row]:
            assert scores[better] >= scores[row] - 1e-6


def test_several_sets_are_pooled_question_by_question(
    dataset: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(commands, "build_embedder", lambda settings: HashEmbedder())
    monkeypatch.setenv("CORNERMAN_DATA", str(tmp_path / "data"))
    chosen = ["--systems", "rrf_baseline,hybrid", "--json"]
    assert run(["eval", "retrieval", str(dataset), str(dataset), *chosen]) == 0
    printed = json.loads(capsys.readouterr().out)
    one, two = printed["sets"]
    assert one["systems"]["hybrid"]["ndcg@10"] == two["systems"]["hybrid"]["ndcg@10"]
    assert printed["pooled"]["questions"] == 6
    assert printed["pooled"]["ndcg"]["hybrid"] == pytest.approx(one["systems"]["hybrid"]["ndcg@10"])
    assert run(["eval", "retrieval", str(dataset), str(dataset), "--systems", "rrf_baseline,hybrid"]) == 0
    assert "over 6 questions" in capsys.readouterr().out.splitlines()[-1]


def test_what_one_corpus_cannot_answer_says_nothing_of_another(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["eval", "retrieval", str(dataset), str(dataset), "--unanswerable", "any.jsonl"]) != 0
    assert "give --unanswerable one DIR" in capsys.readouterr().err


def test_a_gain_is_told_from_chance() -> None:
    always = pooled({"hybrid": [0.6] * 40, "rrf_baseline": [0.5] * 40})
    assert (always["gain"], always["p"]) == (pytest.approx(0.1), 0.0)
    coin = pooled({"hybrid": [1.0, 0.0] * 20, "rrf_baseline": [0.0, 1.0] * 20})
    assert coin["gain"] == 0.0
    assert 0.4 < coin["p"] < 0.7
    assert pooled({"hybrid": [0.5]}) == {"questions": 1, "ndcg": {"hybrid": 0.5}}
