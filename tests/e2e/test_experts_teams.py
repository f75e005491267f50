"""A question in a Teams channel, its expert and the answer back: the real bot through the real Teams app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.teams_house import CHANNEL, MENTION, Tenant, shown, tenant, texts

QUESTION = "does a renewal discount need the value review?"


@pytest.fixture
def teams(tmp_path: Path) -> Iterator[Tenant]:
    with tenant(tmp_path) as running:
        yield running


def test_the_answer_comes_back_to_the_thread_once(teams: Tenant) -> None:
    _, (answer,) = teams.send("priya", True, text=f"<at>Cornerman</at> {QUESTION}", entities=[MENTION])
    _, (passed_on,) = teams.press("priya", shown(answer), "Ask an expert", "act-1", channel=True)
    assert passed_on[1] == CHANNEL
    assert "I passed your question to Joel Okafor" in texts(passed_on)
    (card,) = teams.work()
    assert card[:2] == ("send", "chat-joel")
    ref = f"act-{len(teams.service.calls)}"
    dialog, _ = teams.press("joel", shown(card), "Answer", ref)
    assert dialog["task"]["value"]["title"] == "Answer Priya"
    (updated,) = teams.submit("joel", dialog, answer="Yes.", readers="thread")
    assert updated[:3] == ("update", "chat-joel", ref)
    (back,) = teams.work()
    assert back[:2] == ("send", CHANNEL)
    assert texts(back).startswith("Answer from Joel Okafor · 10 Mar\n")
    assert teams.work() == []


def test_passed_on_it_stays_with_one_expert_at_a_time(teams: Tenant) -> None:
    _, (answer,) = teams.send("priya", text=QUESTION)
    teams.press("priya", shown(answer), "Ask an expert", "act-1")
    (card,) = teams.work()
    ref = f"act-{len(teams.service.calls)}"
    dialog, _ = teams.press("joel", shown(card), "Pass on", ref)
    (closed,) = teams.submit("joel", dialog, person="Nadia Haddad")
    assert texts(closed).startswith("Passed on to Nadia Haddad.")
    (second,) = teams.work()
    assert second[:2] == ("send", "chat-nadia")
    late, _ = teams.press("joel", shown(card), "Answer", ref)
    assert "is with somebody else by now" in late["task"]["value"]
