"""The message extension: a message handed to the bot, and a cited answer inserted into a message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.teams_house import Tenant, shown, tenant, texts
from tests.fakes.card_schema import faults

TYPED = "<p>Acme: CFO Dana approved budget,<br>80k &amp; sign end of <b>March</b></p>"


@pytest.fixture
def teams(tmp_path: Path) -> Iterator[Tenant]:
    with tenant(tmp_path) as running:
        yield running


def on_message(command: str, content: str = TYPED) -> dict[str, Any]:
    value = {"commandId": command, "messagePayload": {"id": "m-1", "body": {"content": content}}}
    return {"type": "invoke", "name": "composeExtension/fetchTask", "value": value}


def search(question: str) -> dict[str, Any]:
    value = {"commandId": "cite", "parameters": [{"name": "question", "value": question}]}
    return {"type": "invoke", "name": "composeExtension/query", "value": value}


def test_a_message_in_a_channel_is_drafted_in_the_presser_s_own_chat(teams: Tenant) -> None:
    answer, (opened, draft) = teams.send("priya", channel=True, **on_message("log_to_crm"))
    assert answer == {"task": {"type": "message", "value": "The answer comes in our own chat."}}
    assert (opened[0], draft[:2]) == ("open", ("send", "chat-priya"))
    facts = next(e["facts"] for e in shown(draft)["body"] if e["type"] == "FactSet")
    assert facts[0] == {"title": "☑ Amount", "value": "65,000 → **80,000** · you said “80k”"}


def test_a_question_somebody_asked_is_answered_for_whoever_wants_to_know(teams: Tenant) -> None:
    _, (_, reply) = teams.send(
        "priya", channel=True, **on_message("ask_about", "what does the Team plan cost?")
    )
    assert reply[1] == "chat-priya"
    assert "42 dollars" in texts(reply)


def test_only_what_everyone_may_read_can_be_inserted(teams: Tenant) -> None:
    answer, calls = teams.send("priya", **search("what does the Team plan cost?"))
    (attachment,) = answer["composeExtension"]["attachments"]
    assert calls == []
    assert faults(attachment["content"]) == []
    assert attachment["content"]["body"][0]["text"] == r"The Team plan costs 42 dollars a seat. \[1\]"
    assert attachment["preview"]["content"]["title"] == "The Team plan costs 42 dollars a seat. [1]"
    for who, question in (("marta", "what is the discount floor?"), ("eve", "what does the Team plan cost?")):
        assert teams.send(who, **search(question))[0]["composeExtension"]["attachments"] == []
