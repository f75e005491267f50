"""A person's own page, and what a command or shortcut means: the core, as every platform gets it."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from adapters.console.app import address_of
from bot import commands
from bot.chat import Facts, Form, FormErrors, Home, Identity, Message, Opened, Outcome, Press, Reply, Submit
from bot.commands import VERBS, Wanted
from tests.e2e.house import PAGES, House, build_house, words

NUMBERS = count(1)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def home(house: House, who: str = "priya") -> Home:
    who_is = Identity("console", "demo", who)
    event = Opened(f"h{next(NUMBERS)}", house.app.clock(), who_is, address_of(who), home=True)
    page = house.give(event)
    assert isinstance(page, Home), page
    return page


def opportunities(page: Home) -> dict[str, Reply]:
    return {
        part.rows[0][0]: card
        for card in page.cards
        if card.card_id.startswith("opportunity:")
        for part in card.parts
        if isinstance(part, Facts)
    }


def next_step(card: Reply) -> str:
    (facts,) = card.parts
    assert isinstance(facts, Facts)
    return facts.rows[1][1]


def press(house: House, card_id: str, action: str, who: str = "priya") -> Outcome:
    who_is = Identity("console", "demo", who)
    return house.give(
        Press(f"hp{next(NUMBERS)}", house.app.clock(), who_is, address_of(who), card_id, action)
    )


def submit(house: House, form: Form, who: str = "priya", **values: str) -> Outcome:
    who_is, sent = Identity("console", "demo", who), {f"0.{name}": text for name, text in values.items()}
    stood = {field.name: field.value for field in form.fields}
    event = Submit(
        f"hs{next(NUMBERS)}",
        house.app.clock(),
        who_is,
        address_of(who),
        form.card_id,
        form.id,
        {**stood, **sent},
    )
    return house.give(event)


def said(house: House, text: str, wants: Wanted, who: str = "priya") -> Outcome:
    who_is = Identity("console", "demo", who)
    return house.give(
        Message(f"hm{next(NUMBERS)}", house.app.clock(), who_is, address_of(who), text, wants=wants)
    )


def test_the_page_shows_what_is_mine_and_nothing_else(house: House) -> None:
    with house.app.store.read() as uow:
        priya = uow.people.get("priya")
    assert priya is not None
    book = house.app.crm.book(priya.crm_user or priya.id)
    mine = sorted(o.name for o in book.mine if o.status == "open")
    assert sorted(opportunities(home(house))) == mine
    assert not set(opportunities(home(house, "joel"))) & set(mine)


def test_the_next_step_is_written_from_the_page_and_can_be_undone(house: House) -> None:
    name, card = next(iter(opportunities(home(house)).items()))
    before = next_step(card)
    form = press(house, card.card_id, "next_step")
    assert isinstance(form, Form)
    assert [field.name for field in form.fields] == ["0.next_step", "0.next_step_due"]
    saved = submit(house, form, next_step="Call Dana about the pilot", next_step_due="2026-04-02")
    assert words(saved).startswith("Saved ")
    assert next_step(opportunities(home(house))[name]) == "Call Dana about the pilot · 2 Apr"
    house.press(saved, "undo")
    assert next_step(opportunities(home(house))[name]) == before


def test_a_date_that_is_none_is_asked_for_again(house: House) -> None:
    card = next(iter(opportunities(home(house)).values()))
    form = press(house, card.card_id, "next_step")
    assert isinstance(form, Form)
    refused = submit(house, form, next_step_due="when pigs fly")
    assert isinstance(refused, FormErrors)
    assert list(refused.errors) == ["0.next_step_due"]
    assert words(submit(house, form)) == "Nothing changed, so nothing was written."


def test_nobody_edits_the_next_step_of_a_colleague(house: House) -> None:
    card = next(iter(opportunities(home(house)).values()))
    form = press(house, card.card_id, "next_step")
    assert isinstance(form, Form)
    assert "not one of your" in words(press(house, card.card_id, "next_step", "joel"))
    assert "not one of your" in words(submit(house, form, "joel", next_step="mine now"))
    assert next_step(opportunities(home(house))[next(iter(opportunities(home(house))))]) != "mine now"


def test_a_draft_waits_on_the_page_until_it_is_saved(house: House) -> None:
    name = next(iter(opportunities(home(house))))
    draft = house.say(f"{name}: they want to close end of April")
    assert isinstance(draft, Reply)
    first = home(house).cards[0]
    assert words(first).startswith("A draft waits for your Save")
    assert (first.card_id, first.actions) == (draft.card_id, draft.actions)
    house.press(first, "save")
    assert all(card.card_id != draft.card_id for card in home(house).cards)


def test_a_page_says_what_is_known_of_its_reader(house: House) -> None:
    last = home(house).cards[-1].parts[0]
    assert isinstance(last, Facts)
    assert dict(last.rows)["Time zone"] == "America/New_York"


@pytest.mark.parametrize(
    ("command", "meant"),
    [
        ("", ("", "help")),
        ("ask", ("", "help")),
        ("ASK  what is our SLA?", ("ask", "what is our SLA?")),
        ("log Acme: 80k", ("log", "Acme: 80k")),
        ("my", ("", "my opportunities")),
        ("my opportunities", ("", "my opportunities")),
        ("prep Acme", ("", "prep Acme")),
        ("plan", ("", "plan")),
        ("what is our SLA?", ("", "what is our SLA?")),
    ],
)
def test_a_command_is_a_message_with_what_it_is(command: str, meant: tuple[str, str]) -> None:
    assert commands.read(command) == meant


def test_there_are_six_verbs_and_no_more() -> None:
    assert VERBS == ("ask", "log", "prep", "focus", "plan", "my")


def test_what_was_said_to_be_a_question_is_answered_and_a_note_is_drafted(house: House) -> None:
    name = next(iter(opportunities(home(house))))
    note = f"{name}: they want to close end of April"
    drafted = said(house, note, "log")
    assert isinstance(drafted, Reply)
    assert "save" in [action.id for action in drafted.actions]
    asked = said(house, note, "ask")
    assert isinstance(asked, Reply)
    assert "save" not in [action.id for action in asked.actions]
    assert "could not tell" in words(said(house, "what is the renewal discount?", "log"))
