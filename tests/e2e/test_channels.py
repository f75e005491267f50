"""A channel's own settings: which pages answer there, and when the bot speaks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.console.app import address_of
from bot import answering, wording
from bot.chat import Address, Edited, Facts, Form, FormErrors, Identity, Message, Outcome, Reply, Text
from bot.ports import ChannelRules
from tests.e2e.house import House, build_house, titles, words

PAGES = {
    "pricing.md": "# Pricing\n\n## Team plan\n\nThe Team plan costs 42 dollars a seat.",
    "security.md": "# Security\n\nCustomer data is encrypted at rest with keys of the customer.",
    "floor.md": "---\ntitle: Discount floor\naudience: [group:managers]\n---\n"
    "The discount floor is 37 percent for strategic accounts.",
}
CHANNEL = Address("console", "demo", "C1", "171.1", "channel")
PRICE = "what does the Team plan cost?"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def setting(house: House, who: str = "lena") -> Outcome:
    return house.press(house.say("channel", who, CHANNEL), "change_channel", who)


def make_admin(house: House, who: str) -> None:
    with house.app.store.write() as uow:
        person = uow.people.get(who)
        assert person is not None
        uow.people.save(replace(person, roles=person.roles | {"admin"}))
        uow.commit()


def put(house: House, **rules: object) -> None:
    with house.app.store.write() as uow:
        uow.channels.put(CHANNEL, ChannelRules(**rules), "lena", house.app.clock())  # type: ignore[arg-type]
        uow.commit()


def overheard(house: House, text: str, thread: str = "200.1", who: str = "priya", opens: bool = True) -> bool:
    """Whether the bot takes it up."""
    where = replace(CHANNEL, thread=thread)
    at = house.app.clock()
    id = f"o{house._ids()}"
    event = Message(id, at, Identity("console", "demo", who), where, text, opens_thread=opens)
    if not house.app.door.accept(event):
        return False
    before = len(house.chats.sent)
    outcome = house.app.door.answer(event)
    if isinstance(outcome, Reply):
        house.chats.sent.append((where.channel, outcome))
        house.app.door.delivered(event, outcome, where, "r")
    return len(house.chats.sent) > before


def test_an_administrator_sets_a_channel(house: House) -> None:
    make_admin(house, "lena")
    form = setting(house)
    assert isinstance(form, Form)
    assert [(field.name, field.value) for field in form.fields] == [("answers", "mentions"), ("folders", "")]
    assert form.fields[1].hint == "One folder a line; left empty, all pages answer. There are: pages."
    wrong = house.submit(form, "lena", answers="loud", folders="pages\nwiki/secret")
    assert wrong == FormErrors(
        {
            "answers": "Choose when I answer there.",
            "folders": "I know no pages under “wiki/secret”. There are: pages.",
        }
    )
    saved = house.submit(form, "lena", answers="auto", folders="pages/")
    assert isinstance(saved, Reply)
    assert saved.parts[0] == Facts(
        (("I answer", "Also questions to nobody in particular, when I am sure"), ("Pages", "pages")),
        "This channel",
    )
    with house.app.store.read() as uow:
        assert uow.channels.rules(replace(CHANNEL, thread="9.9")) == ChannelRules(("pages",), "auto")
        assert uow.channels.rules(replace(CHANNEL, channel="C2")) == ChannelRules()


def test_others_read_the_settings_and_change_nothing(house: House) -> None:
    shown = house.say("channel", "priya", CHANNEL)
    assert isinstance(shown, Reply)
    assert (shown.actions, shown.visibility) == ((), "asker")
    make_admin(house, "lena")
    offered = house.say("channel settings", "lena", CHANNEL)
    form = house.press(offered, "change_channel", "lena")
    assert words(house.press(offered, "change_channel", "priya")).startswith("Only an administrator")
    assert words(house.submit(form, "priya", answers="auto")).startswith("Only an administrator")
    with house.app.store.read() as uow:
        assert uow.channels.rules(CHANNEL) == ChannelRules()


def test_whoever_made_the_channel_sets_it(house: House) -> None:
    house.chats.maker = "priya"
    form = setting(house, "priya")
    assert isinstance(form, Form)
    house.submit(form, "priya", answers="quiet")
    with house.app.store.read() as uow:
        assert uow.channels.rules(CHANNEL).answers == "quiet"


def test_a_folder_with_a_comma_in_its_name_is_set(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    knows(monkeypatch, house, "pages", "pages/Pricing, EMEA")
    make_admin(house, "lena")
    house.submit(setting(house), "lena", answers="mentions", folders="/pages/Pricing, EMEA\r\npages\npages")
    with house.app.store.read() as uow:
        assert uow.channels.rules(CHANNEL).folders == ("pages/Pricing, EMEA", "pages")


def knows(monkeypatch: pytest.MonkeyPatch, house: House, *folders: str) -> None:
    monkeypatch.setattr(type(house.app.content), "folders", lambda *_: dict.fromkeys(folders, 1))


def pages_of(shown: Outcome) -> str:
    assert isinstance(shown, Reply)
    assert isinstance(shown.parts[0], Facts)
    return dict(shown.parts[0].rows)["Pages"]


def test_folders_that_hold_nothing_for_a_reader_are_not_named(house: House) -> None:
    put(house, folders=("pages", "mergers"))
    assert pages_of(house.say("channel", "priya", CHANNEL)) == "pages and others that you may not see"
    put(house, folders=("mergers",))
    assert pages_of(house.say("channel", "priya", CHANNEL)) == "others that you may not see"


def test_whoever_made_a_channel_neither_sees_nor_loses_what_is_hidden(house: House) -> None:
    house.chats.maker = "priya"
    put(house, folders=("mergers", "pages"))
    form = setting(house, "priya")
    assert isinstance(form, Form)
    assert form.fields[1].value == "pages"
    assert "others that you may not see stay set, and “all” clears them too." in form.fields[1].hint
    guessed = house.submit(form, "priya", folders="mergers")
    assert guessed == FormErrors({"folders": "I know no pages under “mergers”. There are: pages."})
    saved = house.submit(form, "priya", folders="")
    assert pages_of(saved) == "others that you may not see"
    with house.app.store.read() as uow:
        assert uow.channels.rules(CHANNEL).folders == ("mergers",)
    assert pages_of(house.submit(form, "priya", folders="all")) == "all"
    with house.app.store.read() as uow:
        assert uow.channels.rules(CHANNEL).folders == ()


def test_in_a_direct_chat_there_is_nothing_to_set(house: House) -> None:
    assert words(house.say("channel", "lena")).startswith("Say that in the channel")


def test_only_the_chosen_pages_answer_there(house: House, tmp_path: Path) -> None:
    assert titles(house.say(PRICE, "priya", CHANNEL)) == ["Pricing"]
    put(house, folders=("elsewhere",))
    limited = house.say(PRICE, "priya", CHANNEL)
    assert titles(limited) == []
    assert "Only some pages answer in this channel" in words(limited)
    with house.app.store.read() as uow:
        assert uow.gaps.in_states(("open",)) == []
    assert titles(house.say(PRICE, "priya")) == ["Pricing"]
    put(house, folders=("pages",))
    assert titles(house.say(PRICE, "priya", CHANNEL)) == ["Pricing"]


def test_what_is_set_widens_no_audience(house: House) -> None:
    put(house, folders=("pages",))
    assert "Discount floor" not in titles(house.say("what is the discount floor?", "priya", CHANNEL))


def test_nobody_is_answered_unasked_until_it_is_set(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "SURE", 0.0)
    assert not overheard(house, PRICE)
    put(house, answers="auto")
    assert overheard(house, PRICE)
    assert not overheard(house, "the Team plan costs 42 dollars, I think")
    statement = Message(
        "kept", house.app.clock(), Identity("console", "demo", "priya"), CHANNEL, "hi all", opens_thread=True
    )
    assert not house.app.door.accept(statement)
    assert not overheard(house, "does anyone have the number of the hairdresser?")
    assert not overheard(house, PRICE, who="nobody-known")


def test_unasked_only_what_is_sure_and_for_everyone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    put(house, answers="auto")
    monkeypatch.setattr(answering, "SURE", 1.1)
    assert not overheard(house, PRICE)
    monkeypatch.setattr(answering, "SURE", 0.0)
    assert not overheard(house, "what is the discount floor for strategic accounts?", who="victor")
    assert house.say("what is the discount floor for strategic accounts?", "victor", address_of("victor"))


def test_after_an_unasked_answer_the_asker_goes_on_and_others_talk_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "SURE", 0.0)
    put(house, answers="auto")
    assert overheard(house, PRICE, thread="300.1")
    assert overheard(house, "is customer data encrypted at rest?", thread="300.1", opens=False)
    assert not overheard(house, "is customer data encrypted at rest?", "300.1", "tom", opens=False)
    assert not overheard(house, "is customer data encrypted at rest?", "300.1", opens=False)


def test_a_quiet_channel_hears_mentions_alone(house: House) -> None:
    put(house, answers="quiet")
    asked = house.say(PRICE, "priya", CHANNEL)
    assert titles(asked) == ["Pricing"]
    assert not overheard(house, "is customer data encrypted at rest?", "171.1", opens=False)


def test_an_experts_answer_comes_to_a_quiet_channel_in_the_direct_chat(house: House) -> None:
    house.change(
        "pricing.md", "---\ntitle: Pricing\nowner: Joel Okafor\n---\nThe Team plan costs 42 dollars a seat."
    )
    put(house, answers="quiet")
    asked = house.say(PRICE, "priya", CHANNEL)
    assert words(house.press(asked, "expert", "priya", CHANNEL)).endswith(
        "The answer comes to your chat with me."
    )


def test_an_edited_question_whose_answer_is_for_some_only_leaves_no_answer_in_the_channel(
    house: House,
) -> None:
    id, who = "asked1", Identity("console", "demo", "marta")
    asked = house.give(Message(id, house.app.clock(), who, CHANNEL, PRICE, mentioned=True))
    assert isinstance(asked, Reply)
    assert "42 dollars" in words(asked)
    changed = Edited(
        "edit1", house.app.clock(), who, CHANNEL, id, "what is the discount floor for strategic?"
    )
    now = house.give(changed)
    assert now == Reply((Text(wording.NOT_FOR_THIS_CHANNEL),), card_id=asked.card_id, replaces=True)
    assert words(house.press(asked, "helpful", "marta")) == wording.OLD_CARD
