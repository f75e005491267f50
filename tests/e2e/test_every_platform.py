"""The conversations of a house, through Slack's and Teams' own apps: every assertion holds there too.
The three platforms side by side, word for word, are in `test_three_platforms`, which `make test` runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CONVERSATIONS = (
    "test_coaching_forms",
    "test_conversation",
    "test_followups",
    "test_gaps",
    "test_leads",
    "test_log_dialog",
    "test_pages_used",
    "test_preferences",
    "test_same_question",
)


@pytest.mark.long
@pytest.mark.parametrize("platform", ["slack", "teams"])
@pytest.mark.parametrize("module", CONVERSATIONS)
def test_the_outcomes_are_the_same(module: str, platform: str) -> None:
    command = [sys.executable, "-m", "pytest", "-m", "not long and not model", str(HERE / f"{module}.py")]
    ran = subprocess.run(
        command,
        cwd=HERE.parents[1],
        env={**os.environ, "CORNERMAN_TESTS_THROUGH": platform},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:]
