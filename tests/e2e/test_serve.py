"""The running bot as an operator meets it: the real command, its ports, its end."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.config import DEMO_CONFIG


@dataclass
class Served:
    process: subprocess.Popen[str]
    port: int

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder, port = tmp_path_factory.mktemp("serve"), free_port()
    text = DEMO_CONFIG.read_text(encoding="utf-8").replace('demo = "."', "")
    config = folder / "cornerman.toml"
    config.write_text(re.sub(r"^port = \d+", f"port = {port}", text, flags=re.MULTILINE), encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "adapters.cli", "--config", str(config), "serve"],
        env={**os.environ, "CORNERMAN_DATA": str(folder / "data")},
        cwd=DEMO_CONFIG.parents[2],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        line = next(line for line in process.stderr if "serving on" in line)
        assert f"127.0.0.1:{port}" in line
        yield Served(process, port)
        process.kill()


@pytest.mark.model
class TestServe:
    def test_it_is_up_and_says_why_it_is_not_ready(self, served: Served) -> None:
        assert served.get("/healthz") == (200, '{"up": true}')
        status, body = served.get("/readyz")
        assert status == 503
        assert json.loads(body) == {
            "ready": False,
            "failed": {"content": "There is no content yet: run `cornerman index sync`."},
            "degraded": {},
        }

    def test_its_figures_are_readable_by_prometheus(self, served: Served) -> None:
        status, body = served.get("/metrics")
        assert status == 200
        assert "cornerman_passages 0" in body
        assert "cornerman_crm_waiting 0" in body
        assert "cornerman_crm_dead 0" in body

    def test_it_ends_when_told_to(self, served: Served) -> None:
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(timeout=30) == 0


@pytest.mark.parametrize(
    ("platform", "given", "missing"),
    [
        (
            "--slack",
            {},
            "SLACK_BOT_TOKEN is not set: export it before starting, it never stands in a file",
        ),
        (
            "--teams",
            {"MicrosoftAppId": "00000000-0000-4000-8000-000000000001", "MicrosoftAppPassword": "x"},
            "Nobody's tenant is named: set MicrosoftAppTenantId, or `tenants` under [teams]; "
            "an administrator of any other could pass for your people.",
        ),
    ],
)
def test_what_is_missing_is_named_before_anything_starts(
    platform: str, given: dict[str, str], missing: str, tmp_path: Path
) -> None:
    ours = ("SLACK_", "MicrosoftApp")
    ended = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "--config", str(DEMO_CONFIG), "serve", platform],
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(ours)},
            **given,
            "CORNERMAN_DATA": str(tmp_path),
        },
        cwd=DEMO_CONFIG.parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert [line for line in ended.stderr.splitlines() if line.startswith("cornerman: ")] == [
        f"cornerman: {missing}"
    ]
    assert "Traceback" not in ended.stderr
