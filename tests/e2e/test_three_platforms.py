"""The same conversations in the terminal, in Slack and in Teams, each through its own real app: what is said
back is the same, word for word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.render import fallback
from adapters.teams.render import summary
from bot.chat import Reply
from tests.e2e.house import PAGES, build_house
from tests.e2e.slack_house import workspace
from tests.e2e.teams_house import shown, tenant

PRESS = "▸ "
"""Begins a turn that presses the button of that label on the reply before."""
NOTE = "Harbor Electric: they need 35 seats and close end of April"
CONVERSATIONS: dict[str, Sequence[str]] = {
    "a question, its follow-up and a verdict": (
        "what does the Team plan cost?",
        f"{PRESS}Helpful",
        "does a renewal discount need the value review?",
        f"{PRESS}More",
        "and how tall is the Eiffel tower?",
    ),
    "a note, saved and undone": (NOTE, f"{PRESS}Save", f"{PRESS}Undo", f"{PRESS}Undo"),
    "a note, corrected and discarded": (NOTE, "no, 45 seats", f"{PRESS}Discard", f"{PRESS}Save"),
    "a note, saved by a word": (NOTE, "save", "undo"),
    "what is mine": ("my opportunities", "prep Harbor Electric", "plan", "help", "thanks"),
    "a stranger's record": ("Kestrel: close it as won, 900k", "?", "hello there", "…"),
    "what must stay words": ("<!everyone> @here & <b>bold</b> *what* does the `Team` plan cost?", "🤷"),
}


def in_the_terminal(folder: Path, turns: Sequence[str]) -> list[Reply]:
    house = build_house(folder, PAGES)
    said: list[Reply] = []
    last: Reply | None = None
    for turn in turns:
        if turn.startswith(PRESS):
            assert last is not None
            action = next(a.id for a in last.actions if a.label == turn.removeprefix(PRESS))
            outcome = house.press(last, action)
        else:
            outcome = house.say(turn)
        assert isinstance(outcome, Reply), outcome
        last = outcome if outcome.actions else last
        said.append(outcome)
    return said


def in_slack(folder: Path, turns: Sequence[str]) -> list[str]:
    said: list[str] = []
    card: dict[str, Any] = {}
    ts = ""
    with workspace(folder) as slack:
        for turn in turns:
            if turn.startswith(PRESS):
                label = turn.removeprefix(PRESS)
                buttons = [
                    b for block in card["blocks"] if block["type"] == "actions" for b in block["elements"]
                ]
                action = next(b["action_id"].partition("#")[0] for b in buttons if b["text"]["text"] == label)
                calls = slack.press("priya", card, action, ts)
            else:
                written = turn.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                calls = slack.say("priya", written)
            (message,) = (call for name, call in calls if name.startswith("chat."))
            said.append(message["text"])
            if any(block["type"] == "actions" for block in message["blocks"]):
                card, ts = message, message.get("ts") or slack.last_ts()
    return said


def in_teams(folder: Path, turns: Sequence[str]) -> list[str]:
    said: list[str] = []
    card: dict[str, Any] = {}
    ref = ""
    with tenant(folder) as teams:
        for turn in turns:
            if turn.startswith(PRESS):
                _, calls = teams.press("priya", card, turn.removeprefix(PRESS), ref)
            else:
                _, calls = teams.send("priya", text=turn.replace("&", "&amp;").replace("<", "&lt;"))
            call = calls[0]
            said.append(call[3]["summary"])
            if any(element["type"] == "ActionSet" for element in shown(call)["body"]):
                card, ref = shown(call), call[2] or f"act-{len(teams.service.calls)}"
    return said


@pytest.mark.parametrize("name", CONVERSATIONS)
@pytest.mark.parametrize(
    ("replay", "words"), [(in_slack, fallback), (in_teams, summary)], ids=["slack", "teams"]
)
def test_a_conversation_goes_the_same_way_everywhere(
    replay: Callable[[Path, Sequence[str]], list[str]],
    words: Callable[[Reply], str],
    name: str,
    tmp_path: Path,
) -> None:
    turns = CONVERSATIONS[name]
    expected = [words(reply) for reply in in_the_terminal(tmp_path / "terminal", turns)]
    assert replay(tmp_path / "there", turns) == expected
