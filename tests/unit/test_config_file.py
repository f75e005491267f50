"""What must not stand in the file, and files that cannot be read at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.config import load_settings
from bot.errors import ConfigError
from tests.unit.test_config import SMALL, complaint

SECRETS = {
    "slack.bot_token": ("[slack]\nbot_token = 'hush-1'\n", "environment variable SLACK_BOT_TOKEN"),
    "server.api-key": (
        "[server]\napi-key = 'hush-1'\n",
        "or CORNERMAN_COMPOSER_KEY or CORNERMAN_EXTRACTOR_KEY",
    ),
    "teams.app.password": ("[teams.app]\npassword = 'hush-1'\n", "environment variable MicrosoftAppPassword"),
    "storage.database": ("[storage]\ndatabase = 'postgresql://u:hush-1@db/c'\n", "CORNERMAN_DATABASE_URL"),
}


@pytest.mark.parametrize("key", SECRETS)
def test_a_secret_in_the_file_is_sent_to_the_environment_and_never_repeated(tmp_path: Path, key: str) -> None:
    toml, variable = SECRETS[key]
    problems = complaint(tmp_path, SMALL + toml)
    assert len(problems) == 1
    assert problems[0].endswith(variable)
    assert f": {key}: " in problems[0]
    assert "hush-1" not in problems[0]


def test_a_password_in_a_source_url_is_refused_unrepeated(tmp_path: Path) -> None:
    problems = complaint(tmp_path, SMALL.replace('"pages"', '"ftp://u:hush-1@host/pages"'))
    assert problems == [
        "cornerman.toml:35: sources[0].location: holds a password; leave credentials to the environment"
    ]


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ("a = 1\nb = = 2\n", "cornerman.toml:2: column 5: not valid TOML; Invalid value"),
        ("a = 1\nb = [1,\n", "cornerman.toml:3: not valid TOML; Invalid value"),
        ("a = 1\na = 2\n", "cornerman.toml:2: column 6: not valid TOML; Cannot overwrite a value"),
    ],
)
def test_broken_toml_names_its_line(tmp_path: Path, toml: str, expected: str) -> None:
    assert complaint(tmp_path, toml) == [expected]


@pytest.mark.parametrize("toml", ["x = " + "[" * 5_000, "x = " + "1" * 5_000])
def test_what_no_toml_reader_can_hold_is_one_line(tmp_path: Path, toml: str) -> None:
    assert complaint(tmp_path, toml) == [
        "cornerman.toml: a number is too long or lists are too deep; compare `cornerman config init`"
    ]


def test_the_home_of_nobody_is_a_folder_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "cornerman.toml"
    path.write_text(SMALL.replace('"pages"', '"~nobody-here/pages"'), "utf-8")
    assert load_settings(path, {}).sources[0].location == str(tmp_path / "~nobody-here" / "pages")


def test_a_file_that_is_not_utf8_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "cornerman.toml"
    path.write_bytes('[company]\nname = "Grün"\n'.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"cornerman\.toml:2: is not UTF-8; save the file"):
        load_settings(path, {})


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / "cornerman.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert load_settings(path, {}).company.name == "Small"


def test_a_missing_file_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"none\.toml: No such file or directory; write one with `cornerman"
    ):
        load_settings(tmp_path / "none.toml", {})


def test_an_empty_file_is_told_what_it_lacks(tmp_path: Path) -> None:
    assert [line.split(" is missing")[0] for line in complaint(tmp_path, "")] == [
        "cornerman.toml:1: company:",
        "cornerman.toml:1: stages:",
        "cornerman.toml:1: verifiers:",
    ]
