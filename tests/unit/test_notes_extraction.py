"""Values that a model points at: kept where the note's own words bear them out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.errors import ExtractorFailed
from bot.notes.extraction import filled_up
from bot.notes.model import FieldChange, RecordRef, RecordUpdate, Understanding
from tests.unit.notes_world import BOOKS, NOW, PEOPLE, SEED

BOOK = BOOKS["R1"]
STAGE = next(s for s in BOOK.stages if s.id == "proposal")
RIVAL = BOOK.competitors[0]
MINE = next(
    o for o in BOOK.mine if o.status == "open" and any(c.account_id == o.account_id for c in BOOK.contacts)
)
PERSON = next(c for c in BOOK.contacts if c.account_id == MINE.account_id)
THEIRS = next(o for o in BOOK.others if o.account_id not in {m.account_id for m in BOOK.mine})


class Pointer:
    """A model that says what it was given to say."""

    def __init__(self, *values: tuple[str, Any, str] | tuple[str, Any, str, str]) -> None:
        keys = ("field", "value", "said", "record")
        self.reply = json.dumps({"values": [dict(zip(keys, value, strict=False)) for value in values]})
        self.asked: list[Mapping[str, Any]] = []

    def extract(self, note: Mapping[str, Any]) -> str:
        self.asked.append(note)
        if not self.reply:
            raise ExtractorFailed("The extractor did not answer (HTTP 500).")
        return self.reply


def bare(*changes: FieldChange, text: str = "", record: RecordRef | None = None) -> Understanding:
    """A note about MINE of which the rules read only these changes."""
    meant = record or RecordRef("opportunity", (MINE.id,))
    return Understanding("crm_update", (RecordUpdate(meant, changes, text),))


def added(note: str, *values: Any, meaning: Understanding | None = None) -> list[tuple[str, Any, str]]:
    before = meaning or bare()
    after = filled_up(before, note, PEOPLE["R1"], BOOK, NOW, Pointer(*values))
    new = after.updates[0].changes[len(before.updates[0].changes) :]
    assert all(change.assertion == "inferred" for change in new)
    return [(change.field, str(change.value), change.said) for change in new]


@pytest.mark.parametrize(
    ("note", "value", "kept"),
    [
        ("it is 80k now", ("amount", 80000, "80k now"), "80000"),
        ("we land at 1,4 Mio EUR", ("amount", 1400000, "1,4 Mio EUR"), "1400000.0"),
        ("paper gets inked 30 June", ("close_date", "2026-06-30", "inked 30 June"), "2026-06-30"),
        ("quote goes over 30 June", ("next_step_due", "2026-06-30", "30 June"), "2026-06-30"),
        ("headcount 120 for this", ("seats", 120, "headcount 120"), "120"),
        (f"so {STAGE.name} it is", ("stage", STAGE.id, f"so {STAGE.name} it is"), STAGE.id),
        (f"{RIVAL} sniffs around", ("competitors", RIVAL, f"{RIVAL} sniffs around"), f"('{RIVAL}',)"),
        (f"{PERSON.name} was there", ("contacts", PERSON.name, PERSON.name), f"('{PERSON.id}',)"),
        ("Zoe Zeller was there", ("contacts", "Zoe Zeller", "Zoe Zeller was there"), "('new:Zoe Zeller',)"),
        ("ring Zoe, then mail", ("next_step", "ring Zoe", "ring Zoe, then mail"), "ring Zoe"),
        (
            "the purse strings are open",
            ("verifiers", "budget_confirmed", "purse strings are open"),
            "('budget_confirmed',)",
        ),
    ],
)
def test_a_value_in_its_words_is_inferred(note: str, value: tuple[str, Any, str], kept: str) -> None:
    assert added(note, value) == [(value[0], kept, value[2])]


@pytest.mark.parametrize(
    ("note", "value"),
    [
        ("it could be 80k", ("amount", 80000, "80k")),
        ("not 80k", ("amount", 80000, "80k")),
        ("80k if they sign", ("amount", 80000, "80k")),
        ("is it 80k?", ("amount", 80000, "80k")),
        ("between 70k and 80k", ("amount", 80000, "70k and 80k")),
        ("80k per month", ("amount", 80000, "80k per month")),
        ("it is 80k", ("amount", True, "80k")),
        ("it is 80k", ("amount", "80000", "80k")),
        ("80k here and 80k there", ("amount", 80000, "80k")),
        ("<!-- 80k -->", ("amount", 80000, "80k")),
        ("maybe inked 30 June", ("close_date", "2026-06-30", "30 June")),
        ("inked 30 June", ("close_date", "2027-06-30", "30 June")),
        ("inked 30 June", ("close_date", "2026-06-30", "inked")),
        ("headcount 120", ("seats", 120.5, "headcount 120")),
        ("12 people", ("seats", 120, "12 people")),
        (f"if {STAGE.name} then", ("stage", STAGE.id, STAGE.name)),
        ("so far so good", ("stage", STAGE.id, "so far so good")),
        (f"never mind {RIVAL}", ("competitors", "Nobody", RIVAL)),
        ("zoe zeller was there", ("contacts", "zoe zeller", "zoe zeller")),
        ("Zoe was there", ("contacts", "Zoe", "Zoe was there")),
        ("ring Zoe", ("next_step", "ring Zoe and pay", "ring Zoe")),
        ("the purse strings will open", ("verifiers", "budget_confirmed", "purse strings will open")),
        ("they signed", ("status", "won", "they signed")),
        ("they pay in dollars", ("currency", "USD", "dollars")),
    ],
)
def test_what_is_hedged_or_not_there_is_dropped(note: str, value: tuple[str, Any, str]) -> None:
    assert added(note, value) == []


def test_what_the_rules_read_or_hedged_themselves_stays_theirs() -> None:
    for assertion in ("stated", "hedged"):
        own = FieldChange("seats", 100, "100 seats", "hedged" if assertion == "hedged" else "stated")
        assert added("100 seats, headcount 120", ("seats", 120, "headcount 120"), meaning=bare(own)) == []
    held = FieldChange("competitors", (RIVAL,), RIVAL, "hedged")
    assert added(f"{RIVAL} is here", ("competitors", RIVAL, RIVAL), meaning=bare(held)) == []


def test_a_value_goes_to_the_one_record_whose_words_hold_it() -> None:
    other = next(o for o in BOOK.mine if o.id != MINE.id and o.status == "open")
    first, second = bare(text="headcount 120").updates[0], bare(text="it is 80k").updates[0]
    both = Understanding("crm_update", (first, replace(second, record=RecordRef("opportunity", (other.id,)))))
    values = ("amount", 80000, "80k"), ("seats", 120, "headcount 120"), ("next_step", "and", "and")
    after = filled_up(both, "headcount 120 and it is 80k", PEOPLE["R1"], BOOK, NOW, Pointer(*values))
    assert [[c.field for c in u.changes] for u in after.updates] == [["seats"], ["amount"]]


def test_another_record_than_ours_is_dropped() -> None:
    account = BOOK.account(MINE.account_id)
    theirs = BOOK.account(THEIRS.account_id)
    assert account
    assert theirs
    note = f"{account.name}: it is 80k, unlike {theirs.name}"
    assert added(note, ("amount", 80000, "80k", account.name)) == [("amount", "80000", "80k")]
    assert added(note, ("amount", 80000, "80k", theirs.name)) == []
    assert added(note, ("amount", 80000, "80k", "Nowhere Ltd")) == []


@pytest.mark.parametrize(
    "meaning",
    [
        Understanding("question"),
        Understanding("crm_update", dialog_act="confirm"),
        replace(bare(), dialog_act="correction"),
    ],
)
def test_only_notes_are_sent(meaning: Understanding) -> None:
    pointer = Pointer(("amount", 80000, "80k"))
    assert filled_up(meaning, "it is 80k", PEOPLE["R1"], BOOK, NOW, pointer) == meaning
    assert pointer.asked == []


def test_a_refused_record_gets_no_values() -> None:
    refused = bare(record=RecordRef("not_permitted", (THEIRS.id,)))
    assert added("it is 80k", ("amount", 80000, "80k"), meaning=refused) == []


def test_a_failure_leaves_the_note_as_it_was() -> None:
    pointer = Pointer()
    pointer.reply = ""
    assert filled_up(bare(), "it is 80k", PEOPLE["R1"], BOOK, NOW, pointer) == bare()


def test_the_vocabulary_is_sent_and_no_record() -> None:
    pointer = Pointer()
    filled_up(bare(), "it is 80k", PEOPLE["R1"], BOOK, NOW, pointer)
    sent = json.dumps(pointer.asked[0])
    assert pointer.asked[0]["today"] == SEED["reference_time"][:10]
    assert not any(name in sent for name in (MINE.name, PERSON.name, THEIRS.name))
