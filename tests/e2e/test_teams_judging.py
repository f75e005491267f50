"""Teams' own thumbs, the dialog they open, and dialogs in clients that have none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answers.reply import JUDGE
from bot.chat import (
    Citation,
    Event,
    Form,
    FormErrors,
    FormField,
    Message,
    Outcome,
    Press,
    Reply,
    Submit,
    Text,
)
from tests.e2e import teams_house
from tests.e2e.teams_house import CHANNEL, MENTION, Tenant, shown, texts
from tests.fakes import teams_bot

ANSWER = Reply((Text("42. [1]"), Citation(1, "Pricing")), JUDGE, card_id="answer:1")
REASON = Form(
    "feedback",
    "answer:1",
    "What is the matter?",
    (FormField("why", "Why", "choice", "", (("wrong", "Wrong"),)),),
)
THANKS = Reply((Text("Thank you."),))


def judging(event: Event) -> Outcome:
    if isinstance(event, Submit):
        return THANKS if event.values["why"] else FormErrors({"why": "Choose a reason."})
    if isinstance(event, Press):
        return REASON if event.action == "not_helpful" else THANKS
    return ANSWER


def thumb(reaction: str, id: str, **own: Any) -> dict[str, Any]:
    value = {"actionName": "feedback", "actionValue": {"reaction": reaction, **own}}
    name = "message/submitAction" if own else "message/fetchTask"
    return {"type": "invoke", "name": name, "id": id, "replyToId": "act-1", "value": value}


def test_a_thumb_up_counts_at_once() -> None:
    with teams_bot.tenant(judging) as teams:
        teams.send(text="what does it cost?")
        teams.door.wait_for_delivery()
        told = teams.send(**thumb("like", "t-1")).json
    assert told == {"task": {"type": "message", "value": "Thank you."}}
    press = teams.door.answered[-1]
    assert isinstance(press, Press)
    assert (press.action, press.card_id, press.where.channel) == ("helpful", "answer:1", "a:chat")


def test_a_thumb_down_asks_the_reason_in_the_dialog_and_takes_it_back() -> None:
    with teams_bot.tenant(judging) as teams:
        teams.send(text="what does it cost?")
        teams.door.wait_for_delivery()
        opened = teams.send(**thumb("dislike", "t-1")).json["task"]["value"]
        (button,) = opened["card"]["content"]["actions"]
        entered = [json.dumps({**button["data"], "why": why}) for why in ("", "wrong")]
        answers = [
            teams.send(**thumb("dislike", f"t-{n}", feedback=each)) for n, each in enumerate(entered, 2)
        ]
        teams.settle()
        said = [call[3]["summary"] for call in teams.service.calls[1:]]
    assert (opened["title"], opened["card"]["content"]["body"][0]["id"]) == ("What is the matter?", "why")
    assert [(each.status, each.text) for each in answers] == [(200, ""), (200, "")]
    assert said == ["Choose a reason.", "Thank you."]
    submit = teams.door.answered[-1]
    assert isinstance(submit, Submit)
    assert (submit.form, submit.card_id, submit.values) == ("feedback", "answer:1", {"why": "wrong"})


@pytest.mark.parametrize("feedback", ['{"feedbackText": "great"}', "great", None, "[]", "{"])
def test_teams_default_dialog_counts_as_its_thumb(feedback: str | None) -> None:
    with teams_bot.tenant(judging) as teams:
        teams.send(text="what does it cost?")
        teams.door.wait_for_delivery()
        assert teams.send(**thumb("like", "t-1", feedback=feedback)).status == 200
        teams.settle()
    press = teams.door.answered[-1]
    assert isinstance(press, Press)
    assert press.action == "helpful"


@pytest.mark.parametrize("value", [{}, {"actionValue": {"reaction": "heart"}}, {"actionValue": None}, None])
def test_what_is_no_thumb_is_nothing(value: object) -> None:
    with teams_bot.tenant(judging) as teams:
        assert teams.send(type="invoke", name="message/fetchTask", id="t", value=value).status == 200
    assert teams.door.accepted == {}


def test_a_client_without_dialogs_is_told_what_to_do() -> None:
    with teams_bot.tenant(judging) as teams:
        data = {
            "card_id": "answer:1",
            "action": "not_helpful",
            "value": "",
            "msteams": {"type": "task/fetch"},
        }
        assert teams.send(id="m-1", text=None, value=data).status == 202
        teams.settle()
        ((verb, _, _, sent),) = teams.service.calls
    assert verb == "send"
    assert sent["summary"].startswith(
        "“What is the matter?” opens as a dialog, and this app shows none. Open this"
    )
    assert not any(isinstance(event, Message) for event in teams.door.answered)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Tenant]:
    with teams_house.tenant(tmp_path) as running:
        yield running


def test_every_reader_of_a_channel_judges_the_same_answer(house: Tenant) -> None:
    """What is said to one of them about it elsewhere does not move it."""
    asked = "<at>Cornerman</at> what does the Team plan cost?"
    _, (answer,) = house.send("priya", True, text=asked, entities=[MENTION])
    for who in ("joel", "nadia", "priya"):
        told, _ = house.press(who, shown(answer), "Helpful", "act-1", channel=True)
        assert told["task"]["value"].startswith("Good to know")
    with house.house.app.store.read() as uow:
        card = uow.cards.get(f"answer:teams:{CHANNEL}:1")
    assert card
    assert (card.message_ref, card.where.kind) == ("act-1", "channel")


def test_in_a_channel_the_asker_alone_is_offered_what_is_theirs(house: Tenant) -> None:
    asked = "<at>Cornerman</at> how many quokkas live on Rottnest?"
    _, (answer,) = house.send("priya", True, text=asked, entities=[MENTION])
    card = shown(answer)
    assert "Show enablement my words" not in str(card["body"])
    pressed = {"action": card["refresh"]["action"], "trigger": "automatic"}
    own = {"type": "invoke", "name": "adaptiveCard/action", "replyToId": "act-1", "value": pressed}
    hers, nothing_sent = house.send("priya", True, **own)
    assert "Show enablement my words" in str(hers["value"]["body"])
    assert nothing_sent == []
    assert house.send("joel", True, **own)[0]["type"] == "application/vnd.microsoft.activity.message"
    _, (thanks,) = house.press("priya", hers["value"], "Show enablement my words", "act-1", channel=True)
    assert texts(thanks).startswith("Enablement reads your words")
    _, (direct,) = house.send("priya", text="how many quokkas live on Rottnest?")
    assert "refresh" not in shown(direct)
