"""A note from the first word to the last: edited, chosen, in conflict, left alone, saved and undone twice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from adapters.console.app import address_of
from adapters.crm.builtin import BuiltinCrm
from bot import wording
from bot.chat import Diff, Form, FormErrors, Identity, Message, Outcome, Reply
from bot.sales import CrmUpdate, FieldName, Value
from tests.e2e.house import House, build_house, words

PRIYA = "priya"
ACME, LAKESHORE = "opp-acme", "opp-lakeshore"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path)


def amount(house: House, opportunity: str = ACME) -> Decimal | None:
    return house.app.crm.opportunity(opportunity, PRIYA).amount


def drafted(outcome: Outcome) -> list[tuple[str, str, str]]:
    assert isinstance(outcome, Reply), outcome
    return [(r.label, r.old, r.new) for part in outcome.parts if isinstance(part, Diff) for r in part.rows]


def titles(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Reply), outcome
    return [part.title for part in outcome.parts if isinstance(part, Diff)]


def offered(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Reply)
    return [action.label for action in outcome.actions]


class TestEdited:
    def test_by_reply_then_by_form_then_saved_and_undone(self, house: House) -> None:
        before = house.app.crm.opportunity(ACME, PRIYA)
        house.say("Acme: 80k, 90 seats, sign end of March")
        house.say("no, 85k")
        house.say("make it April")
        card = house.say("drop the seats")
        assert drafted(card) == [("Amount", "65,000", "85,000"), ("Close", "29 May", "30 Apr")]
        form = house.press(card, "edit")
        assert isinstance(form, Form)
        refused = house.submit(form, PRIYA, **{"0.amount": "eighty"})
        assert refused == FormErrors({"0.amount": "Enter the amount in full, for example 85000."})
        edited = house.submit(form, PRIYA, **{"0.amount": "86,500", "0.close_date": "15 April"})
        assert drafted(edited) == [("Amount", "65,000", "86,500"), ("Close", "29 May", "15 Apr")]
        assert amount(house) == Decimal(65_000)
        house.say("save")
        assert amount(house) == Decimal(86_500)
        assert words(house.say("undo")) == (
            "Undone · Acme – Dispatch rollout: amount is 65,000 again, close is 29 May again. "
            "Your note stays with the opportunity's team."
        )
        after = house.app.crm.opportunity(ACME, PRIYA)
        assert replace(after, version="") == replace(before, version="")

    def test_the_other_one_is_its_sibling(self, house: House) -> None:
        house.say("Harbor Elevator: 150k")
        assert titles(house.say("not that one, the other one")) == ["Harbor Electric – Storm crews"]

    def test_without_another_the_draft_stays_and_it_asks(self, house: House) -> None:
        house.say("Lakeshore 99k")
        assert house.say("not Lakeshore, the other one") == wording.plain(wording.NO_RECORD)
        moved = house.say("not Lakeshore, Acme")
        assert (titles(moved), drafted(moved)) == (
            ["Acme – Dispatch rollout"],
            [("Amount", "65,000", "99,000")],
        )
        house.say("save")
        house.say("save")
        assert (amount(house), amount(house, LAKESHORE)) == (Decimal(99_000), Decimal(96_000))


class TestConflict:
    def by_a_colleague(self, house: House, field: FieldName, value: Value, key: str = "other") -> None:
        """Somebody of the opportunity's team, in the CRM itself."""
        house.app.crm.update(CrmUpdate(key, ACME, {field: value}), PRIYA)

    def test_both_values_are_shown_and_only_a_second_save_overwrites(self, house: House) -> None:
        card = house.say("Acme 80k")
        self.by_a_colleague(house, "amount", Decimal(70_000))
        shown = house.press(card, "save")
        assert words(shown) == (
            "Not saved. Someone changed amount meanwhile; nothing was written. "
            "When you wrote, amount was 65,000; now it is 70,000."
        )
        assert drafted(shown) == [("Amount", "70,000", "80,000")]
        assert amount(house) == Decimal(70_000)
        house.say("save")
        assert amount(house) == Decimal(80_000)
        house.say("undo")
        assert amount(house) == Decimal(70_000)

    def test_a_change_of_another_field_is_no_conflict(self, house: House) -> None:
        card = house.say("Acme 80k")
        self.by_a_colleague(house, "seats", 99)
        assert words(house.press(card, "save")).startswith("Saved")
        house.say("undo")
        after = house.app.crm.opportunity(ACME, PRIYA)
        assert (after.amount, after.seats) == (Decimal(65_000), 99)

    def test_undo_after_a_later_change_shows_both_and_restores_nothing(self, house: House) -> None:
        card = house.say("Acme 80k")
        house.press(card, "save")
        self.by_a_colleague(house, "amount", Decimal(90_000))
        refused = house.say("undo")
        assert "amount 90,000" in words(refused)
        assert "amount 65,000" in words(refused)
        assert (amount(house), offered(refused)) == (Decimal(90_000), ["Undo"])


