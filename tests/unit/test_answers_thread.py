"""Which question is searched for in a thread, and what the next follow-up refers to."""

from collections.abc import Mapping

import pytest

from bot.answers.model import Asked
from bot.answers.thread import LONGEST_SUBJECT, Search, Turn, already_read, understood
from content_index.model import PUBLIC, Correction, Findings, Query

FIRST = Asked("How do I restart a Mac with an MDM command?", (("Press restart.", "pages/mac.md"),))


def pages(confidence: Mapping[str, float] | None = None) -> Search:
    """Finds nothing, with this confidence for these texts and .5 for any other."""
    known = confidence or {}
    return lambda text: Findings(Query(text, frozenset({PUBLIC})), (), known.get(text, 0.5))


def talk(*messages: str) -> Turn:
    turn = understood(messages[0], None, pages())
    for message in messages[1:]:
        turn = understood(message, turn.subject, pages())
    return turn


def test_a_piece_is_searched_for_with_the_question_before() -> None:
    turn = understood("what about windows?", FIRST, pages())
    assert turn.text == "How do I restart a Mac with an MDM command. what about windows?"
    assert turn.findings.query.text == turn.text
    assert turn.about == "How do I restart a Mac with an MDM command? · windows"
    assert turn.subject == Asked(FIRST.question, (), "windows")


def test_a_new_topic_is_searched_for_alone_and_resets_the_thread() -> None:
    turn = understood("are we FedRAMP High?", Asked("What is a P0?", (), "Premium"), pages())
    assert (turn.text, turn.about) == ("are we FedRAMP High?", "")
    assert turn.subject == Asked("are we FedRAMP High?")


def test_nothing_follows_where_nothing_was_asked() -> None:
    turn = understood("and for a renewal?", None, pages())
    assert (turn.text, turn.about) == ("and for a renewal?", "")


@pytest.mark.parametrize(("alone", "follows"), [(0.4, True), (0.6, False)])
def test_what_the_words_leave_open_is_decided_by_what_the_pages_answer(alone: float, follows: bool) -> None:
    turn = understood("does it work offline?", FIRST, pages({"does it work offline?": alone}))
    assert bool(turn.about) == follows
    assert turn.findings.confidence == (0.5 if follows else alone)


@pytest.mark.parametrize(("alone", "follows"), [(0.2, True), (0.6, False)])
def test_a_fragment_that_the_pages_answer_is_a_topic_of_its_own(alone: float, follows: bool) -> None:
    together = "How do I restart a Mac with an MDM command. liability cap"
    turn = understood("liability cap", FIRST, pages({"liability cap": alone, together: 0.9}))
    assert bool(turn.about) == follows


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("What's the response time for a P0?", "and for P3?", "What's the response time for a P3?"),
        (
            "Which machine for 25,000 hosts on AWS?",
            "what about 150k?",
            "Which machine for 150k hosts on AWS?",
        ),
        ("Is version 4.57 supported?", "same for 4.12", "Is version 4.12 supported?"),
    ],
)
def test_a_code_or_number_takes_the_place_of_the_one_like_it(first: str, second: str, whole: str) -> None:
    turn = talk(first, second)
    assert (turn.text, turn.about, turn.subject) == (whole, whole, Asked(whole))


def test_where_two_are_like_it_nothing_is_replaced() -> None:
    assert talk("Is P0 faster than P1?", "and P3?").text == "Is P0 faster than P1. and P3?"


def test_a_chain_keeps_the_subject_and_the_last_piece() -> None:
    first = "How do I restart a Mac?"
    assert talk(first, "what about windows?", "who may do that?").text == (
        "How do I restart a Mac. windows. who may do that?"
    )
    chain = talk(first, "who may do that?", "and on the free plan?", "how long does it take?")
    assert chain.text == "How do I restart a Mac. free plan. how long does it take?"
    assert talk(first, "and 10 at once?", "and 20 at once?").subject == Asked(first, (), "20 at once")


def test_the_last_number_is_replaced_by_the_next() -> None:
    turn = talk("How long is support for a release?", "and for 4.1?", "and for 4.2?")
    assert turn.text == "How long is support for a release. and for 4.2?"
    assert turn.subject.slot == "4.2"


@pytest.mark.parametrize(
    ("question", "unmatched", "confidence"),
    [
        ("what about zorblax?", ("zorblax",), 0.0),
        ("what about zorblax?", ("restart",), 0.5),
        ("what about 150k?", ("150k",), 0.5),
        ("who may do that?", ("may",), 0.5),
    ],
)
def test_a_piece_that_no_page_mentions_is_not_answered_for(
    question: str, unmatched: tuple[str, ...], confidence: float
) -> None:
    def search(text: str) -> Findings:
        return Findings(Query(text, frozenset({PUBLIC})), (), 0.5, unmatched)

    assert understood(question, FIRST, search).findings.confidence == confidence


def test_a_line_just_read_is_shown_again_only_if_it_names_the_piece_asked_about() -> None:
    lines = ("iPhones update at night.", "iPhones and iPads wait for power.")
    assert already_read(lines, frozenset({"ipad"})) == ("iPhones update at night.",)
    assert already_read(lines, frozenset({"ipad", "price"})) == lines
    assert already_read(lines, frozenset()) == lines


def test_what_the_question_before_named_is_nothing_fresh() -> None:
    before = Asked("Do iPads update at night?")
    assert understood("and for iPads?", before, pages()).fresh == frozenset()
    assert understood("who approves that?", before, pages()).fresh == frozenset({"approv"})


def test_greetings_and_slips_are_not_carried_on() -> None:
    def search(text: str) -> Findings:
        slip = Correction("pric", "price")
        return Findings(
            Query(text, frozenset({PUBLIC})), (), 0.5, corrections=(slip,) if "pric?" in text else ()
        )

    first = understood("Hi team, what is a P0? thanks", None, search)
    assert (first.text, first.subject) == ("what is a P0?", Asked("what is a P0?"))
    second = understood("hey, and the pric?", first.subject, search)
    assert second.text == "what is a P0. and the price?"
    assert (second.about, second.subject.slot) == ("what is a P0? · price", "price")


def test_a_very_long_question_is_cut_before_it_is_carried_on() -> None:
    turn = understood("Is a very " + "long " * 200 + "question fine?", None, pages())
    assert len(turn.subject.question) == LONGEST_SUBJECT
