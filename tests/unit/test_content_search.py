from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_index import snapshot
from content_index.confidence import telling_words
from content_index.errors import ModelMismatch, NoContent
from content_index.ingest import sync
from content_index.model import PUBLIC, Document, Findings, Principal, Query
from content_index.ports import Listed
from content_index.search import LiveIndex, find
from content_index.view import View
from tests.fakes.embedder import HashEmbedder

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SALES, LEGAL, BO = Principal("group:sales"), Principal("group:legal"), Principal("person:bo")


class Shelf:
    name = "shelf"

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.path: document for document in documents}

    def list(self) -> Iterator[Listed]:
        for document in self._documents.values():
            yield Listed(document.path, str(hash(document)))

    def read(self, listed: Listed) -> Document:
        return self._documents[listed.path]


def page(path: str, text: str, *audience: Principal, title: str = "") -> Document:
    return Document(f"shelf/{path}", "shelf", path, title or path, text, frozenset(audience or {PUBLIC}))


def index_of(folder: Path, *documents: Document) -> LiveIndex:
    sync([Shelf(documents)], folder, HashEmbedder(), NOW)
    return LiveIndex(folder, HashEmbedder())


def ask(index: LiveIndex, question: str, *allowed: Principal, k: int = 10) -> Findings:
    return index.search(Query(question, frozenset(allowed or {PUBLIC}), k))


PAGES = (
    page("seats", "A team seat costs forty euros a month."),
    page("floor", "The lowest price we accept for a seat is thirty euros.", SALES),
    page("terms", "Legal signs every price change and seat contract.", LEGAL, BO),
    page("trial", "A trial lasts two weeks and needs no card."),
)


@pytest.fixture
def index(tmp_path: Path) -> LiveIndex:
    return index_of(tmp_path, *PAGES)


def test_the_page_with_the_words_comes_first(index: LiveIndex) -> None:
    findings = ask(index, "how long is a trial")
    assert findings.hits[0].document.path == "trial"
    assert findings.hits[0].passage.text == "A trial lasts two weeks and needs no card."
    scores = [hit.score for hit in findings.hits]
    assert scores == sorted(scores, reverse=True)
    assert 0.0 <= findings.hits[0].score <= 1.0
    assert findings.hits[0].lexical > 0.0
    assert findings.query == Query("how long is a trial", frozenset({PUBLIC}), 10)


@pytest.mark.parametrize(
    ("allowed", "seen"),
    [
        ((PUBLIC,), {"seats", "trial"}),
        ((PUBLIC, SALES), {"seats", "trial", "floor"}),
        ((BO,), {"terms"}),
        ((Principal("group:nobody"),), set()),
    ],
)
def test_everyone_sees_theirs_only(index: LiveIndex, allowed: tuple[Principal, ...], seen: set[str]) -> None:
    assert {hit.document.path for hit in ask(index, "price of a seat", *allowed).hits} == seen


def test_a_document_that_may_not_be_seen_is_like_one_that_is_not_there(index: LiveIndex) -> None:
    public = frozenset({PUBLIC})
    assert index.document("shelf/floor", public) is None
    assert index.document("shelf/none", public) is None
    assert index.passages("shelf/floor", public) == ()
    assert index.document("shelf/floor", frozenset({SALES})) == PAGES[1]
    assert [one.id for one in index.passages("shelf/floor", frozenset({SALES}))] == ["shelf/floor#0"]


def test_a_word_that_only_hidden_pages_hold_is_unmatched(tmp_path: Path) -> None:
    index = index_of(tmp_path, *PAGES, page("soc", "FedRAMP is planned for Q3.", SALES))
    assert ask(index, "Are we FedRAMP authorised for a trial?").unmatched == ("FedRAMP", "authorised")
    assert ask(index, "Are we FedRAMP authorised for a trial?", PUBLIC, SALES).unmatched == ("authorised",)


def test_hidden_pages_leave_enough_hits(tmp_path: Path) -> None:
    hidden = [page(f"h{number}", f"seat price seat price {number}", SALES) for number in range(400)]
    index = index_of(tmp_path, *hidden, *(page(f"p{number}", f"seat {number}") for number in range(7)))
    assert len(ask(index, "seat price", k=5).hits) == 5
    assert len(ask(index, "seat price", k=50).hits) == 7


_AUDIENCES = st.sets(st.sampled_from([PUBLIC, SALES, LEGAL, BO]), min_size=1).map(frozenset)
_TEXT = st.lists(
    st.sampled_from(["seat", "price", "trial", "vault", "legal", "card", "euro", "term"]), min_size=1
).map(" ".join)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(_TEXT, _AUDIENCES), min_size=1, max_size=25), _TEXT, _AUDIENCES, st.integers(1, 30))
def test_nothing_comes_from_pages_the_asker_may_not_see_and_nothing_else_is_lost(
    tmp_path_factory: pytest.TempPathFactory,
    pages: list[tuple[str, frozenset[Principal]]],
    question: str,
    allowed: frozenset[Principal],
    k: int,
) -> None:
    documents = [page(f"p{number}", text, *audience) for number, (text, audience) in enumerate(pages)]
    visible = {document.path for document in documents if document.audience & allowed}
    index = index_of(tmp_path_factory.mktemp("index"), *documents)
    findings = ask(index, question, *allowed, k=k)
    shown = {hit.document.path for hit in findings.hits}
    assert shown <= visible
    assert len(findings.hits) == min(k, len(visible))
    words = {word for document in documents if document.path in visible for word in document.text.split()}
    assert set(findings.unmatched) == {word for word in question.split() if word not in words}
    assert all(
        index.document(document.id, allowed) is None for document in documents if document.path not in visible
    )


