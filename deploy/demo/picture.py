"""Draws the first conversation as deploy/demo/conversation.svg: python -m deploy.demo.picture

Runs the real chat in a fresh demo, so that the README shows what the product says.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).resolve().parent
LINES = (
    "They say we're too expensive vs Quorvia. What do I say?",
    "and for a renewal?",
    "are we FedRAMP High?",
    "Acme: CFO Dana approved budget, ~80k, sign end of March, maybe 20 more seats",
    "no, 85k and April 15",
    "1",
    "undo",
    "Borealis moved to negotiation",
    "prep acme",
    "/as marta",
    "/clock +1d",
)
WIDTH = 100


def said() -> str:
    """The whole conversation as the terminal shows it."""
    with tempfile.TemporaryDirectory() as data:
        done = subprocess.run(
            [sys.executable, "-m", "adapters.cli", "--config", str(HERE / "cornerman.toml"), "chat"],
            input="\n".join(LINES) + "\n",
            env={**os.environ, "CORNERMAN_DATA": data, "FORCE_COLOR": "1", "COLUMNS": str(WIDTH)},
            cwd=HERE.parents[1],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return done.stdout.rstrip()


def main() -> None:
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text.from_ansi(said()), highlight=False)
    console.save_svg(str(HERE / "conversation.svg"), title="make run")


if __name__ == "__main__":
    main()
