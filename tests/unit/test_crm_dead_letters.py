"""What an administrator does about writes that were given up, and what a person without sign-in hears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot import wording
from bot.chat import Form, Message, Press, Reply, Submit
from bot.crm_log import dead_letters
from bot.crm_log.paper import paper_of
from bot.crm_log.writer import PARKED
from bot.errors import CornermanError, CrmAuth, CrmTransient, CrmValidation
from bot.notes.model import FieldChange, RecordRef, RecordUpdate, Understanding
from bot.ports import OutboxItem
from bot.sales import Book, CrmUpdate
from tests.unit.test_crm_log_desk import AMOUNT, DM, PRIYA, WHO, House, said


@pytest.fixture
def house() -> House:
    return House()


def given_up(house: House, *changes: FieldChange) -> tuple[str, str]:
    """The card id and key of a save that the CRM never answered."""
    card = house.note(*(changes or (AMOUNT,))).card_id
    house.crm.error = CrmTransient("The CRM did not answer.")
    house.press(card, "save")
    for _ in range(9):
        house.clock.now += timedelta(hours=1)
        house.aftercare.run()
    house.crm.error = None
    (item,) = dead(house)
    assert house.card(card).state == "open"
    return card, item.key


def dead(house: House) -> list[OutboxItem]:
    with house.store.read() as uow:
        return list(uow.crm_outbox.in_states(["dead"]))


def retry(house: House, key: str) -> None:
    with house.store.write() as uow:
        dead_letters.retry(key, uow, house.clock.now)
        uow.commit()


def edit_amount(house: House, card: str, amount: str) -> None:
    form = house.press(card, "edit")
    assert isinstance(form, Form)
    values = {f.name: f.value for f in form.fields} | {"0.amount": amount}
    event = Submit("s1", house.clock.now, WHO, DM, card, form.id, values)
    house.desk.submit(event, PRIYA, house.card(card), house.crm.book("priya"))


def told(house: House) -> list[str]:
    """What was queued for Priya's own chat, oldest first."""
    with house.store.write() as uow:
        due = uow.outgoings.claim_due(house.clock.now, ["console"], limit=50)
    return [said(one.reply) for one in due]


def test_a_retried_dead_letter_is_written_once_and_told(house: House) -> None:
    card, key = given_up(house)
    retry(house, key)
    assert house.card(card).state == "confirmed"
    house.clock.now += timedelta(minutes=1)
    house.aftercare.run()
    assert house.acme.amount == Decimal(80000)
    assert [note.text for note in house.crm.notes("opp-acme", "priya")] == ["Acme: ~80k"]
    assert house.card(card).state == "applied"
    assert dead(house) == []
    assert [words.split(" Acme")[0] for words in told(house)] == [
        "Not saved. The CRM did not answer.",
        "Saved 00:01 as you ·",
    ]
    house.press(card, "undo")
    assert house.acme.amount == Decimal(65000)


def test_what_the_seller_saved_again_since_is_not_retried(house: House) -> None:
    card, key = given_up(house)
    house.press(card, "save")
    assert house.acme.amount == Decimal(80000)
    with pytest.raises(CornermanError, match="there is no dead letter"):
        retry(house, key)
    assert len(house.crm.notes("opp-acme", "priya")) == 1


def test_what_is_tried_again_is_written_as_the_user_they_are_by_then(house: House) -> None:
    house.crm.load_seed((), (), (replace(house.seeded, team_ids=("priya.raman",)),))
    _, key = given_up(house)
    with house.store.write() as uow:
        uow.people.save(replace(PRIYA, crm_user="priya.raman"))
        uow.commit()
    retry(house, key)
    house.clock.now += timedelta(minutes=1)
    house.aftercare.run()
    assert [note.author_id for note in house.crm.notes("opp-acme", "priya")] == ["priya.raman"]


def test_what_is_saved_again_is_written_as_the_user_they_are_by_then(house: House) -> None:
    house.crm.load_seed((), (), (replace(house.seeded, team_ids=("priya.raman",)),))
    card, _ = given_up(house)
    now = replace(PRIYA, crm_user="priya.raman")
    event = Press("again", house.clock.now, WHO, DM, card, "save")
    house.desk.press(event, now, house.card(card), house.crm.book("priya.raman"))
    assert [note.author_id for note in house.crm.notes("opp-acme", "priya")] == ["priya.raman"]


def test_both_records_of_one_draft_can_be_retried(house: House) -> None:
    other = replace(house.seeded, id="opp-beta", name="Acme – Beta")
    house.crm.load_seed((), (), (other,))
    updates = [RecordUpdate(RecordRef("opportunity", (one,)), (AMOUNT,)) for one in ("opp-acme", "opp-beta")]
    message = Message("e1", house.clock.now, WHO, DM, "both at 80k")
    meaning = Understanding("crm_update", tuple(updates))
    card = house.desk.note(message, PRIYA, meaning, house.crm.book("priya")).card_id
    house.crm.error = CrmTransient("The CRM did not answer.")
    house.press(card, "save")
    for _ in range(20):
        house.clock.now += timedelta(hours=1)
        house.aftercare.run()
    house.crm.error = None
    for item in dead(house):
        retry(house, item.key)
    house.clock.now += timedelta(minutes=1)
    house.aftercare.run()
    amounts = [house.crm.opportunity(one, "priya").amount for one in ("opp-acme", "opp-beta")]
    assert amounts == [Decimal(80000), Decimal(80000)]
    assert [words.split(" ")[0] for words in told(house)] == ["Not", "Saved"]
    assert house.card(card).state == "applied"