def test_one_document_does_not_fill_the_hits(tmp_path: Path) -> None:
    long = page("long", "\n\n".join(f"## Part {number}\n\n" + "seat price " * 80 for number in range(8)))
    index = index_of(tmp_path, long, page("other", "the price of a seat"))
    paths = [hit.document.path for hit in ask(index, "seat price").hits]
    assert paths.count("long") == 3
    assert "other" in paths


def test_more_hits_never_change_the_first(index: LiveIndex) -> None:
    few = ask(index, "price of a seat", PUBLIC, SALES, k=1).hits
    assert ask(index, "price of a seat", PUBLIC, SALES, k=10).hits[:1] == few


@pytest.mark.parametrize(
    "text", ["", "  \n", "🙂🙂🙂", "\x00\x07", "?!", "a" * 40_000, "seat " * 8_000, '"AND (']
)
def test_any_text_is_a_question(index: LiveIndex, text: str) -> None:
    findings = ask(index, text)
    assert 0.0 <= findings.confidence <= 1.0
    assert len(findings.hits) <= 10
    assert findings.query.text == text


def test_an_answerable_question_is_more_certain_than_a_stray_one(index: LiveIndex) -> None:
    sure = ask(index, "how many weeks does a trial last").confidence
    stray = ask(index, "best pizza in Naples").confidence
    assert sure > stray + 0.3
    assert ask(index, "   ").confidence == 0.0


def test_an_index_takes_up_a_new_snapshot_by_itself(tmp_path: Path) -> None:
    index = LiveIndex(tmp_path, HashEmbedder())
    with pytest.raises(NoContent, match="cornerman index sync"):
        ask(index, "seat")
    sync([Shelf(PAGES)], tmp_path, HashEmbedder(), NOW)
    assert ask(index, "trial").hits[0].document.path == "trial"
    sync([Shelf([page("only", "A trial lasts a month now.")])], tmp_path, HashEmbedder(), NOW)
    assert [hit.document.path for hit in ask(index, "trial").hits] == ["only"]


def test_another_model_is_refused_with_what_to_run(index: LiveIndex, tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch, match="cornerman index sync"):
        ask(LiveIndex(tmp_path, HashEmbedder(dimension=64)), "seat")


def test_askers_meet_whole_snapshots_while_they_change(tmp_path: Path) -> None:
    index = index_of(tmp_path, *(page(f"v0-{number}", f"seat {number}") for number in range(5)))
    stop = threading.Event()
    seen: list[set[str]] = []
    errors: list[Exception] = []

    def keep_asking() -> None:
        while not stop.is_set():
            try:
                seen.append({hit.document.path.split("-")[0] for hit in ask(index, "seat").hits})
            except Exception as error:
                errors.append(error)

    askers = [threading.Thread(target=keep_asking) for _ in range(3)]
    for asker in askers:
        asker.start()
    for version in range(1, 6):
        shelf = Shelf([page(f"v{version}-{number}", f"seat {number}") for number in range(5)])
        sync([shelf], tmp_path, HashEmbedder(), NOW)
    stop.set()
    for asker in askers:
        asker.join()
    assert errors == []
    assert all(len(versions) == 1 for versions in seen)
    assert {hit.document.path for hit in ask(index, "seat").hits} == {f"v5-{number}" for number in range(5)}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Do we support FedRAMP?", ["FedRAMP"]),
        (
            "hey, could you please tell me about the SOC 2 status of Acme's app",
            ["SOC", "2", "status", "Acme", "app"],
        ),
        ("what about us", []),
        ("is FL-1234 in v4.2 ok?", ["FL-1234", "v4.2"]),
    ],
)
def test_telling_words_say_what_a_question_is_about(question: str, words: list[str]) -> None:
    assert [one.word for one in telling_words(question)] == words


def test_a_narrowed_view_says_so_of_its_documents(tmp_path: Path) -> None:
    index_of(tmp_path, page("seat", "A seat costs forty euros.", PUBLIC, SALES)).size()
    view = View(*snapshot.current(tmp_path)).narrowed({"shelf/seat": frozenset({SALES})})
    vector = HashEmbedder().encode(["seat"])[0]
    (hit,) = find(view, Query("seat", frozenset({SALES})), vector, view.mask(frozenset({SALES}))).hits
    assert hit.document.audience == {SALES}
    document = view.document("shelf/seat", frozenset({SALES}))
    assert document is not None
    assert document.audience == {SALES}
    assert view.document("shelf/seat", frozenset({PUBLIC})) is None


@pytest.mark.parametrize(("before", "now"), [(PUBLIC, SALES), (SALES, PUBLIC)])
def test_whoever_may_see_a_page_before_and_now_finds_it_in_a_narrowed_view(
    tmp_path: Path, before: Principal, now: Principal
) -> None:
    index_of(tmp_path, page("seat", "A seat costs forty euros.", before)).size()
    view = View(*snapshot.current(tmp_path)).narrowed({"shelf/seat": frozenset({now})})
    assert view.document("shelf/seat", frozenset({PUBLIC, SALES})) is not None
    assert view.document("shelf/seat", frozenset({PUBLIC})) is None
