"""Which sentences are chosen, from findings made by hand and the hash embedder."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.compose import compose
from content_index.model import PUBLIC, Document, Findings, Hit, Passage, Principal, Query
from tests.fakes.embedder import HashEmbedder

QUESTION = "How long does onboarding take?"
ONBOARDING = (
    "Onboarding takes four weeks. A coach joins every call in onboarding. "
    "The canteen opens at noon. Bananas are yellow."
)


def hit(text: str, page: str = "onboarding", score: float = 1.0, audience: Principal = PUBLIC) -> Hit:
    whole = Document(f"demo/{page}", "demo", page, page.title(), text, frozenset({audience}))
    passage = Passage(f"{whole.id}#0", whole.id, whole.title, ("Timeline",), text, 0)
    return Hit(passage, whole, score, dense=score)


def found(hits: Sequence[Hit], confidence: float = 0.9, unmatched: tuple[str, ...] = ()) -> Findings:
    return Findings(Query(QUESTION, frozenset({PUBLIC})), tuple(hits), confidence, unmatched)


def test_the_sentences_that_answer_come_with_their_source_and_the_rest_stays_away() -> None:
    answer = compose(found([hit(ONBOARDING)]), QUESTION, HashEmbedder(), 0.5)
    assert answer.kind == "answered"
    assert [line.text for line in answer.lines][:1] == ["Onboarding takes four weeks."]
    assert "Bananas are yellow." not in [line.text for line in answer.lines]
    assert [(s.number, s.document_id, s.section) for s in answer.sources] == [
        (1, "demo/onboarding", "Timeline")
    ]


def test_every_line_is_a_sentence_of_the_passage_it_cites() -> None:
    other = hit("Onboarding does take six days.", "faq", 0.9)
    first = hit("Onboarding does take four weeks.")
    answer = compose(found([first, other]), QUESTION, HashEmbedder(), 0.5)
    texts = {
        s.number: (first if s.document_id == first.document.id else other).passage.text
        for s in answer.sources
    }
    assert {line.number for line in answer.lines} == {1, 2}
    assert all(line.text in texts[line.number] for line in answer.lines)


def test_the_same_sentence_on_two_pages_is_said_once() -> None:
    answer = compose(found([hit(ONBOARDING), hit(ONBOARDING, "copy", 0.9)]), QUESTION, HashEmbedder(), 0.5)
    assert [line.text for line in answer.lines].count("Onboarding takes four weeks.") == 1


def test_weak_evidence_is_shown_as_the_nearest_and_not_as_an_answer() -> None:
    answer = compose(found([hit(ONBOARDING)], confidence=0.3), QUESTION, HashEmbedder(), 0.5)
    assert answer.kind == "abstained"
    assert answer.lines[0].text == "Onboarding takes four weeks."


def test_with_next_to_no_evidence_only_pages_are_named() -> None:
    answer = compose(found([hit(ONBOARDING)], confidence=0.01), QUESTION, HashEmbedder(), 0.5)
    assert (answer.kind, answer.lines) == ("abstained", ())
    assert [s.title for s in answer.sources] == ["Onboarding"]


def test_a_code_no_page_mentions_is_never_answered_however_near_a_page_is() -> None:
    answer = compose(found([hit(ONBOARDING)], unmatched=("FedRAMP",)), QUESTION, HashEmbedder(), 0.5)
    assert (answer.kind, answer.unmatched) == ("abstained", ("FedRAMP",))


def test_an_unknown_customers_name_does_not_stop_an_answer() -> None:
    question = "How long does onboarding take for forty technicians at Marlow?"
    answer = compose(found([hit(ONBOARDING)], unmatched=("Marlow",)), question, HashEmbedder(), 0.5)
    assert answer.kind == "answered"


def test_a_question_of_which_much_is_unheard_of_is_not_answered_in_any_letters() -> None:
    question = "is onboarding fedramp certified?"
    answer = compose(found([hit(ONBOARDING)], unmatched=("fedramp",)), question, HashEmbedder(), 0.5)
    assert (answer.kind, answer.unmatched) == ("abstained", ("fedramp",))


def test_no_hits_is_an_abstention_without_sources() -> None:
    answer = compose(found([], confidence=0.0), QUESTION, HashEmbedder(), 0.5)
    assert (answer.kind, answer.sources) == ("abstained", ())


def test_a_source_that_only_some_may_see_is_marked() -> None:
    secret = hit(ONBOARDING, audience=Principal("group:managers"))
    answer = compose(found([secret]), QUESTION, HashEmbedder(), 0.5)
    assert [source.public for source in answer.sources] == [False]


def test_a_followup_gets_other_sentences_than_those_just_read() -> None:
    two = "Onboarding takes four weeks. Onboarding for renewals takes two days."
    known = ("Onboarding takes four weeks.",)
    answer = compose(found([hit(two)]), QUESTION, HashEmbedder(), 0.5, known)
    assert [line.text for line in answer.lines] == ["Onboarding for renewals takes two days."]
