"""Practising with the whole bot: a scene, an answer, what it shows; and that nobody else learns of it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from adapters.bootstrap import index_directory
from adapters.sources.files import FileSource
from bot.chat import Address, Outcome, Reply
from bot.coaching.wording import NOTHING_SEEN
from content_index import ingest
from tests.e2e.house import PAGES, House, build_house, titles, words

OBJECTIONS = """---
title: Objections
owner: Joel Okafor
---
## "You are too expensive"

Ask "Compared with what?" before anything else. If it is the budget, go back to the value figure that you
agreed with them, and if there is none, go back to discovery.

## "Our technicians will not use it"

Let three of them decide.

## In spring

When they say "Call me in spring", ask who owns the overtime.
"""
GOOD = "What happens if nothing changes by the end of December? Who feels this, and could I meet that person?"
POOR = "Let me show you our product, the Zanzibar edition."
LEFT = "We have left the practice for this"
CHANNEL = Address("console", "demo", "C1", kind="channel")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """The demo's drivers, with a page of objections."""
    folder = tmp_path / "pages"
    pages = {**PAGES, "objections/objection-handling.md": OBJECTIONS}
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    house = build_house(tmp_path)
    app = house.app
    source = FileSource("enablement", str(folder), audience=("public",))
    report = ingest.sync([source], index_directory(app.settings), app.embedder, app.clock())
    assert report.added == len(pages)
    return house


def customer(outcome: Outcome) -> str:
    return next(line for line in words(outcome).splitlines() if line.startswith("Your customer says"))


def everything_stored(tmp_path: Path) -> str:
    """All rows of all tables."""
    with sqlite3.connect(tmp_path / "data" / "cornerman.sqlite") as base:
        dump = "\n".join(base.iterdump())
    base.close()
    return dump


def test_a_scene_comes_with_the_customers_words_from_a_cited_page(house: House) -> None:
    begun = house.say("practise discovery")
    assert customer(begun) == "Your customer says: “You are too expensive” [1]"
    assert titles(begun) == ["Objections"]
    assert "Try for: Asks what happens if nothing changes, and waits for the answer." in words(begun)
    assert words(begun).startswith("Practise Discovery\nTake one open opportunity in Discovery.")
    assert words(begun).endswith("nobody is shown that you practised, or how.")
    second = house.say("again")
    assert customer(second) == "Your customer says: “Our technicians will not use it” [1]"
    assert "Try for: Gets a number for the cost of the problem from the customer." in words(second)
    assert customer(house.say("another one")) == "Your customer says: “Call me in spring” [1]"
    assert customer(house.say("again")) == customer(begun), "round and round"


def test_a_driver_without_such_a_page_has_scenes_too(tmp_path: Path) -> None:
    house = build_house(tmp_path, PAGES)
    begun = house.say("practise discovery")
    assert customer(begun) == "Your customer says: “You have five minutes; go ahead.”"
    assert titles(begun) == []


def test_an_answer_is_told_what_it_did_in_its_own_words_and_what_to_try(house: House) -> None:
    house.say("practise discovery")
    said = words(house.say(GOOD)).splitlines()
    assert said[0] == (
        "✓ Asks what happens if nothing changes, and waits for the answer: "
        "“What happens if nothing changes by the end of December?”"
    )
    assert said[1] == (
        "✓ Names the person who feels that cost and asks to meet them: "
        "“Who feels this, and could I meet that person?”"
    )
    assert said[2] == (
        "To try next: Gets a number for the cost of the problem from the customer. "
        "You could say: “What does it cost you when that happens, in hours or in money?”"
    )
    assert "“again” for another scene, or “stop”" in said[3]


def test_a_mistake_is_named_and_nothing_is_praised(house: House) -> None:
    house.say("practise discovery")
    said = words(house.say(POOR)).splitlines()
    assert said[0] == (
        "A common mistake: Shows the product before the problem is known. "
        "You wrote “Let me show you our product, the Zanzibar edition.”"
    )
    assert said[1].startswith("To try next: Asks what happens if nothing changes")
    assert "✓" not in words(house.say("I hope your summer was pleasant and warm."))
    assert NOTHING_SEEN in words(house.say("I hope your summer was pleasant and warm."))


