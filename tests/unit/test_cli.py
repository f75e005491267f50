"""What every command does with a disk that refuses, and what `config check` adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters import cli
from tests.unit.test_config import SMALL


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CORNERMAN_DATA", raising=False)
    path = tmp_path / "cornerman.toml"
    path.write_text(SMALL, "utf-8")
    return path


@pytest.mark.parametrize("command", [["ask", "what does a seat cost?"], ["worker"], ["chat"]])
def test_a_folder_that_cannot_be_made_is_one_line(
    config: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    data = config.parent / ".cornerman"
    data.write_text("in the way")
    assert cli.run(["--config", str(config), *command]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        f"cornerman: {data}: File exists; check that it is there, who may use it, and the disk's space\n"
    )


def test_checking_a_configuration_counts_and_names_folders_that_are_not_there(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["--config", str(config), "config", "check"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{config}: fine. people: 2, sources: 1, stages: 3, drivers: 1.",
        f"Source wiki: there is no folder {config.parent / 'pages'} yet.",
    ]
    (config.parent / "pages").mkdir()
    assert cli.run(["--config", str(config), "config", "check"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
