"""Leads, new people and names inside other names: told by what names look like, not by the phrase around."""

from __future__ import annotations

import pytest

from bot.notes.model import DialogContext, FieldChange, RecordRef, RecordUpdate
from tests.unit.notes_world import PEOPLE, only_update, understood, written


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "New one: Copper Basin Plastics, two plants. Plant mgr Cliff Ostrow filled in the form",
            "Copper Basin Plastics",
        ),
        ("Neue Anfrage: Seehaus Pensionen GmbH, Ansprechpartnerin Jutta Behrens", "Seehaus Pensionen GmbH"),
        ("Sir, one inquiry came, Nilgiri Tea Estates, 12 gardens", "Nilgiri Tea Estates"),
        ("someone at Ferrous Peak Mining asked about us after my talk", "Ferrous Peak Mining"),
        ("please create a lead for Halloran Dairy", "Halloran Dairy"),
        ("Crail Fisheries look like a decent fit, 90 staff", "Crail Fisheries"),
        ("enquiry came through the website - Tarbert Distillers, contact Ewan Gillies", "Tarbert Distillers"),
        ("Got introduced to Stillwater Clinics through Greta's cousin", "Stillwater Clinics"),
    ],
)
def test_an_unknown_firm_and_words_of_a_lead_make_a_lead(text: str, name: str) -> None:
    assert only_update(text).record == RecordRef("new_account", name=name)


def test_a_lead_holds_its_people() -> None:
    change = only_update("New enquiry from Halloran Dairy, contact is Mr. Sameer Bhosale").changes
    assert [c.value for c in change if c.field == "contacts"] == [("new:Sameer Bhosale",)]


@pytest.mark.parametrize(
    "text",
    ["Great weather in Chicago today", "interested in the Boston Marathon anyone?", "Happy Easter all"],
)
def test_capitals_alone_make_no_lead(text: str) -> None:
    assert understood(text).updates == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lumina's attorney Lydia Munro sent redlines", "new:Lydia Munro"),
        ("Lumina: the chief exec Piers Langley likes it", "new:Piers Langley"),
        ("Lumina - Jamie Ostrow takes over the bakeries", "new:Jamie Ostrow"),
        ("Lumina: Geschäftsführer Franz Eder will Zahlen sehen", "new:Franz Eder"),
    ],
)
def test_a_new_person_is_told_by_name_or_work(text: str, name: str) -> None:
    assert written(text, "contacts") == [(name,)]


@pytest.mark.parametrize(
    "text",
    [
        "Lumina moved to Closed Won Friday",
        "Lumina wants the Enterprise Plan with Power BI",
        "Lumina: Security Review starts Monday",
        "Lumina asked about Nora Lind's demo",
    ],
)
def test_other_capitals_are_nobody(text: str) -> None:
    assert written(text, "contacts") == []


def test_a_full_name_is_the_person_though_a_company_is_called_so() -> None:
    update = only_update("Herr Lumina rief an")
    assert update.record.ids == ("L1",)


@pytest.mark.parametrize(
    "text", ["ops at lumina asked for a demo", "the nac meeting for lumina is on Friday"]
)
def test_small_letters_are_no_initials(text: str) -> None:
    assert only_update(text).record == RecordRef("opportunity", ("L1",))


def test_a_longer_name_is_not_a_misspelt_one() -> None:
    meaning = understood("Bright Kestral Marina wants a demo")
    assert [u.record for u in meaning.updates] == [RecordRef("new_account", name="Bright Kestral Marina")]


@pytest.mark.parametrize(
    "text", ["I'd like Lumina's amount to read 95k", "they told me Lumina will go to 95k"]
)
def test_a_wish_or_report_is_no_reference(text: str) -> None:
    assert only_update(text).record == RecordRef("opportunity", ("L1",))


def test_who_left_is_news_of_the_company_left() -> None:
    assert only_update("Greta left Lumina last week").record == RecordRef("opportunity", ("L1",))
    assert only_update("Pam's new boss left Lumina for them").record == RecordRef("opportunity", ("N1",))


def _card(kind: str) -> DialogContext:
    saved = (RecordUpdate(RecordRef("opportunity", ("T1",)), (FieldChange("seats", 40, "40 seats"),)),)
    if kind == "pending":
        return DialogContext(PEOPLE["R1"], pending=saved)
    return DialogContext(PEOPLE["R1"], applied=saved)


@pytest.mark.parametrize(
    "text", ["no no, that's imaging!", "wait the imaging one, not renewal", "oops, imaging"]
)
def test_the_words_of_a_sibling_move_the_card_there(text: str) -> None:
    meaning = understood(text, "R1", _card("applied"))
    assert (meaning.dialog_act, meaning.updates[0].record.ids) == ("correction", ("T2",))
    assert meaning.updates[0].value("seats") == 40


def test_a_sibling_named_with_news_moves_nothing() -> None:
    meaning = understood("no news on imaging, Ola is on leave", "R1", _card("applied"))
    assert meaning.dialog_act != "correction"


@pytest.mark.parametrize(
    ("text", "kind", "act"),
    [
        ("Ta, that looks right, save away", "pending", "confirm"),
        ("passt genau, bitte speichern", "pending", "confirm"),
        ("neither, leave it", "pending", "cancel"),
        ("ach nein, lass das", "pending", "cancel"),
        ("sorry mate, don't save that one", "pending", "cancel"),
        ("bitte rückgängig machen", "applied", "undo"),
        ("could you undo that last one please?", "applied", "undo"),
    ],
)
def test_an_answer_is_its_act_and_politeness(text: str, kind: str, act: str) -> None:
    assert understood(text, "R1", _card(kind)).dialog_act == act


@pytest.mark.parametrize(
    "text", ["save 20% for them", "they said no to the pilot", "undo the damage with Pam"]
)
def test_an_act_with_other_words_is_no_answer(text: str) -> None:
    assert understood(text, "R1", _card("pending")).dialog_act not in {"confirm", "cancel", "undo"}
