"""The Crm port: who may see what, what is refused, and writing once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.errors import CrmConflict, CrmNotFound, CrmPermission, CrmValidation
from bot.sales import Contact, CrmUpdate, FieldName, Note, Opportunity, Value
from tests.contracts.company import (
    BARE,
    BETH,
    BOREAL,
    CARL,
    CASTOR,
    COMPETITORS,
    CORA,
    DORA,
    DORIC,
    HALCYON,
    LOSS_REASONS,
    NOW,
    RENEWAL,
    RESEARCH,
    STAGES,
    VERIFIERS,
    SeededCrm,
)


def plain(one: Opportunity) -> Opportunity:
    """Without what is each CRM's own: its version, and the order of a list."""
    return replace(
        one,
        version="",
        team_ids=tuple(sorted(one.team_ids)),
        contacts=tuple(sorted(one.contacts)),
        competitors=tuple(sorted(one.competitors)),
        verifiers=tuple(sorted(one.verifiers)),
    )


@pytest.fixture(autouse=True)
def _seed(crm: SeededCrm) -> None:
    crm.load_seed([HALCYON, BOREAL, CASTOR, DORIC], [BETH, CARL, CORA, DORA], [RESEARCH, RENEWAL, BARE])


def write(
    crm: SeededCrm, values: dict[FieldName, Value], key: str = "k1", record: str = "P1", **more: Any
) -> Opportunity:
    return crm.update(CrmUpdate(key, record, values, **more), "U1").after


def test_the_book_holds_what_the_speaker_may_write_and_outlines_of_the_rest(crm: SeededCrm) -> None:
    book = crm.book("U1", "Boreal and Doric")
    assert [plain(one) for one in book.mine] == [plain(RESEARCH), plain(BARE)]
    assert book.mine == tuple(crm.opportunity(one.id, "U1") for one in book.mine)
    assert book.others == (
        Opportunity("P2", "A2", "Boreal renewal", "U2", stage="negotiation", status="open"),
    )
    assert {(a.id, a.name, a.owner_id) for a in book.accounts} == {
        ("A1", "Halcyon Labs", "U1"),
        ("A2", "Boreal", "U2"),
        ("A3", "Castor", "U1"),
        ("A4", "Doric", ""),
    }
    assert [replace(c, role="") for c in book.contacts] == [replace(BETH, role=""), CORA]
    assert (book.speaker, book.stages, book.verifiers) == ("U1", STAGES, VERIFIERS)
    assert (book.competitors, book.loss_reasons, book.fiscal_year_start_month) == (
        COMPETITORS,
        LOSS_REASONS,
        2,
    )


def test_the_book_of_a_team_member_and_of_strangers(crm: SeededCrm) -> None:
    assert [o.id for o in crm.book("U3").mine] == ["P1"]
    assert [c.id for c in crm.book("U3").contacts] == ["K1"]
    for stranger in ("U8", ""):
        book = crm.book(stranger, "Halcyon Labs, Boreal")
        assert (book.mine, book.contacts) == ((), ())
        assert [o.id for o in book.others] == ["P1", "P2", "P3"]


def test_a_record_without_an_owner_is_nobodys(crm: SeededCrm) -> None:
    crm.load_seed([], [], [replace(BARE, owner_id="", team_ids=("",))])
    assert crm.book("").mine == ()
    with pytest.raises(CrmPermission):
        crm.opportunity("P3", "")


def test_a_record_is_read_by_its_owner_and_team_only(crm: SeededCrm) -> None:
    assert crm.opportunity("P1", "U1") == crm.opportunity("P1", "U3")
    assert plain(crm.opportunity("P1", "U1")) == plain(RESEARCH)
    for stranger in ("U2", ""):
        with pytest.raises(CrmPermission, match="another team"):
            crm.opportunity("P1", stranger)
        with pytest.raises(CrmPermission):
            crm.notes("P1", stranger)
        with pytest.raises(CrmPermission):
            crm.update(CrmUpdate("k1", "P1", {"amount": Decimal(1)}), stranger)
    assert crm.opportunity("P1", "U1").amount == Decimal("150000.50")


