"""How long a seller waits after a second start, and how much memory a running bot holds."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from adapters.config import DEMO_CONFIG

QUESTION = "What does the Team plan cost?"
RUNS = 3


def measure() -> dict[str, float]:
    """`second_start_ratio`: a second start to its first answer ÷ importing the model library alone, the
    fastest of three each, taken in turn. `resident_megabytes`: the bot's memory after that answer."""
    with tempfile.TemporaryDirectory() as data:
        environ = {**os.environ, "CORNERMAN_DATA": data}
        _first_answer(environ)
        pairs = [(_first_answer(environ), _import_alone()) for _ in range(RUNS)]
    answers = [answer for answer, _ in pairs]
    start = min(seconds for seconds, _ in answers)
    library = min(seconds for _, seconds in pairs)
    return {
        "second_start_seconds": start,
        "import_seconds": library,
        "second_start_ratio": start / library,
        "resident_megabytes": max(megabytes for _, megabytes in answers),
    }


def _first_answer(environ: dict[str, str]) -> tuple[float, float]:
    """Seconds from starting the process to its first cited answer, and its resident memory then."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "adapters.cli", "--config", str(DEMO_CONFIG), "chat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environ,
        text=True,
    ) as bot:
        assert bot.stdin is not None
        assert bot.stdout is not None
        bot.stdin.write(QUESTION + "\n")
        bot.stdin.flush()
        for line in bot.stdout:
            if line.startswith("[1] "):
                break
        else:
            raise AssertionError("the bot ended without a cited answer")
        seconds = time.perf_counter() - began
        megabytes = _resident(bot.pid)
        bot.stdin.close()
        bot.stdout.read()
    return seconds, megabytes


def _import_alone() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import sentence_transformers"], check=True, capture_output=True)
    return time.perf_counter() - began


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1024
