"""A message that is changed or deleted takes its open draft with it, and nothing that was confirmed."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from adapters.console.app import address_of
from bot.chat import Deleted, Diff, Edited, Identity, Message, Outcome, Reply, Silence, Text
from bot.sales import CrmUpdate
from tests.e2e.house import PAGES, House, build_house, words

NUMBERS = count(1)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def note(house: House, text: str) -> tuple[str, Reply]:
    id = f"note{next(NUMBERS)}"
    reply = house.give(
        Message(id, house.app.clock(), Identity("console", "demo", "priya"), address_of("priya"), text)
    )
    assert isinstance(reply, Reply)
    return id, reply


def change(house: House, of: str, text: str | None, who: str = "priya") -> Outcome:
    id, at, who_is = f"change{next(NUMBERS)}", house.app.clock(), Identity("console", "demo", who)
    if text is None:
        return house.give(Deleted(id, at, who_is, address_of(who), of))
    return house.give(Edited(id, at, who_is, address_of(who), of, text))


def name_of(house: House) -> str:
    book = house.app.crm.book("priya")
    return next(o.name for o in book.mine if o.status == "open")


def seats(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Reply)
    return [row.new for part in outcome.parts if isinstance(part, Diff) for row in part.rows]


def test_the_draft_says_what_the_message_says_now(house: House) -> None:
    id, draft = note(house, f"{name_of(house)}: they need 35 seats")
    assert seats(draft) == ["35"]
    again = change(house, id, f"{name_of(house)}: they need 45 seats")
    assert isinstance(again, Reply)
    assert (seats(again), again.card_id, again.replaces) == (["45"], draft.card_id, True)
    assert words(again).startswith("As you say it now:")
    house.press(again, "save")
    assert next(o.seats for o in house.app.crm.book("priya").mine if o.name == name_of(house)) == 45


def test_a_note_that_is_none_any_more_closes_its_draft(house: House) -> None:
    id, draft = note(house, f"{name_of(house)}: they need 35 seats")
    assert "is no note any more" in words(change(house, id, "thanks"))
    assert "nothing was written" in words(house.press(draft, "save"))


def test_a_deleted_message_closes_its_draft(house: House) -> None:
    id, draft = note(house, f"{name_of(house)}: they need 35 seats")
    closed = change(house, id, None)
    assert isinstance(closed, Reply)
    assert (closed.card_id, closed.replaces) == (draft.card_id, True)
    assert "You deleted your message" in words(closed)
    with house.app.store.read() as uow:
        card = uow.cards.get(draft.card_id)
    assert card is not None
    assert (card.state, "35" in str(card.payload)) == ("discarded", False)


def test_what_was_saved_stays_saved(house: House) -> None:
    id, draft = note(house, f"{name_of(house)}: they need 35 seats")
    house.press(draft, "save")
    assert isinstance(change(house, id, None), Silence)
    assert isinstance(change(house, id, f"{name_of(house)}: they need 45 seats"), Silence)
    assert next(o.seats for o in house.app.crm.book("priya").mine if o.name == name_of(house)) == 35


def test_nobody_changes_the_draft_of_another(house: House) -> None:
    id, draft = note(house, f"{name_of(house)}: they need 35 seats")
    assert isinstance(change(house, id, None, "joel"), Silence)
    with house.app.store.read() as uow:
        card = uow.cards.get(draft.card_id)
    assert card is not None
    assert card.state == "open"


def test_a_message_changed_after_half_of_it_was_saved_does_not_save_that_half_again(house: House) -> None:
    crm = house.app.crm
    first, second = [o for o in crm.book("priya").mine if o.status == "open" and o.stage][:2]
    told = f"{first.name}: they need 35 seats. {second.name}: they need 36 seats"
    id, draft = note(house, told)
    assert seats(draft) == ["35", "36"]
    crm.update(CrmUpdate("colleague", second.id, {"seats": 7}), "priya")
    assert words(house.press(draft, "save")).startswith(f"Saved for {first.name}. Not saved.")
    again = change(house, id, f"{told}!")
    assert seats(again) == ["36"]
    house.press(again, "save")
    assert crm.opportunity(second.id, "priya").seats == 36
    assert len([n for n in crm.notes(first.id, "priya") if "35 seats" in n.text]) == 1


TEAM_PLAN = "what does the Team plan cost?"
RENEWAL = "what does a renewal discount need?"


def said_in(reply: Outcome) -> str:
    assert isinstance(reply, Reply)
    return " ".join(part.text for part in reply.parts if isinstance(part, Text))


def test_an_answer_follows_its_question_where_it_stands(house: House) -> None:
    id, answer = note(house, TEAM_PLAN)
    assert "42 dollars" in said_in(answer)
    again = change(house, id, RENEWAL)
    assert isinstance(again, Reply)
    assert "value review" in said_in(again)
    assert (again.card_id, again.replaces) == (answer.card_id, True)
    assert house.chats.sent[-1][1] == again
    back = change(house, id, TEAM_PLAN)
    assert "42 dollars" in said_in(back)


def test_an_answer_that_another_question_followed_stays(house: House) -> None:
    first, _ = note(house, TEAM_PLAN)
    note(house, RENEWAL)
    assert isinstance(change(house, first, RENEWAL), Silence)


def test_an_answer_goes_with_its_question(house: House) -> None:
    id, answer = note(house, TEAM_PLAN)
    gone = change(house, id, None)
    assert isinstance(gone, Reply)
    assert words(gone) == "The question was deleted, and its answer with it."
    assert (gone.card_id, gone.replaces, gone.actions) == (answer.card_id, True, ())
    assert isinstance(change(house, id, RENEWAL), Silence)


def test_nobody_changes_the_answer_of_another(house: House) -> None:
    id, _ = note(house, TEAM_PLAN)
    assert isinstance(change(house, id, None, who="joel"), Silence)
    assert isinstance(change(house, id, RENEWAL, who="joel"), Silence)


@pytest.mark.parametrize("text", ["Harbor Electric: they need 35 seats", "thanks", "x" * 20_000])
def test_what_asks_nothing_any_more_leaves_the_answer(house: House, text: str) -> None:
    id, _ = note(house, TEAM_PLAN)
    assert isinstance(change(house, id, text), Silence)