class TestLeftAlone:
    def test_a_draft_expires_with_nothing_written_and_says_so_once(self, house: House) -> None:
        acme, lake = house.say("Acme 80k"), house.say("Lakeshore 99k")
        told = [reply for to, reply in house.later(hours=73) if to == PRIYA]
        assert [words(reply) for reply in told] == [
            wording.expired(["Acme – Dispatch rollout", "Lakeshore – Biomed field team"])
        ]
        assert "80k" not in str(told)
        assert [to for to, _ in house.later(hours=73) if to == PRIYA] == []
        for card in (acme, lake):
            assert house.press(card, "save") == wording.plain(wording.CLOSED["expired"])
            assert house.press(card, "edit") == wording.plain(wording.CLOSED["expired"])
        assert house.say("save") == wording.plain(wording.NOTHING_WAITING)
        assert (amount(house), amount(house, LAKESHORE)) == (Decimal(65_000), Decimal(96_000))

    def test_a_question_left_alone_expires_too(self, house: House) -> None:
        asked = house.say("Harbor 60k")
        told = [reply for to, reply in house.later(hours=73) if to == PRIYA]
        assert [words(reply) for reply in told] == [wording.expired([])]
        assert isinstance(asked, Reply)
        pressed = house.press(asked, asked.actions[0].id)
        assert pressed == wording.plain(wording.CLOSED["expired"])


class TestLongAgo:
    def test_a_save_of_last_month_can_be_undone_no_more_and_says_so(self, house: House) -> None:
        card = house.say("Acme 80k")
        saved = house.press(card, "save")
        house.later(days=29)
        assert offered(house.say("Lakeshore 99k")) != []
        house.say("discard")
        house.later(days=2)
        assert house.press(saved, "undo") == wording.plain(wording.NOTHING_TO_UNDO)
        assert house.press(card, "save") == wording.plain(wording.CLOSED["applied"])
        assert amount(house) == Decimal(80_000)


class TestWhichNumber:
    def test_a_denied_number_that_the_draft_does_not_show_is_asked_about_and_changes_nothing(
        self, house: House
    ) -> None:
        before = drafted(house.say("Acme: 47 seats"))
        assert [(label, new) for label, _, new in before] == [("Seats", "47")]
        asked = house.say("15 not 51")
        assert words(asked).startswith(wording.WHICH_NUMBER)
        assert drafted(asked) == before
        assert [(label, new) for label, _, new in drafted(house.say("seats 15"))] == [("Seats", "15")]
        assert [(label, new) for label, _, new in drafted(house.say("16 not 15"))] == [("Seats", "16")]

    def test_after_a_save_it_is_asked_too(self, house: House) -> None:
        house.press(house.say("Acme: 47 seats"), "save")
        assert house.say("15 not 51") == wording.plain(wording.WHICH_NUMBER)


