"""What a conversation remembers, and what of it another version of the bot left in another form."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.answers.model import Asked
from bot.memory import Memory, recall
from bot.ports import ConversationState

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)
ASKED = Asked("what is the zebra limit?", (("Twelve.", "pages/a.md"),), "EMEA")
KEPT: dict[str, Any] = {
    **Memory({}, NOW).with_asked(ASKED, "e1"),
    **Memory({}, NOW).with_recent(["opp-1"]),
    **Memory({}, NOW).with_practice("discovery", 2),
    "acted": {"e0": "draft:1"},
    "shown": "draft:1",
}


def recalled(data: Any, now: datetime = NOW) -> Memory:
    return recall(ConversationState("console/demo/priya/", "priya", data, 3), now)


def test_what_was_stored_comes_back() -> None:
    memory = recalled(KEPT)
    assert (memory.asked("e2"), memory.recent, memory.last_acts) == (ASKED, ("opp-1",), ("draft:1",))
    assert (memory.asked("e1"), memory.acted("e0"), memory.shown) == (None, "draft:1", "draft:1")
    assert memory.practice == ("discovery", 2)
    late = recalled(KEPT, NOW + timedelta(hours=3))
    assert (late.asked("e2"), late.recent, late.shown) == (None, (), "draft:1")
    assert late.practice is None


@pytest.mark.parametrize(
    "broken",
    [
        ["zebra"],
        "zebra",
        {"asked": "what is the zebra limit?"},
        {"asked": {"question": "what is the zebra limit?"}},
        {"asked": {"value": ["zebra"], "at": NOW.isoformat()}},
        {"asked": {"value": {"question": {"text": "zebra"}, "lines": []}, "at": NOW.isoformat()}},
        {"asked": {"value": {"question": "zebra?", "lines": [["one"]]}, "at": NOW.isoformat()}},
        {"asked": {"value": {"question": "zebra?", "lines": None}, "at": NOW.isoformat()}},
        {"asked": {"value": {"question": "zebra?", "lines": []}, "at": NOW.timestamp()}},
        {"asked": {"value": {"question": "zebra?", "lines": []}, "at": "2026-03-10T15:00:00"}},
        {"recent": {"value": 7, "at": NOW.isoformat()}},
        {"recent": ["opp-1"]},
        {"practice": {"value": ["zebra"], "at": NOW.isoformat()}},
        {"practice": {"value": [3, "zebra"], "at": NOW.isoformat()}},
        {"acted": ["draft:1"]},
        {"acted": {"e0": ["draft:1"]}},
    ],
)
def test_what_is_of_another_form_is_forgotten_without_a_word_of_it(
    broken: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    assert recalled(broken) == Memory({}, NOW)
    assert "what priya had in console/demo/priya/ is forgotten" in caplog.text
    assert "zebra" not in caplog.text
