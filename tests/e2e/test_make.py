"""`make run` must start what exists: the command it names is one the parser takes."""

from __future__ import annotations

import shlex
import subprocess

from adapters.cli import _parser
from adapters.config import DEMO_CONFIG


def test_make_run_starts_the_demo_chat() -> None:
    root = DEMO_CONFIG.parents[2]
    planned = subprocess.run(
        ["make", "--dry-run", "--always-make", "run"], cwd=root, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    _, *arguments = shlex.split(planned[-1])
    parsed = _parser().parse_args(arguments)
    assert (root / parsed.config, parsed.run.__name__) == (DEMO_CONFIG, "_chat")