class TestTwice:
    def test_save_pressed_or_typed_again_writes_once(self, house: House) -> None:
        card = house.say("Acme 80k")
        house.press(card, "save")
        version = house.app.crm.opportunity(ACME, PRIYA).version
        again = wording.plain(wording.CLOSED["applied"])
        assert [house.press(card, "save"), house.say("save"), house.say("Save it!")] == [again] * 3
        assert house.app.crm.opportunity(ACME, PRIYA).version == version
        assert [note.text for note in house.app.crm.notes(ACME, PRIYA)].count("Acme 80k") == 1

    def test_a_save_that_is_sent_again_writes_once(self, house: House) -> None:
        house.say("Acme 80k")
        at, who = house.app.clock(), Identity("console", "demo", PRIYA)
        save = Message("again", at, who, address_of(PRIYA), "save")
        first = house.app.conversation.handle(save)
        version = house.app.crm.opportunity(ACME, PRIYA).version
        assert words(house.app.conversation.handle(save)) == words(first)
        assert house.app.crm.opportunity(ACME, PRIYA).version == version

    @pytest.mark.parametrize("end", ["save", "note_only", "discard"])
    def test_save_typed_after_one_draft_ended_does_not_save_an_older_one(
        self, house: House, end: str
    ) -> None:
        house.say("Lakeshore 99k")
        house.press(house.say("Acme 80k"), end)
        house.say("save")
        assert amount(house, LAKESHORE) == Decimal(96_000)

    def test_undo_after_a_discard_asks_before_it_reaches_an_older_save(self, house: House) -> None:
        house.press(house.say("Acme 80k"), "save")
        house.press(house.say("Lakeshore 99k"), "discard")
        asked = house.say("undo")
        assert words(asked) == (
            "The draft you discarded wrote nothing. Before it you saved Acme – Dispatch rollout: undo that?"
        )
        assert amount(house) == Decimal(80_000)
        assert words(house.say("undo")).startswith("Undone · Acme – Dispatch rollout")
        assert amount(house) == Decimal(65_000)

    ALREADY = (
        "What you saved on Lakeshore – Biomed field team is undone already. "
        "“undo” again takes back what you saved on Acme – Dispatch rollout (amount 80,000)."
    )

    @pytest.mark.parametrize("by_button", [True, False])
    def test_undo_after_an_undo_names_the_save_before_it_and_waits_for_another(
        self, house: House, by_button: bool
    ) -> None:
        house.press(house.say("Acme 80k"), "save")
        saved = house.press(house.say("Lakeshore 99k"), "save")
        house.press(saved, "undo") if by_button else house.say("undo")
        asked = house.say("undo")
        assert (words(asked), offered(asked)) == (self.ALREADY, ["Undo"])
        assert amount(house) == Decimal(80_000)
        assert words(house.say("undo")).startswith("Undone · Acme – Dispatch rollout")
        assert amount(house) == Decimal(65_000)
        assert words(house.say("undo")) == (
            f"What you saved on Acme – Dispatch rollout is undone already. {wording.NOTHING_TO_UNDO}"
        )

    def test_undo_that_names_the_save_before_does_it_at_once(self, house: House) -> None:
        house.press(house.say("Acme 80k"), "save")
        house.press(house.press(house.say("Lakeshore 99k"), "save"), "undo")
        assert words(house.say("undo Acme")).startswith("Undone · Acme – Dispatch rollout")
        assert amount(house) == Decimal(65_000)

    def test_undo_by_the_button_of_an_older_card_asks_before_it_reaches_a_later_save(
        self, house: House
    ) -> None:
        first = house.press(house.say("Lakeshore 99k"), "save")
        house.say("Acme 80k")
        house.say("save")
        house.press(first, "undo")
        assert words(house.say("undo")) == self.ALREADY
        assert amount(house) == Decimal(80_000)

    def test_undo_asks_first_although_something_was_said_after_the_undo(self, house: House) -> None:
        house.press(house.say("Acme 80k"), "save")
        house.press(house.press(house.say("Lakeshore 99k"), "save"), "undo")
        house.say("thanks")
        assert words(house.say("undo")) == self.ALREADY


class TestChoice:
    BOTH = ("Harbor Electric – Storm crews", "Harbor Elevator – Service desk")

    def test_a_tie_offers_at_most_four_and_says_when_there_are_more(self, house: House) -> None:
        base = house.app.crm.opportunity(ACME, PRIYA)
        named = ["North", "South", "East", "West", "Central"]
        more = [replace(base, id=f"opp-{n}", name=f"Acme – {n} region", version="") for n in named]
        assert isinstance(house.app.crm, BuiltinCrm)
        house.app.crm.load_seed((), (), tuple(more))
        asked = house.say("Acme 80k")
        assert len(offered(asked)) == 4
        assert words(asked) == "Which one do you mean? These are 4 of 6; type the name of another."
        assert titles(house.say("Acme West region")) == ["Acme – West region"]

    @pytest.mark.parametrize(
        ("said", "title"),
        [
            ("1", BOTH[0]),
            ("2", BOTH[1]),
            ("the second one", BOTH[1]),
            ("the elevator one", BOTH[1]),
            ("Harbor Electric", BOTH[0]),
            ("storm crews", BOTH[0]),
        ],
    )
    def test_it_is_answered_by_number_or_name(self, house: House, said: str, title: str) -> None:
        house.say("Harbor 60k")
        card = house.say(said)
        assert (titles(card), [new for *_, new in drafted(card)]) == ([title], ["60,000"])

    @pytest.mark.parametrize("said", ["neither", "none of them", "cancel"])
    def test_neither_closes_it(self, house: House, said: str) -> None:
        asked = house.say("Harbor 60k")
        assert words(house.say(said)) == "Discarded; nothing was written."
        assert isinstance(asked, Reply)
        closed = wording.plain(wording.CLOSED["discarded"])
        assert house.press(asked, asked.actions[0].id) == closed

    def test_both_makes_one_draft_of_two_and_closes_the_question(self, house: House) -> None:
        asked = house.say("Harbor 60k")
        card = house.say("both")
        assert titles(card) == list(self.BOTH)
        assert isinstance(asked, Reply)
        assert house.press(asked, asked.actions[0].id) == wording.plain(wording.OLD_CARD)
        assert words(house.say("save")).startswith("Saved")
        notes = [house.app.crm.notes(i, PRIYA) for i in ("opp-harbor-electric", "opp-harbor-elevator")]
        assert [[n.text for n in of].count("Harbor 60k") for of in notes] == [1, 1]
