"""A process that ends while a daemon thread is in native code ends cleanly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from adapters.config import DEMO_CONFIG

# The greeting is read and left at the worst moment: while torch computes.
BUSY_CHAT = """
import itertools, sys, threading
import torch
from adapters.cli import main
from adapters.commands import chat

computing = threading.Event()

def compute_for_ever(app):
    matrix = torch.ones(600, 600)
    for _ in itertools.count():
        matrix.mm(matrix)
        computing.set()

chat._warm = compute_for_ever
talk = chat._talk
chat._talk = lambda *given: (computing.wait(), talk(*given))
sys.exit(main())
"""


def test_a_chat_left_while_the_model_loads_ends_cleanly(tmp_path: Path) -> None:
    config = tmp_path / "cornerman.toml"
    config.write_text(DEMO_CONFIG.read_text("utf-8").replace('demo = "."', ""), "utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", BUSY_CHAT, "--config", str(config), "chat"],
        env={**os.environ, "CORNERMAN_DATA": str(tmp_path / "data")},
        cwd=DEMO_CONFIG.parents[2],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "You are Priya" in ended.stdout