def test_a_missing_record_is_not_found(crm: SeededCrm) -> None:
    with pytest.raises(CrmNotFound):
        crm.opportunity("P9", "U1")
    with pytest.raises(CrmNotFound):
        crm.notes("P9", "U1")
    with pytest.raises(CrmNotFound):
        write(crm, {"amount": Decimal(1)}, record="P9")


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("amount", Decimal("48000.10"), Decimal("48000.10")),
        ("amount", 48000, Decimal(48000)),
        ("amount", Decimal(0), Decimal(0)),
        ("amount", None, None),
        ("currency", "EUR", "EUR"),
        ("amount_type", "TCV", "TCV"),
        ("close_date", date(2026, 6, 30), date(2026, 6, 30)),
        ("close_date", None, None),
        ("next_step", "Ü" * 255, "Ü" * 255),
        ("next_step", None, ""),
        ("next_step_due", date(2028, 2, 29), date(2028, 2, 29)),
        ("seats", 0, 0),
        ("seats", None, None),
        ("contacts", ("K2", "K1", "K2"), ("K2", "K1")),
        ("contacts", (), ()),
        ("competitors", ("Nimbex", "Quorvia"), ("Nimbex", "Quorvia")),
        ("verifiers", ("champion",), ("champion",)),
        ("verifiers", (), ()),
        ("reason", "price", "price"),
    ],
)
def test_a_value_is_written_read_back_and_nothing_else_changes(
    crm: SeededCrm, name: FieldName, value: Value, stored: Value
) -> None:
    if value is None and name in getattr(crm, "required", ()):
        with pytest.raises(CrmValidation) as refused:
            write(crm, {name: value})
        assert refused.value.field == name
        return
    applied = crm.update(CrmUpdate("k1", "P1", {name: value}), "U3")
    assert plain(applied.before) == plain(RESEARCH)
    expected: dict[str, Any] = {name: stored}
    assert plain(applied.after) == plain(replace(RESEARCH, **expected))
    if name not in ("contacts", "next_step_due"):
        assert applied.after.version != applied.before.version
    assert not applied.repeated
    assert crm.opportunity("P1", "U1") == applied.after
    assert plain(crm.opportunity("P3", "U1")) == plain(BARE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stage", "demo"),
        ("stage", 3),
        ("amount", Decimal("-0.01")),
        ("amount", Decimal("NaN")),
        ("amount", Decimal("Infinity")),
        ("amount", "48k"),
        ("currency", "eur"),
        ("currency", "€"),
        ("currency", None),
        ("close_date", "2026-06-30"),
        ("close_date", NOW),
        ("next_step", "x" * 256),
        ("seats", -1),
        ("seats", Decimal("1.5")),
        ("contacts", ("K1", "K99")),
        ("contacts", ("new: ",)),
        ("contacts", "K1"),
        ("competitors", ("Quorvia", "Acme")),
        ("verifiers", ("vibes",)),
        ("status", "stalled"),
        ("status", None),
        ("reason", "the weather"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_nothing_is_written(
    crm: SeededCrm, name: FieldName, value: Value
) -> None:
    with pytest.raises(CrmValidation) as refused:
        write(crm, {"amount": Decimal(7), name: value}, note="Call")
    assert refused.value.field == name
    assert plain(crm.opportunity("P1", "U1")) == plain(RESEARCH)
    assert crm.notes("P1", "U1") == []


def test_a_refused_write_may_be_corrected_under_the_same_key(crm: SeededCrm) -> None:
    with pytest.raises(CrmValidation):
        write(crm, {"amount": Decimal(-1)})
    assert write(crm, {"amount": Decimal(1)}).amount == Decimal(1)


def test_values_known_only_to_the_record_are_kept(crm: SeededCrm) -> None:
    crm.load_seed([], [], [replace(BARE, competitors=("Oldco",), verifiers=("legacy",))])
    after = write(crm, {"competitors": ("Oldco", "Nimbex"), "verifiers": ("legacy", "budget")}, record="P3")
    assert (set(after.competitors), set(after.verifiers)) == ({"Oldco", "Nimbex"}, {"legacy", "budget"})


def test_a_key_is_written_once(crm: SeededCrm) -> None:
    first = CrmUpdate("k1", "P1", {"amount": Decimal(1)}, {"amount": Decimal("150000.50")}, "Call")
    applied = crm.update(first, "U1")
    write(crm, {"amount": Decimal(2)}, key="k2")
    again = crm.update(first, "U1")
    assert again.repeated
    assert plain(again.before) == plain(applied.before) == plain(RESEARCH)
    assert plain(again.after) == plain(applied.after)
    assert crm.opportunity("P1", "U1").amount == Decimal(2)
    assert len(crm.notes("P1", "U1")) == 1


def test_a_note_alone_is_written_once(crm: SeededCrm) -> None:
    update = CrmUpdate("k1", "P1", {}, {}, "Called Beth", "call")
    assert [crm.update(update, "U1").repeated for _ in range(2)] == [False, True]
    assert [note.text for note in crm.notes("P1", "U1")] == ["Called Beth"]


@pytest.mark.parametrize(
    ("expect", "fields"),
    [
        ({"amount": Decimal("150000.5")}, ()),
        ({"amount": Decimal(150000)}, ("amount",)),
        ({"amount": None, "stage": "discovery"}, ("amount",)),
        ({"stage": "negotiation", "close_date": date(2026, 5, 28)}, ("stage", "close_date")),
        ({"competitors": (), "verifiers": ("budget",), "contacts": ("K1",)}, ("competitors",)),
        ({"reason": None, "next_step": "Send the paper", "seats": 40, "status": "open"}, ()),
        ({"next_step_due": None}, ("next_step_due",)),
    ],
)
def test_values_that_changed_since_they_were_seen_stop_the_write(
    crm: SeededCrm, expect: dict[FieldName, Value], fields: tuple[str, ...]
) -> None:
    update = CrmUpdate("k1", "P1", {"amount": Decimal(7)}, expect, "Call")
    if not fields:
        assert crm.update(update, "U1").after.amount == Decimal(7)
        return
    with pytest.raises(CrmConflict) as conflict:
        crm.update(update, "U1")
    assert conflict.value.fields == fields
    assert conflict.value.current == crm.opportunity("P1", "U1")
    assert plain(conflict.value.current) == plain(RESEARCH)
    assert crm.notes("P1", "U1") == []


def test_lists_seen_in_another_order_are_the_same(crm: SeededCrm) -> None:
    after = write(crm, {"contacts": ("K1", "K3")})
    assert write(crm, {"contacts": ()}, key="k2", expect={"contacts": ("K3", "K1")}).contacts == ()
    assert sorted(after.contacts) == ["K1", "K3"]


def test_a_new_contact_is_created_on_the_account_once(crm: SeededCrm) -> None:
    applied = crm.update(CrmUpdate("k1", "P1", {"contacts": ("K1", "new:Ann  Lee", "new:ann lee")}), "U1")
    (new,) = set(applied.after.contacts) - {"K1"}
    assert len(applied.after.contacts) == 2
    assert crm.book("U1").contact(new) == Contact(new, "A1", "Ann Lee")
    undone = write(crm, {"contacts": ("K1",)}, key="k2", expect={"contacts": ("K1", new)})
    assert undone.contacts == ("K1",)
    assert crm.book("U1").contact(new) is not None
    assert set(write(crm, {"contacts": ("new:Ann Lee", "K1")}, key="k3").contacts) == {new, "K1"}
    assert write(crm, {"contacts": ("new:Beth Orlov",)}, key="k4").contacts == ("K1",)
    assert len(crm.book("U1").contacts) == 3


def test_a_refused_write_creates_no_contact(crm: SeededCrm) -> None:
    with pytest.raises(CrmValidation):
        write(crm, {"contacts": ("new:Ann Lee",), "amount": Decimal(-1)})
    assert [c.id for c in crm.book("U1").contacts] == ["K1", "K3"]


@pytest.mark.parametrize(
    ("values", "stage", "status", "reason"),
    [
        ({"stage": "negotiation"}, "negotiation", "open", ""),
        ({"stage": "closed_won"}, "closed_won", "won", ""),
        ({"stage": "closed_lost", "reason": "price"}, "closed_lost", "lost", "price"),
        ({"status": "won"}, "closed_won", "won", ""),
        ({"status": "lost"}, "closed_lost", "lost", ""),
        ({"status": "open"}, "discovery", "open", ""),
        ({"status": "lost", "stage": "closed_lost"}, "closed_lost", "lost", ""),
    ],
)
def test_stage_and_status_follow_each_other(
    crm: SeededCrm, values: dict[FieldName, Value], stage: str, status: str, reason: str
) -> None:
    after = write(crm, values)
    assert (after.stage, after.status, after.reason) == (stage, status, reason)


def test_a_stage_and_a_status_that_do_not_fit_are_refused(crm: SeededCrm) -> None:
    with pytest.raises(CrmValidation) as refused:
        write(crm, {"stage": "negotiation", "status": "won"})
    assert refused.value.field == "status"


def test_opening_again_restores_the_stage_and_drops_the_reason(crm: SeededCrm) -> None:
    write(crm, {"status": "lost", "reason": "price"})
    opened = write(crm, {"status": "open"}, key="k2")
    assert (opened.stage, opened.status, opened.reason) == ("discovery", "open", "")
    write(crm, {"status": "won"}, key="k3")
    moved = write(crm, {"stage": "negotiation"}, key="k4")
    assert (moved.stage, moved.status) == ("negotiation", "open")


def test_an_undo_puts_stage_and_status_back(crm: SeededCrm) -> None:
    before = crm.opportunity("P1", "U1")
    write(crm, {"status": "won", "amount": Decimal(9)})
    values: dict[FieldName, Value] = {"status": "open", "stage": "discovery", "amount": before.amount}
    assert plain(write(crm, values, key="k2")) == plain(before)


def test_notes_newest_first_for_the_team(crm: SeededCrm) -> None:
    seeded = Note("N1", "U9", "Seeded", NOW - timedelta(days=3), "P1", None, "email")
    crm.load_seed([], [], [], [seeded, replace(seeded, id="N2", opportunity_id="P2")])
    write(crm, {}, key="k1", note="Called Beth 🎉", note_type="call")
    crm.update(CrmUpdate("k2", "P1", {"seats": 41, "note_type": "meeting"}, note="Met Beth"), "U3")
    notes = crm.notes("P1", "U9")
    assert [(n.author_id, n.text, n.note_type, n.written_at) for n in notes] == [
        ("U3", "Met Beth", "meeting", NOW),
        ("U1", "Called Beth 🎉", "call", NOW),
        ("U9", "Seeded", "email", NOW - timedelta(days=3)),
    ]
    assert {n.opportunity_id for n in notes} == {"P1"}
    assert crm.notes("P3", "U1") == []


def test_what_changed_is_told_to_the_team_newest_first_where_the_crm_tells_it(crm: SeededCrm) -> None:
    before = crm.opportunity("P1", "U1")
    write(crm, {"amount": Decimal(90000), "next_step": "send the plan"}, "k1")
    told = crm.changes("P1", "U1", NOW - timedelta(days=1))
    if told is None:
        return
    assert {(c.field, c.old, c.new) for c in told} == {
        ("amount", before.amount, Decimal(90000)),
        ("next_step", before.next_step, "send the plan"),
    }
    assert all(abs(c.at - NOW) < timedelta(hours=1) for c in told)
    assert crm.changes("P1", "U1", NOW + timedelta(days=1)) == []
    for stranger in ("U2", ""):
        with pytest.raises(CrmPermission):
            crm.changes("P1", stranger, NOW)


def test_what_was_won_and_lost_is_told_without_names_where_the_crm_tells_it(crm: SeededCrm) -> None:
    rival = COMPETITORS[0]
    write(crm, {"competitors": (rival,)}, "k1")
    assert not crm.ended(NOW.date() - timedelta(days=90), rival)
    lost = write(crm, {"status": "lost", "reason": "price"}, "k2")
    told = crm.ended(date(2020, 1, 1), rival)
    if told is None:
        return
    assert [(e.status, e.reason, e.competitors) for e in told] == [("lost", "price", (rival,))]
    assert told[0].closed_on == lost.close_date
    assert crm.ended(date(2099, 1, 1), rival) == []
    assert crm.ended(date(2020, 1, 1), "Nobody Inc") == []
