from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from adapters import evaluate_peers
from adapters.cli import run
from adapters.evaluate_peers import PEERS, check_installed
from content_index.errors import ContentError
from content_index.evaluate import Ranker, evaluate
from content_index.model import Document, Vector
from content_index.ports import Embedder
from tests.fakes.embedder import HashEmbedder

CORPUS = {
    "seats": "A team seat costs forty euros a month.",
    "trial": "A trial lasts two weeks and needs no card.",
    "report": "Auditors renew the SOC report every March.",
    "long": "Contracts are signed by two directors.\n\n" * 120 + "The escrow agent is Kestrel.",
    "blank": "",
}
QUERIES = {
    "q1": ("what does a team seat cost", "seats"),
    "q2": ("how many weeks lasts a trial", "trial"),
    "q3": ("who is the escrow agent", "long"),
    "q4": ('text:"report AND (', "report"),
}


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    documents = [json.dumps({"id": key, "title": key, "text": text}) for key, text in CORPUS.items()]
    questions = [json.dumps({"id": key, "text": text}) for key, (text, _) in QUERIES.items()]
    (folder / "corpus.jsonl").write_text("\n".join(documents))
    (folder / "queries.jsonl").write_text("\n".join(questions))
    (folder / "qrels.tsv").write_text("\n".join(f"{key}\t{gold}\t1" for key, (_, gold) in QUERIES.items()))
    return folder


def nearest(documents: Sequence[Document], embedder: Embedder) -> Ranker:
    """A small peer: the cosines of whole documents."""
    vectors = embedder.encode([document.text for document in documents])

    def rank(text: str, vector: Vector) -> list[str]:
        assert vector == pytest.approx(embedder.encode([text])[0])
        order = (-(vectors @ vector)).argsort(kind="stable")
        return [documents[place].path for place in order]

    return rank


def test_a_peer_is_measured_beside_ours_on_the_same_vectors(dataset: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    result = evaluate(
        dataset,
        ["nearest", "hybrid"],
        10,
        HashEmbedder(),
        peers={"nearest": nearest},
        progress=lambda *step: seen.append(step),
    )
    assert list(result["systems"]) == ["nearest", "hybrid"]
    measures = result["systems"]["nearest"]
    assert list(measures) == list(result["systems"]["hybrid"])
    assert measures["hit@1"] == 0.75
    assert measures["recall@10"] == 1.0
    assert 0.0 < measures["query_ms_p50"] <= measures["query_ms_p95"]
    assert ("nearest", 4, 4) in seen


def test_a_peer_that_was_not_asked_for_does_nothing(dataset: Path) -> None:
    def never(documents: Sequence[Document], embedder: Embedder) -> Ranker:
        raise AssertionError("indexed for nothing")

    assert list(evaluate(dataset, ["hybrid"], 10, HashEmbedder(), peers={"never": never})["systems"]) == [
        "hybrid"
    ]


def test_peers_are_named_where_a_system_is_unknown(dataset: Path) -> None:
    with pytest.raises(
        ContentError, match=r"“magic”: choose from lexical, .*hybrid, haystack, llamaindex, txtai"
    ):
        evaluate(dataset, ["magic"], 10, HashEmbedder(), peers=PEERS)


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_that_is_not_installed_says_how_to_get_it(
    name: str, dataset: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(evaluate_peers, "find_spec", lambda library: None)
    assert run(["eval", "retrieval", str(dataset), "--systems", f"hybrid,{name}"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"cornerman: {name} is not installed: install it with pip install '.[bench]'.\n"
    check_installed(["hybrid", "lexical"])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", PEERS)
def test_each_peer_finds_what_is_there(name: str, dataset: Path) -> None:
    library = {"llamaindex": "llama_index"}.get(name, name)
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"{name} is not installed: pip install '.[bench]'")
    measures = evaluate(dataset, [name], 10, HashEmbedder(), peers=PEERS)["systems"][name]
    assert measures["hit@1"] >= 0.75
    assert measures["recall@10"] == 1.0
