"""Draft → Save → CRM → Undo, with conflicts, outages and old cards, by the desk the conversation calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot import wording
from bot.chat import (
    Action,
    Address,
    Citation,
    Diff,
    Form,
    Identity,
    Message,
    Person,
    Press,
    Reply,
    Submit,
    Text,
)
from bot.crm_log.aftercare import Aftercare
from bot.crm_log.desk import LogDesk
from bot.crm_log.writer import CrmWriter
from bot.errors import CrmTransient, CrmValidation
from bot.notes.model import FieldChange, RecordRef, RecordUpdate, Understanding
from bot.ports import Card
from bot.sales import Account, Applied, Contact, CrmUpdate, Opportunity, Stage
from tests.fakes.crm import FakeCrm
from tests.fakes.store import FakeStore

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
DM = Address("console", "demo", "priya")
WHO = Identity("console", "demo", "priya")
PRIYA = Person("priya", "Priya Raman", "p@x.test", frozenset({"rep"}), zone="UTC", crm_user="priya")
ACME = Opportunity(
    "opp-acme", "acc", "Acme – Rollout", "priya", amount=Decimal(65000), close_date=date(2026, 5, 29)
)
GIFT = (Text("Lead with the pilot. [1]"), Citation(1, "Pilot play"))


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


class Flaky(FakeCrm):
    """The fake CRM with an error to raise at the next writes."""

    error: Exception | None = None

    def update(self, update: CrmUpdate, speaker: str) -> Applied:
        if self.error:
            raise self.error
        return super().update(update, speaker)


class House:
    """The desk with its parts, and presses and messages in short."""

    def __init__(self) -> None:
        self.store, self.clock = FakeStore(), Clock()
        self.crm = Flaky(
            (Stage("evaluation", "Evaluation", 1), Stage("proposal", "Proposal", 2)), clock=self.clock
        )
        self.crm.load_seed((Account("acc", "Acme"),), (Contact("dana", "acc", "Dana"),), (ACME,))
        self.seeded = self.acme
        writer = CrmWriter(self.store, self.crm, self.clock)
        self.desk = LogDesk(self.store, self.crm, writer, lambda person, draft: GIFT)
        self.aftercare = Aftercare(self.store, self.crm, self.desk, writer, self.clock)
        with self.store.write() as uow:
            uow.people.save(PRIYA)
            uow.commit()

    @property
    def acme(self) -> Opportunity:
        return self.crm.opportunity("opp-acme", "priya")

    def card(self, card_id: str) -> Card:
        with self.store.read() as uow:
            card = uow.cards.get(card_id)
        assert card is not None
        return card

    def note(self, *changes: FieldChange, event: str = "e1") -> Reply:
        message = Message(event, self.clock.now, WHO, DM, "Acme: ~80k")
        update = RecordUpdate(RecordRef("opportunity", ("opp-acme",)), changes)
        return self.desk.note(message, PRIYA, Understanding("crm_update", (update,)), self.crm.book("priya"))

    def press(self, card_id: str, action: str, value: str = "") -> Reply | Form:
        event = Press(f"p-{action}-{self.clock.now}", self.clock.now, WHO, DM, card_id, action, value)
        outcome = self.desk.press(event, PRIYA, self.card(card_id), self.crm.book("priya"))
        assert isinstance(outcome, Reply | Form)
        return outcome


@pytest.fixture
def house() -> House:
    return House()


AMOUNT = FieldChange("amount", Decimal(80000), "~80k")
CLOSE = FieldChange("close_date", date(2026, 3, 31), "end of March")


def said(reply: object) -> str:
    assert isinstance(reply, Reply)
    return " ".join(part.text for part in reply.parts if isinstance(part, Text))


def test_nothing_is_written_before_save(house: House) -> None:
    house.note(AMOUNT, CLOSE)
    assert house.acme == house.seeded


def test_save_writes_once_however_often_it_is_pressed(house: House) -> None:
    card = house.note(AMOUNT, CLOSE).card_id
    reply = house.press(card, "save")
    assert said(reply) == "Saved 15:00 as you · Acme – Rollout Lead with the pilot. [1]"
    assert isinstance(reply, Reply)
    assert reply.actions == (Action("undo", "Undo"),)
    assert (house.acme.amount, house.acme.close_date) == (Decimal(80000), date(2026, 3, 31))
    version = house.acme.version
    assert house.press(card, "save") == wording.plain(wording.OLD_CARD)
    assert house.acme.version == version


def test_the_same_message_sent_twice_is_one_draft(house: House) -> None:
    assert house.note(AMOUNT) == house.note(AMOUNT)


def test_undo_restores_every_field_and_says_so(house: House) -> None:
    card = house.note(AMOUNT, CLOSE, FieldChange("contacts", ("new:Ann Lee",), "Ann Lee")).card_id
    house.press(card, "save")
    reply = house.press(card, "undo")
    assert (house.acme.amount, house.acme.close_date, house.acme.contacts) == (
        Decimal(65000),
        date(2026, 5, 29),
        (),
    )
    assert "amount is 65,000 again" in said(reply)
    assert "close is 29 May again" in said(reply)
    assert house.press(card, "undo") == wording.plain(wording.NOTHING_TO_UNDO)


def test_undo_leaves_what_someone_else_has_changed_and_shows_both(house: House) -> None:
    card = house.note(AMOUNT).card_id
    house.press(card, "save")
    house.crm.update(CrmUpdate("other", "opp-acme", {"amount": Decimal(90000)}), "priya")
    reply = house.press(card, "undo")
    assert house.acme.amount == Decimal(90000)
    assert said(reply).startswith("Not undone · Acme – Rollout was changed since.")
    assert "amount 90,000" in said(reply)
    assert "amount 65,000" in said(reply)


def test_a_change_since_the_draft_is_shown_again_before_anything_is_overwritten(house: House) -> None:
    card = house.note(AMOUNT).card_id
    house.crm.update(CrmUpdate("other", "opp-acme", {"amount": Decimal(70000)}), "priya")
    reply = house.press(card, "save")
    assert house.acme.amount == Decimal(70000)
    assert said(reply).startswith("Not saved.")
    assert isinstance(reply, Reply)
    (diff,) = [part for part in reply.parts if isinstance(part, Diff)]
    assert [(row.old, row.new) for row in diff.rows] == [("70,000", "80,000")]
    house.press(card, "save")
    assert house.acme.amount == Decimal(80000)


def test_a_value_the_crm_refuses_keeps_the_draft_open_with_the_reason(house: House) -> None:
    card = house.note(AMOUNT).card_id
    house.crm.error = CrmValidation("Amount must be below 50,000 for this type.", "amount")
    assert "Not saved. Amount must be below 50,000 for this type." in said(house.press(card, "save"))
    house.crm.error = None
    house.press(card, "save")
    assert house.acme.amount == Decimal(80000)


def test_while_the_crm_is_away_a_save_waits_is_written_later_and_told_once(house: House) -> None:
    card = house.note(AMOUNT).card_id
    house.crm.error = CrmTransient("The CRM did not answer.")
    assert said(house.press(card, "save")) == wording.CRM_QUEUED
    house.aftercare.run()
    assert house.acme.amount == Decimal(65000)
    house.crm.error = None
    house.clock.now += timedelta(minutes=10)
    house.aftercare.run()
    house.aftercare.run()
    assert house.acme.amount == Decimal(80000)
    with house.store.write() as uow:
        (told,) = uow.outgoings.claim_due(house.clock.now)
    assert told.person_id == "priya"
    assert said(told.reply).startswith("Saved 15:10 as you")


def test_note_only_keeps_the_words_and_changes_no_field(house: House) -> None:
    card = house.note(AMOUNT).card_id
    assert said(house.press(card, "note_only")).startswith("Note saved 15:00 as you")
    assert house.acme.amount == Decimal(65000)
    assert [note.text for note in house.crm.notes("opp-acme", "priya")] == ["Acme: ~80k"]


def test_discard_writes_nothing_and_forgets_the_words(house: House) -> None:
    card = house.note(AMOUNT).card_id
    assert said(house.press(card, "discard")) == "Discarded; nothing was written."
    assert "80k" not in str(house.card(card).payload)
    assert house.press(card, "save") == wording.plain(wording.OLD_CARD)


def test_a_draft_nobody_answers_expires_after_72_hours_with_nothing_written(house: House) -> None:
    card = house.note(AMOUNT).card_id
    house.clock.now = NOW + timedelta(hours=71)
    house.aftercare.run()
    assert house.card(card).state == "open"
    house.clock.now = NOW + timedelta(hours=73)
    house.aftercare.run()
    assert (house.card(card).state, house.card(card).payload) == ("expired", {})
    assert house.press(card, "save") == wording.plain(wording.OLD_CARD)
    assert house.acme == house.seeded


def test_the_form_edits_the_draft_and_save_writes_the_edited_value(house: House) -> None:
    card = house.note(AMOUNT).card_id
    form = house.press(card, "edit")
    assert isinstance(form, Form)
    values: Mapping[str, str] = {f.name: f.value for f in form.fields} | {"0.amount": "82500"}
    event = Submit("s1", NOW, WHO, DM, card, form.id, values)
    house.desk.submit(event, PRIYA, house.card(card), house.crm.book("priya"))
    house.press(card, "save")
    assert house.acme.amount == Decimal(82500)


def test_an_unclear_note_asks_and_the_choice_becomes_a_draft(house: House) -> None:
    other = replace(ACME, id="opp-2", name="Acme – Renewal")
    house.crm.load_seed((), (), (other,))
    update = RecordUpdate(RecordRef("ambiguous", ("opp-acme", "opp-2")), (AMOUNT,))
    message = Message("e1", NOW, WHO, DM, "acme 80k")
    book = house.crm.book("priya")
    asked = house.desk.note(message, PRIYA, Understanding("crm_update", (update,)), book)
    assert [a.label for a in asked.actions] == ["Acme – Rollout", "Acme – Renewal"]
    chosen = house.desk.choose(message, PRIYA, house.card(asked.card_id), "opp-2", book)
    assert isinstance(chosen.parts[0], Diff)
    assert chosen.parts[0].title == "Acme – Renewal"


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (RecordRef("not_permitted", ("opp-9",)), wording.NOT_PERMITTED),
        (RecordRef("ambiguous"), wording.NO_RECORD),
        (RecordRef("account", ("acc",)), wording.NO_OPEN_OPPORTUNITY),
        (RecordRef("new_account", name="Larkspur"), wording.unknown_account("Larkspur")),
    ],
)
def test_what_cannot_be_written_is_said_in_one_sentence(
    house: House, record: RecordRef, sentence: str
) -> None:
    meaning = Understanding("crm_update", (RecordUpdate(record, (AMOUNT,)),))
    message = Message("e1", NOW, WHO, DM, "x")
    assert house.desk.note(message, PRIYA, meaning, house.crm.book("priya")) == wording.plain(sentence)


def test_undo_after_a_note_without_changes_reaches_the_save_before_it(house: House) -> None:
    house.press(house.note(AMOUNT).card_id, "save")
    house.clock.now += timedelta(minutes=1)
    house.press(house.note(event="e2").card_id, "save")
    with house.store.read() as uow:
        last = house.desk.open_card("draft", PRIYA, DM, uow, "applied")
    assert last is not None
    assert last.source_event == "e1"
