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
    Part,
    Person,
    Press,
    Reply,
    Submit,
    Text,
)
from bot.crm_log.aftercare import Aftercare
from bot.crm_log.desk import LogDesk
from bot.crm_log.draft import Draft
from bot.crm_log.saving import Saver
from bot.crm_log.writer import CrmWriter
from bot.errors import CrmTransient, CrmValidation
from bot.notes.model import FieldChange, RecordRef, RecordUpdate, Understanding
from bot.ports import Card
from bot.sales import Account, Applied, Contact, CrmUpdate, Opportunity, Stage
from content_index.errors import IndexDamaged
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

    content_damaged = False

    def __init__(self) -> None:
        self.store, self.clock = FakeStore(), Clock()
        self.crm = Flaky(
            (Stage("evaluation", "Evaluation", 1), Stage("proposal", "Proposal", 2)), clock=self.clock
        )
        self.crm.load_seed((Account("acc", "Acme"),), (Contact("dana", "acc", "Dana"),), (ACME,))
        self.seeded = self.acme
        writer = CrmWriter(self.store, self.crm, self.clock)
        saver = Saver(self.store, self.crm, writer, self.give)
        self.desk = LogDesk(self.store, saver)
        self.aftercare = Aftercare(self.store, self.crm, saver, writer, self.clock)
        with self.store.write() as uow:
            uow.people.save(PRIYA)
            uow.people.remember_address("priya", DM)
            uow.commit()

    def give(self, person: Person, draft: Draft) -> tuple[Part, ...]:
        if self.content_damaged:
            raise IndexDamaged("The content index is damaged.")
        return GIFT

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
    assert house.press(card, "save") == wording.plain(wording.CLOSED["applied"])
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
        (told,) = uow.outgoings.claim_due(house.clock.now, ["console"])
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
    assert house.press(card, "save") == wording.plain(wording.CLOSED["discarded"])


def test_a_draft_nobody_answers_expires_after_72_hours_with_nothing_written(house: House) -> None:
    card = house.note(AMOUNT).card_id
    house.clock.now = NOW + timedelta(hours=71)
    house.aftercare.run()
    assert house.card(card).state == "open"
    house.clock.now = NOW + timedelta(hours=73)
    house.aftercare.run()
    assert house.card(card).state == "expired"
    assert "80k" not in str(house.card(card).payload)
    assert house.press(card, "save") == wording.plain(wording.CLOSED["expired"])
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
        last = uow.cards.latest("draft", "priya", ["applied"])
    assert last is not None
    assert last.source_event == "e1"


LAKE = replace(ACME, id="opp-lake", name="Lakeshore – Field", amount=Decimal(96000))


def on(opportunity: Opportunity, *changes: FieldChange, text: str = "") -> RecordUpdate:
    return RecordUpdate(RecordRef("opportunity", (opportunity.id,)), changes, text)


def two_notes(house: House) -> Reply:
    house.crm.load_seed((), (), (LAKE,))
    acme, lake = on(ACME, AMOUNT, text="Acme 80k"), on(LAKE, AMOUNT, text="Lakeshore 80k")
    message = Message("e1", NOW, WHO, DM, "Acme 80k. Lakeshore 80k")
    return house.desk.note(message, PRIYA, Understanding("crm_update", (acme, lake)), house.crm.book("priya"))


def amounts(house: House) -> tuple[Decimal | None, Decimal | None]:
    return house.acme.amount, house.crm.opportunity("opp-lake", "priya").amount


def test_each_opportunity_keeps_only_its_own_words(house: House) -> None:
    house.press(two_notes(house).card_id, "save")
    assert [n.text for n in house.crm.notes("opp-acme", "priya")] == ["Acme 80k"]
    assert [n.text for n in house.crm.notes("opp-lake", "priya")] == ["Lakeshore 80k"]


def test_a_partly_saved_note_says_which_part_and_undo_takes_all_of_it_back(house: House) -> None:
    card = two_notes(house).card_id
    house.crm.update(CrmUpdate("other", "opp-lake", {"amount": Decimal(97000)}), "priya")
    reply = house.press(card, "save")
    assert said(reply).startswith("Saved for Acme – Rollout. Not saved.")
    assert amounts(house) == (Decimal(80000), Decimal(97000))
    house.press(card, "save")
    assert amounts(house) == (Decimal(80000), Decimal(80000))
    house.press(card, "undo")
    assert amounts(house) == (Decimal(65000), Decimal(97000))


def test_a_partly_refused_note_on_trial_is_not_said_to_be_saved(house: House) -> None:
    card = two_notes(house).card_id
    house.crm.update(CrmUpdate("other", "opp-lake", {"amount": Decimal(97000)}), "priya")
    write = house.crm.update
    house.crm.update = lambda update, speaker: replace(write(update, speaker), written=False)  # type: ignore[method-assign]
    reply = house.press(card, "save")
    assert said(reply).startswith(
        "On trial, nothing was written for Acme – Rollout: please enter that in the CRM yourself. Not saved."
    )