def test_a_write_is_said_to_be_given_up_while_the_crm_gives_no_book(house: House) -> None:
    card = house.note(AMOUNT).card_id
    house.crm.error = CrmAuth("Salesforce no longer accepts your sign-in.")
    house.press(card, "save")

    def away(speaker: str, said: str = "") -> Book:
        raise CrmAuth("Salesforce no longer accepts your sign-in.")

    house.crm.book = away  # type: ignore[method-assign]
    for _ in range(100):
        house.clock.now += timedelta(hours=1)
        house.aftercare.run()
    assert (house.card(card).state, len(dead(house))) == ("open", 1)
    assert "Not saved. Salesforce no longer accepts your sign-in." in told(house)


def test_a_letter_that_is_not_handed_back_yet_can_be_retried(house: House) -> None:
    card = house.note(AMOUNT).card_id
    house.crm.error = CrmTransient("The CRM did not answer.")
    house.press(card, "save")
    with house.store.write() as uow:
        (item,) = uow.crm_outbox.in_states(["queued"])
        uow.crm_outbox.failed(item.key, "dead", "The CRM did not answer.", house.clock())
        uow.commit()
    house.crm.error = None
    retry(house, item.key)
    house.clock.now += timedelta(minutes=1)
    house.aftercare.run()
    assert (house.acme.amount, house.card(card).state) == (Decimal(80000), "applied")


def test_the_card_of_somebody_who_left_is_closed_without_its_words(house: House) -> None:
    card = house.note(AMOUNT).card_id
    house.crm.error = CrmTransient("The CRM did not answer.")
    house.press(card, "save")
    house.crm.error = CrmValidation("No.")
    with house.store.write() as uow:
        uow.people.close("priya", house.clock.now)
        uow.commit()
    house.clock.now += timedelta(hours=1)
    house.aftercare.run()
    assert (house.card(card).state, paper_of(house.card(card)).draft.updates) == ("expired", ())


@pytest.mark.parametrize("how", ["discard", "expire", "edit"])
def test_a_letter_whose_draft_is_another_or_gone_is_not_retried(house: House, how: str) -> None:
    card, key = given_up(house)
    if how == "discard":
        house.press(card, "discard")
    elif how == "expire":
        house.clock.now += timedelta(hours=80)
        house.aftercare.run()
    else:
        edit_amount(house, card, "90000")
    with pytest.raises(dead_letters.NotRetried):
        retry(house, key)
    assert house.acme.amount == Decimal(65000)


def test_a_dropped_letter_is_forgotten_and_no_other_is_dropped(house: House) -> None:
    _, key = given_up(house)
    with house.store.write() as uow:
        uow.crm_outbox.drop(key, house.clock())
        uow.commit()
    with house.store.read() as uow:
        item = uow.crm_outbox.get(key)
        with pytest.raises(CornermanError, match="there is no dead letter"):
            dead_letters.dead(key, uow)
    assert item is not None
    assert (item.state, item.update.note) == ("dropped", "")


def test_without_a_sign_in_all_of_a_person_waits_and_they_hear_of_it_once_a_day(house: House) -> None:
    card = house.note(AMOUNT).card_id
    house.crm.error = CrmAuth("Salesforce no longer accepts your sign-in.")
    assert said(house.press(card, "save")) == wording.CRM_QUEUED
    with house.store.write() as uow:
        for key, person in (("k2", "priya"), ("k3", "omar")):
            update = CrmUpdate(key, f"opp-{key}", {"seats": 1})
            uow.crm_outbox.add(key, person, person, "c", update, house.clock.now)
        uow.commit()
    for _ in range(8):
        house.aftercare.run()
        house.clock.now += timedelta(minutes=1)
    with house.store.write() as uow:
        waiting = {item.key: item for item in uow.crm_outbox.in_states(["queued"])}
        due = uow.outgoings.claim_due(house.clock.now, ["console"])
        told = [one for one in due if one.person_id == "priya"]
    assert len(waiting) == 3
    assert [said(one.reply) for one in told] == [
        f"Salesforce no longer accepts your sign-in. {wording.SIGN_IN_WAITS}"
    ]
    assert waiting["k2"].attempts == 0
    house.crm.error = None
    house.clock.now += PARKED
    house.aftercare.run()
    assert house.acme.amount == Decimal(80000)


def test_a_value_the_crm_made_something_else_of_is_said(house: House) -> None:
    card = house.note(AMOUNT, FieldChange("close_date", date(2026, 3, 31), "end of March")).card_id
    real = house.crm.update

    def ignoring(update: CrmUpdate, speaker: str) -> object:
        return real(replace(update, set={**update.set, "amount": Decimal(65000)}), speaker)

    house.crm.update = ignoring  # type: ignore[method-assign, assignment]
    reply = house.press(card, "save")
    assert isinstance(reply, Reply)
    assert said(reply).startswith(
        "Saved 15:00 as you · Acme – Rollout Acme – Rollout: the CRM has amount 65,000, not 80,000."
    )
