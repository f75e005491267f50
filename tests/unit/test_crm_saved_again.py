"""A save that was given up and pressed again, edited or not: what got through unheard is written once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.errors import CrmTransient
from bot.sales import CrmUpdate
from tests.unit.test_crm_dead_letters import dead, edit_amount, given_up
from tests.unit.test_crm_log_desk import AMOUNT, House, said


@pytest.fixture
def house() -> House:
    return House()


def got_through_unheard(house: House, action: str) -> str:
    """The card id of a save whose first try was written, and never answered."""
    card = house.note(AMOUNT).card_id
    real, tries = house.crm.update, iter((1,))

    def lossy(update: CrmUpdate, speaker: str) -> object:
        if next(tries, 0):
            real(update, speaker)
        raise CrmTransient("The CRM did not answer.")

    house.crm.update = lossy  # type: ignore[method-assign, assignment]
    house.press(card, action)
    for _ in range(9):
        house.clock.now += timedelta(hours=1)
        house.aftercare.run()
    house.crm.update = real  # type: ignore[method-assign]
    assert (len(dead(house)), house.card(card).state) == (1, "open")
    return card


@pytest.mark.parametrize("first", ["save", "note_only"])
@pytest.mark.parametrize("again", ["save", "note_only"])
def test_a_save_that_got_through_unheard_is_not_written_twice(house: House, first: str, again: str) -> None:
    card = got_through_unheard(house, first)
    house.press(card, again)
    assert [note.text for note in house.crm.notes("opp-acme", "priya")] == ["Acme: ~80k"]
    assert house.acme.amount == Decimal(80000 if "save" in (first, again) else 65000)
    assert house.card(card).state == ("applied" if again == "save" else "noted")
    assert dead(house) == []


def test_an_edited_draft_whose_first_save_got_through_shows_what_stands_now(house: House) -> None:
    card = got_through_unheard(house, "save")
    edit_amount(house, card, "90000")
    reply = house.press(card, "save")
    assert said(reply).startswith("Not saved. Someone changed amount meanwhile")
    assert house.acme.amount == Decimal(80000)
    assert said(house.press(card, "save")).startswith("Saved 00:00 as you · Acme – Rollout")
    assert house.acme.amount == Decimal(90000)
    assert [note.text for note in house.crm.notes("opp-acme", "priya")] == ["Acme: ~80k"]
    house.press(card, "undo")
    assert house.acme.amount == Decimal(80000)


def test_an_edited_draft_whose_first_save_never_got_through_is_saved_whole(house: House) -> None:
    card, _ = given_up(house)
    edit_amount(house, card, "90000")
    assert said(house.press(card, "save")) == "Saved 00:00 as you · Acme – Rollout Lead with the pilot. [1]"
    assert house.acme.amount == Decimal(90000)
    assert [note.text for note in house.crm.notes("opp-acme", "priya")] == ["Acme: ~80k"]
    house.press(card, "undo")
    assert house.acme.amount == Decimal(65000)


def test_a_note_given_up_beside_its_saved_fields_is_written_by_the_next_save(house: House) -> None:
    card, _ = given_up(house)
    edit_amount(house, card, "90000")
    real = house.crm.update

    def no_notes(update: CrmUpdate, speaker: str) -> object:
        if update.note:
            raise CrmTransient("The CRM did not answer.")
        return real(update, speaker)

    house.crm.update = no_notes  # type: ignore[method-assign, assignment]
    house.press(card, "save")
    for _ in range(9):
        house.clock.now += timedelta(hours=1)
        house.aftercare.run()
    assert (house.acme.amount, house.card(card).state) == (Decimal(90000), "open")
    house.crm.update = real  # type: ignore[method-assign]
    house.press(card, "save")
    assert [note.text for note in house.crm.notes("opp-acme", "priya")] == ["Acme: ~80k"]
    assert (house.acme.amount, house.card(card).state) == (Decimal(90000), "applied")
