"""The main conversations as a person has them in Teams, in a real browser. Run by `make test-playground`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.playground.scene import MODULES, scene

pytestmark = [
    pytest.mark.playground,
    pytest.mark.long,
    pytest.mark.skipif(not MODULES.is_dir(), reason="`make test-playground` installs what this needs"),
]

NOTE = "Acme: CFO Dana approved budget, 80k, sign end of March"


def test_a_day_with_the_bot(tmp_path: Path) -> None:
    with scene(tmp_path) as teams:
        teams.do("open")
        answer = teams.say("what does the Team plan cost?", until="42 dollars")
        teams.do("closeLog")
        assert "[1] Pricing › Team plan" in answer
        teams.picture("ask")
        teams.say("and the discount for a renewal?", until="value review")
        teams.picture("follow_up")

        teams.say(NOTE, until="80,000")
        teams.picture("draft")
        # The Playground has no dialogs (tests/e2e/test_teams.py opens them): the edit is made in words.
        teams.say("no, 85k", until="85,000")
        teams.do("gone", words="80,000")
        teams.picture("edited")
        teams.press("Save", until="Undo")
        teams.picture("saved")
        teams.press("Undo", until="ndone")
        teams.do("gone", words="Note only")

        teams.say("plan", until="Under way.")
        teams.picture("plan")
        teams.say("remind me to call Dana tomorrow", until="I will remind you")
        teams.house.demo.move_clock(timedelta(days=4))
        teams.worker.tick()
        teams.do("see", words="call Dana", times=3)
        teams.picture("nudge")
