"""Which sentences are chosen, from findings made by hand and the hash embedder."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.body import body
from bot.answers.choose import PIECES, WORDS
from bot.answers.compose import compose
from bot.answers.model import Answer
from bot.chat import Text
from content_index.model import PUBLIC, Document, Findings, Hit, Passage, Principal, Query
from content_index.sentences import SentenceVectors
from tests.fakes.embedder import HashEmbedder

Composed: TypeAlias = Callable[..., Answer]

QUESTION = "How long does onboarding take?"
ONBOARDING = (
    "Onboarding takes four weeks. A coach joins every call in onboarding. "
    "The canteen opens at noon. Bananas are yellow."
)


def hit(
    text: str,
    page: str = "onboarding",
    score: float = 1.0,
    audience: Principal = PUBLIC,
    updated: date | None = None,
) -> Hit:
    whole = Document(f"demo/{page}", "demo", page, page.title(), text, frozenset({audience}), updated=updated)
    passage = Passage(f"{whole.id}#0", whole.id, whole.title, ("Timeline",), text, 0)
    return Hit(passage, whole, score, dense=score)


def found(hits: Sequence[Hit], confidence: float = 0.9, unmatched: tuple[str, ...] = ()) -> Findings:
    return Findings(Query(QUESTION, frozenset({PUBLIC})), tuple(hits), confidence, unmatched)


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Composed:
    embedder = HashEmbedder()
    sentences = SentenceVectors(embedder, tmp_path_factory.mktemp("index"))

    def answer(findings: Findings, question: str = QUESTION, known: Sequence[str] = ()) -> Answer:
        asked = replace(findings, vector=embedder.encode([question])[0])
        return compose(asked, question, sentences, 0.5, known)

    return answer


def test_the_sentences_that_answer_come_with_their_source_and_the_rest_stays_away(composed: Composed) -> None:
    answer = composed(found([hit(ONBOARDING)]))
    assert answer.kind == "answered"
    assert [line.text for line in answer.lines][:1] == ["Onboarding takes four weeks."]
    assert "Bananas are yellow." not in [line.text for line in answer.lines]
    assert [(s.number, s.document_id, s.section) for s in answer.sources] == [
        (1, "demo/onboarding", "Timeline")
    ]


def test_every_line_is_a_sentence_of_the_passage_it_cites(composed: Composed) -> None:
    other = hit("Onboarding does take six days.", "faq", 0.9)
    first = hit("Onboarding does take four weeks.")
    answer = composed(found([first, other]))
    texts = {
        s.number: (first if s.document_id == first.document.id else other).passage.text
        for s in answer.sources
    }
    assert {line.number for line in answer.lines} == {1, 2}
    assert all(line.text in texts[line.number] for line in answer.lines)


def test_the_same_sentence_on_two_pages_is_said_once(composed: Composed) -> None:
    answer = composed(found([hit(ONBOARDING), hit(ONBOARDING, "copy", 0.9)]))
    assert [line.text for line in answer.lines].count("Onboarding takes four weeks.") == 1
    assert (answer.lines[0].number, answer.lines[0].also) == (1, (2,))
    assert [source.document_id for source in answer.sources] == ["demo/onboarding", "demo/copy"]


def test_weak_evidence_is_shown_as_the_nearest_and_not_as_an_answer(composed: Composed) -> None:
    answer = composed(found([hit(ONBOARDING)], confidence=0.3))
    assert answer.kind == "abstained"
    assert answer.lines[0].text == "Onboarding takes four weeks."


def test_with_next_to_no_evidence_only_pages_are_named(composed: Composed) -> None:
    answer = composed(found([hit(ONBOARDING)], confidence=0.01))
    assert (answer.kind, answer.lines) == ("abstained", ())
    assert [s.title for s in answer.sources] == ["Onboarding"]


def test_a_code_no_page_mentions_is_never_answered_however_near_a_page_is(composed: Composed) -> None:
    answer = composed(found([hit(ONBOARDING)], unmatched=("FedRAMP",)))
    assert (answer.kind, answer.unmatched) == ("abstained", ("FedRAMP",))


def test_an_unknown_customers_name_does_not_stop_an_answer(composed: Composed) -> None:
    question = "How long does onboarding take for forty technicians at Marlow?"
    answer = composed(found([hit(ONBOARDING)], unmatched=("Marlow",)), question)
    assert answer.kind == "answered"


def test_a_question_of_which_much_is_unheard_of_is_not_answered_in_any_letters(composed: Composed) -> None:
    question = "is onboarding fedramp certified?"
    answer = composed(found([hit(ONBOARDING)], unmatched=("fedramp",)), question)
    assert (answer.kind, answer.unmatched) == ("abstained", ("fedramp",))


def test_no_hits_is_an_abstention_without_sources(composed: Composed) -> None:
    answer = composed(found([], confidence=0.0))
    assert (answer.kind, answer.sources) == ("abstained", ())


def test_a_source_that_only_some_may_see_is_marked(composed: Composed) -> None:
    secret = hit(ONBOARDING, audience=Principal("group:managers"))
    answer = composed(found([secret]))
    assert [source.public for source in answer.sources] == [False]


def test_a_followup_gets_other_sentences_than_those_just_read(composed: Composed) -> None:
    two = "Onboarding takes four weeks. Onboarding for renewals takes two days."
    known = ("Onboarding takes four weeks.", "… an hour …")
    answer = composed(found([hit(two)]), known=known)
    assert [line.text for line in answer.lines] == ["Onboarding for renewals takes two days."]


def test_a_followup_does_not_get_a_long_sentence_again_in_another_cut(composed: Composed) -> None:
    long = f"Onboarding takes {'very ' * 200} long."
    page = f"{long} Onboarding takes a coach."
    first = composed(found([hit(page)]))
    assert first.lines[0].text.endswith("…")
    again = composed(found([hit(page)]), known=(first.lines[0].text,))
    assert [line.text for line in again.lines] == ["Onboarding takes a coach."]


def test_two_pages_that_contradict_each_other_stand_first_the_newer_one_in_front(composed: Composed) -> None:
    old = hit("Onboarding takes six weeks.", "old", updated=date(2025, 1, 1))
    new = hit("Onboarding takes four weeks.", "new", 0.9, updated=date(2026, 1, 1))
    answer = composed(found([old, new]))
    assert answer.differ
    assert [line.text for line in answer.lines] == [
        "Onboarding takes four weeks.",
        "Onboarding takes six weeks.",
    ]
    assert [source.document_id for source in answer.sources] == ["demo/new", "demo/old"]


def test_pages_on_two_releases_do_not_contradict_each_other(composed: Composed) -> None:
    hits = [hit(f"Onboarding takes {n} weeks.", f"release 4.{n}.0") for n in (4, 6)]
    assert not composed(found(hits)).differ


def test_a_list_that_is_asked_for_comes_whole_under_its_lead(composed: Composed) -> None:
    page = "Onboarding has these steps:\n\n1. Import the data\n2. Train the team\n3. Go live\n\nBananas."
    question = "what are the steps of onboarding?"
    answer = composed(found([hit(page)]), question)
    assert [(line.mark, line.text) for line in answer.lines] == [
        ("1.", "Import the data"),
        ("2.", "Train the team"),
        ("3.", "Go live"),
    ]
    assert {line.lead for line in answer.lines} == {"Onboarding has these steps:"}


def test_a_command_comes_with_the_sentence_that_announces_it(composed: Composed) -> None:
    page = (
        "Install the onboarding tool with npm.\n\n```sh\nnpm install onboarding\n```\n\nBananas are yellow."
    )
    answer = composed(found([hit(page)]), "how do I install the onboarding tool?")
    assert [(line.shape, line.text, line.lead) for line in answer.lines] == [
        ("sentence", "Install the onboarding tool with npm.", ""),
        ("code", "npm install onboarding", ""),
    ]


def test_long_code_is_cut_and_says_so(composed: Composed) -> None:
    code = "\n".join(f"onboarding step {n}" for n in range(40))
    page = f"The onboarding script:\n\n```\n{code}\n```"
    answer = composed(found([hit(page)]), "show the onboarding script")
    assert answer.lines[0].text == "\n".join([*code.split("\n")[:12], "…"])


def test_an_answer_stays_short(composed: Composed) -> None:
    sentences = " ".join(
        f"Onboarding takes {n} weeks for the customers in region number {n}." for n in range(40)
    )
    answer = composed(found([hit(sentences)]))
    assert len(answer.lines) > 1
    assert sum(len(line.text.split()) for line in answer.lines) <= WORDS
    assert sum(not line.runs_on for line in answer.lines) <= PIECES


def test_neighbours_share_the_number_behind_the_last_of_them(composed: Composed) -> None:
    page = (
        "Onboarding takes four weeks. Onboarding takes a coach. Bananas are yellow. Onboarding takes a while."
    )
    answer = composed(found([hit(page)]))
    assert [(line.text, line.runs_on) for line in answer.lines] == [
        ("Onboarding takes four weeks.", True),
        ("Onboarding takes a coach.", False),
        ("Onboarding takes a while.", False),
    ]
    assert body(answer, date(2026, 1, 1)) == (
        Text("Onboarding takes four weeks. Onboarding takes a coach. [1] Onboarding takes a while. [1]"),
    )


def test_a_neighbour_that_another_page_repeats_has_its_own_numbers(composed: Composed) -> None:
    page = "Onboarding takes four weeks. Onboarding takes a coach."
    copy = hit("Onboarding takes four weeks.", "copy", 0.9)
    answer = composed(found([hit(page), copy]))
    assert [(line.also, line.runs_on) for line in answer.lines] == [((2,), False), ((), False)]


BLOCKS = st.sampled_from(
    [
        "Onboarding takes four weeks.",
        "**Onboarding** needs a [coach](https://x.test/a) and `one <key>`.",
        "- first item\n- onboarding item\n  - and a deeper one",
        "Onboarding steps:\n\n1. Import\n2. Train",
        "| Plan | Onboarding |\n|---|---|\n| Team | 4 weeks |\n| Pro | 2 weeks |",
        "```sh\nonboarding --start\n```",
        "> It takes time.",
        "long " * 200,
    ]
)


@given(st.lists(st.lists(BLOCKS, min_size=1, max_size=6), min_size=1, max_size=4), st.floats(0, 1))
def test_whatever_the_pages_each_line_stands_in_every_passage_it_cites(
    composed: Composed, pages: list[list[str]], confidence: float
) -> None:
    hits = [hit("\n\n".join(page), f"page{n}", 1 - n / 10) for n, page in enumerate(pages)]
    answer = composed(found(hits, confidence))
    texts = {one.passage.id: words_of(one.passage.text) for one in hits}
    cited = {source.number: texts[source.passage_id] for source in answer.sources}
    for line in answer.lines:
        pieces = [value for _, value in line.cells] or [line.text.strip("… ")]
        for number in (line.number, *line.also):
            assert all(words_of(piece) in cited[number] for piece in pieces)
    assert {number for line in answer.lines for number in (line.number, *line.also)} <= set(cited)


def words_of(text: str) -> str:
    """Without Markdown's marks."""
    return " ".join(
        re.sub(r"\(https?://[^)]*\)|[*`\[\]>|]|^\s*(?:-|\d+\.)\s|```\w*", " ", text, flags=re.M).split()
    )