def test_an_undo_that_could_not_be_done_is_offered_again(house: House) -> None:
    card = house.note(AMOUNT).card_id
    house.press(card, "save")
    house.crm.update(CrmUpdate("other", "opp-acme", {"amount": Decimal(90000)}), "priya")
    refused = house.press(card, "undo")
    assert isinstance(refused, Reply)
    assert refused.actions == (Action("undo", "Undo"),)
    house.crm.update(CrmUpdate("back", "opp-acme", {"amount": Decimal(80000)}), "priya")
    assert said(house.press(card, "undo")).startswith("Undone")
    assert house.acme.amount == Decimal(65000)


def test_a_save_stands_when_there_is_nothing_to_give_back(house: House) -> None:
    house.content_damaged = True
    card = house.note(AMOUNT).card_id
    assert said(house.press(card, "save")) == "Saved 15:00 as you · Acme – Rollout"
    house.press(card, "undo")
    assert house.acme.amount == Decimal(65000)


def test_a_save_whose_process_died_is_concluded_and_told_by_the_worker(house: House) -> None:
    card = house.note(AMOUNT).card_id
    house.crm.error = CrmTransient("away")
    house.press(card, "save")
    house.crm.error = None
    with house.store.write() as uow:
        (item,) = uow.crm_outbox.claim_due(NOW + timedelta(hours=1))
        uow.crm_outbox.applied(item.key, house.crm.update(item.update, "priya"), NOW)
        uow.commit()
    house.clock.now += timedelta(hours=1)
    house.aftercare.run()
    assert house.card(card).state == "applied"
    with house.store.write() as uow:
        assert [m.person_id for m in uow.outgoings.claim_due(house.clock.now, ["console"])] == ["priya"]


def test_one_card_that_cannot_be_concluded_does_not_keep_the_others(house: House) -> None:
    first, second = house.note(AMOUNT).card_id, house.note(CLOSE, event="e2").card_id
    house.crm.error = CrmTransient("away")
    house.press(first, "save")
    house.press(second, "save")
    house.crm.error = None
    with house.store.write() as uow:
        broken = uow.cards.get(first)
        assert broken is not None
        uow.cards.save(replace(broken, payload={"draft": "no draft"}))
        uow.commit()
    house.clock.now += timedelta(hours=1)
    house.aftercare.run()
    assert house.card(second).state == "applied"


def test_a_correction_adds_to_lists_and_replaces_values(house: House) -> None:
    house.note(AMOUNT, FieldChange("contacts", ("dana",), "Dana"))
    correction = Understanding(
        "crm_update", (on(ACME, FieldChange("contacts", ("new:Ann Lee",), "Ann Lee")),)
    )
    with house.store.read() as uow:
        card = uow.cards.latest("draft", "priya", ["open"])
    message = Message("e2", NOW, WHO, DM, "also add Ann Lee")
    reply = house.desk.correct(message, PRIYA, card, correction, house.crm.book("priya"))
    assert isinstance(reply.parts[0], Diff)
    assert [row.new for row in reply.parts[0].rows] == ["80,000", "Dana", "Ann Lee"]
    assert reply.replaces


def test_not_that_one_moves_the_draft_to_the_other(house: House) -> None:
    house.crm.load_seed((), (), (LAKE,))
    card_id = house.note(AMOUNT).card_id
    moved = Understanding("crm_update", (on(LAKE, AMOUNT),))
    message = Message("e2", NOW, WHO, DM, "not Acme, Lakeshore")
    reply = house.desk.correct(message, PRIYA, house.card(card_id), moved, house.crm.book("priya"))
    assert [part.title for part in reply.parts if isinstance(part, Diff)] == ["Lakeshore – Field"]
    house.press(card_id, "save")
    assert amounts(house) == (Decimal(65000), Decimal(80000))


def test_a_correction_after_a_save_is_a_draft_of_its_own(house: House) -> None:
    house.press(house.note(AMOUNT).card_id, "save")
    correction = Understanding("crm_update", (on(ACME, FieldChange("amount", Decimal(85000), "85k")),))
    message = Message("e2", NOW, WHO, DM, "no, 85k")
    reply = house.desk.correct(message, PRIYA, None, correction, house.crm.book("priya"))
    assert reply.card_id == "draft:e2"
    assert house.acme.amount == Decimal(80000)


def test_a_choice_is_made_once(house: House) -> None:
    house.crm.load_seed((), (), (LAKE,))
    update = RecordUpdate(RecordRef("ambiguous", ("opp-acme", "opp-lake")), (AMOUNT,))
    message = Message("e1", NOW, WHO, DM, "80k")
    book = house.crm.book("priya")
    asked = house.desk.note(message, PRIYA, Understanding("crm_update", (update,)), book)
    house.desk.choose(message, PRIYA, house.card(asked.card_id), "opp-lake", book)
    again = house.desk.choose(message, PRIYA, house.card(asked.card_id), "opp-acme", book)
    assert again == wording.plain(wording.OLD_CARD)


def test_words_are_forgotten_72_hours_after_the_save_and_undo_still_works(house: House) -> None:
    card = house.note(AMOUNT).card_id
    house.press(card, "save")
    house.clock.now += timedelta(hours=73)
    house.aftercare.run()
    assert "80k" not in str(house.card(card).payload)
    house.press(card, "undo")
    assert house.acme.amount == Decimal(65000)