def test_stop_ends_the_practice_and_not_the_plan(house: House) -> None:
    """Priya has a plan under way, which “stop” would end at any other time."""
    house.say("practise discovery")
    assert words(house.say("stop")).startswith("Done. Nothing of it is kept;")
    assert NOTHING_SEEN not in words(house.say("I hope your summer was pleasant and warm."))
    assert words(house.say("stop")).startswith("Discovery with Marta has ended")


@pytest.mark.parametrize(
    ("meanwhile", "answered"),
    [
        ("What does our Team plan cost?", "The Team plan costs 42 dollars a seat."),
        ("Acme moved to Negotiation, amount 80k", "Acme – Dispatch rollout"),
        ("Acme moved to Negotiation, amount 80k, thank you", "Acme – Dispatch rollout"),
        ("What happens to our price if nothing changes by the end of the year?", LEFT),
        ("my plan", "Discovery"),
    ],
)
def test_what_is_for_the_bot_is_answered_and_leaving_said_once(
    house: House, meanwhile: str, answered: str
) -> None:
    house.say("practise discovery")
    outcome = house.say(meanwhile)
    assert isinstance(outcome, Reply)
    assert answered in str(outcome.parts)
    assert words(outcome).count(LEFT) == 1
    assert LEFT not in words(house.say(meanwhile))


def test_another_driver_takes_over_without_a_word_of_leaving(house: House) -> None:
    house.say("practise discovery")
    begun = house.say("practise value selling")
    assert words(begun).startswith("Practise Value selling")
    assert LEFT not in words(begun)
    answer = words(house.say("Can we put your own numbers into the business case?"))
    assert answer.startswith("✓ Puts the customer's own numbers into the business case")


def test_hours_later_an_answer_is_an_ordinary_message(house: House) -> None:
    house.say("practise discovery")
    house.later(hours=3)
    said = words(house.say(GOOD))
    assert "✓" not in said
    assert LEFT not in said


def test_in_a_channel_it_is_offered_directly_and_nothing_begins(house: House) -> None:
    outcome = house.say("practise value selling", "priya", CHANNEL)
    assert isinstance(outcome, Reply)
    assert outcome.visibility == "asker"
    assert words(outcome).startswith("Practise in a direct message with me")
    with house.app.store.read() as uow:
        assert not uow.coaching.practised("priya", "value_selling")
    assert "✓" not in words(house.say("Can we put your own numbers into the business case?"))


def test_no_word_of_an_answer_is_kept_logged_or_shown_to_anyone(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    house.say("practise discovery")
    house.say(POOR)
    house.say("again")
    house.say(GOOD)
    during = everything_stored(tmp_path)
    assert '"practice"' in during, "which scene is open is remembered"
    house.say("stop")
    for kept in (during, everything_stored(tmp_path), caplog.text):
        assert "Zanzibar" not in kept
        assert "end of December" not in kept


class Reader:
    """A model that reads notes, and keeps what it was shown."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def extract(self, note: Mapping[str, Any]) -> str:
        self.shown.append(str(note))
        return "{}"


def test_no_answer_is_sent_to_a_model_that_reads_notes(tmp_path: Path) -> None:
    reader = Reader()
    house = build_house(tmp_path, PAGES, extractor=reader)
    house.say("practise discovery")
    house.say("I'd ask Dana at Acme to sign the 80k by Friday")
    assert reader.shown == []
    house.say("Acme: Dana wants to sign the 80k by Friday")
    assert len(reader.shown) == 1, "a note is read as ever"


@pytest.mark.parametrize("answer", ["I'd ask Dana at Acme to sign the 80k by Friday", "Compared with what?"])
def test_what_one_would_say_makes_no_note_and_no_question(house: House, answer: str) -> None:
    house.say("practise discovery")
    outcome = house.say(answer)
    assert isinstance(outcome, Reply)
    assert outcome.actions == ()
    assert "To try next: " in words(outcome)
    assert LEFT not in words(outcome)


def test_a_manager_reads_the_same_whether_their_rep_practised_or_not(house: House, tmp_path: Path) -> None:
    asked = (
        "plan",
        "what's next with Priya?",
        "how is my team doing on discovery?",
        "who has not practised?",
    )
    before = [house.say(question, "marta") for question in asked]
    house.say("practise discovery")
    house.say(POOR)
    house.say("stop")
    assert [house.say(question, "marta") for question in asked] == before
    assert all(to != "marta" or "practis" not in words(reply) for to, reply in house.later(days=1))