def test_the_other_side_takes_the_place_of_a_piece_and_makes_no_answer_longer(composed: Composed) -> None:
    first = hit("Onboarding takes four weeks. Onboarding takes a coach. Onboarding takes a while.")
    other = hit("Onboarding takes six weeks.", "faq", 0.75)
    answer = composed(found([first, other]))
    assert answer.differ
    assert [line.text for line in answer.lines] == [
        "Onboarding takes four weeks.",
        "Onboarding takes six weeks.",
        "Onboarding takes a coach.",
        "Onboarding takes a while.",
    ]


@pytest.mark.parametrize(
    ("heading", "text", "shown"),
    [
        (
            "Is onboarding free?",
            "No, onboarding takes a fee. It takes four weeks.",
            "Is onboarding free? No, onboarding takes a fee. It takes four weeks. [1]",
        ),
        (
            "Onboarding",
            "No, onboarding takes a fee. It takes four weeks.",
            "No, onboarding takes a fee. It takes four weeks. [1]",
        ),
        (
            "Is onboarding free?",
            "Onboarding takes a fee. No, onboarding takes four weeks.",
            "Onboarding takes a fee. No, onboarding takes four weeks. [1]",
        ),
    ],
)
def test_a_no_stands_behind_the_question_that_it_answers(
    composed: Composed, heading: str, text: str, shown: str
) -> None:
    one = hit(text)
    answer = composed(found([replace(one, passage=replace(one.passage, headings=(heading,)))]))
    (said,) = body(answer, date(2026, 3, 2))
    assert said == Text(shown)
