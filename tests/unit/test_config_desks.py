"""Desks and the folder of drafts in the configuration file."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.bootstrap import configured_sources, drafts_directory
from adapters.config import load_settings
from bot.settings import DeskSettings
from tests.unit.test_config import SMALL, complaint

DESK = '[[desks]]\nid = "deals"\nname = "Deal desk"\nmembers = ["ana"]\n'


def test_a_desk_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "cornerman.toml"
    path.write_text(SMALL + DESK + 'topics = ["discount"]\ndefault = true\n')
    assert load_settings(path, {}).desks == (
        DeskSettings("deals", "Deal desk", ("ana",), ("discount",), default=True),
    )


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (DESK.replace('"ana"', '"anna"'), 'members[0]: "anna" is no id in `people`; did you mean "ana"?'),
        (DESK.replace('"ana"', ""), "members: nobody would be asked; name at least one person's id"),
        (DESK + DESK, 'id: "deals" stands at desks[0].id already; each must be different'),
        (
            DESK
            + "default = true\n"
            + DESK.replace("deals", "two").replace("Deal", "2nd")
            + "default = true\n",
            "default: desks[0] is the default already; one desk at most is",
        ),
    ],
)
def test_a_desk_nobody_can_ask_is_refused(tmp_path: Path, toml: str, said: str) -> None:
    assert any(problem.endswith(said) for problem in complaint(tmp_path, SMALL + toml))


def test_the_name_of_the_written_pages_is_taken(tmp_path: Path) -> None:
    (problem,) = complaint(tmp_path, SMALL.replace('name = "wiki"', 'name = "answers"'))
    assert problem.endswith('"answers" is the source of pages written in Cornerman; use another name')


def test_drafts_lie_beside_the_index_unless_said_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "cornerman.toml"
    path.write_text(SMALL)
    assert drafts_directory(load_settings(path, {})) == tmp_path / ".cornerman" / "answers"
    path.write_text(SMALL + '[content]\ndrafts = "wiki/new"\n')
    assert drafts_directory(load_settings(path, {})) == tmp_path / "wiki" / "new"


def test_written_pages_are_a_source_once_there_are_some(tmp_path: Path) -> None:
    path = tmp_path / "cornerman.toml"
    path.write_text(SMALL)
    settings = load_settings(path, {})
    assert [source.name for source in configured_sources(settings)] == ["wiki"]
    drafts_directory(settings).mkdir(parents=True)
    assert [source.name for source in configured_sources(settings)] == ["wiki", "answers"]
