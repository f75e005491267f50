"""`cornerman index` as an administrator meets it: what it prints, returns and remembers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters import cli
from adapters.commands import index
from content_index.ports import Skipped
from tests.fakes.embedder import HashEmbedder
from tests.unit.test_config import SMALL

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`cornerman index …` in a folder whose configured source `wiki` is `pages`: code, output, errors."""
    config = tmp_path / "cornerman.toml"
    config.write_text(SMALL.replace('"pages"', '"pages"\naudience = ["person:ana"]'), "utf-8")
    (tmp_path / "pages" / "emea").mkdir(parents=True)
    (tmp_path / "pages" / "seats.md").write_text("# Seats\n\nA team seat costs forty euros.")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "trial.md").write_text("# Trial\n\nA trial lasts thirty days.")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CORNERMAN_DATA", raising=False)
    monkeypatch.setattr(index, "build_embedder", lambda settings: HashEmbedder())

    def command(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["index", *arguments])
        told = capsys.readouterr()
        errors = [
            line
            for line in told.err.splitlines()
            if not line.startswith(("read:", "embed:", "write:", "sentences:"))
        ]
        return code, told.out, "\n".join(errors)

    return command


def test_a_folder_given_by_hand_is_remembered(run: Run) -> None:
    assert run("sync", "more")[0] == 0
    code, told, _ = run("sync")
    assert (code, told.split(" · ")[0]) == (0, "1 added, 0 changed, 0 removed, 1 unchanged, 0 skipped")


def test_a_sync_leaves_no_sentence_for_the_first_asker_to_embed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = HashEmbedder()
    monkeypatch.setattr(index, "build_embedder", lambda settings: embedder)
    assert run("sync")[0] == 0
    assert embedder.encoded[-1] == "Seats:  A team seat costs forty euros."
    assert run("remove", "wiki")[0] == 0
    assert run("sync", "more")[0] == 0
    assert embedder.encoded[-1] == "Trial:  A trial lasts thirty days."


@pytest.mark.parametrize("place", ["", "nowhere", "more/trial.md"])
def test_what_is_neither_source_nor_folder_is_refused(run: Run, place: str) -> None:
    assert run("sync", place) == (
        1,
        "",
        f"cornerman: “{place}” is neither a source nor a folder; `cornerman index status` lists sources",
    )


@pytest.mark.parametrize("place", ["./pages", "pages/", "pages/emea", "."])
def test_pages_of_a_configured_source_are_not_shown_to_everyone_by_another_name(run: Run, place: str) -> None:
    code, _, error = run("sync", place)
    assert (code, error) == (
        1,
        f"cornerman: “{place}” shares pages with the configured source wiki: "
        "`cornerman index sync wiki` takes them in, with that source's audience",
    )


def test_nor_by_a_url_of_the_same_folder(run: Run, tmp_path: Path) -> None:
    code, _, error = run("sync", f"file://{tmp_path}/pages/emea")
    assert code == 1
    assert "shares pages with the configured source wiki" in error


def test_a_part_of_a_configured_url_is_not_shown_to_everyone(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "cornerman.toml"
    config.write_text(config.read_text("utf-8").replace('"pages"', '"memory://wiki"'), "utf-8")
    assert "shares pages with the configured source wiki" in run("sync", "memory://wiki/emea/")[2]
    assert "There is no folder" in run("sync", "memory://wiki2")[2]


def test_a_place_that_cannot_be_listed_is_not_remembered(run: Run, tmp_path: Path) -> None:
    code, _, error = run("sync", "file:///no/such/folder")
    assert code == 1
    assert error == "cornerman: There is no folder /no/such/folder: check the source's location."
    assert run("sync")[0] == 0


def test_a_source_that_is_gone_fails_and_the_others_are_taken_in(run: Run, tmp_path: Path) -> None:
    run("sync", "more")
    (tmp_path / "pages").rename(tmp_path / "away")
    (tmp_path / "more" / "price.md").write_text("# Price\n\nForty euros.")
    code, told, error = run("sync")
    assert code == 1
    assert told.startswith("1 added, 0 changed, 0 removed")
    assert error == f"cornerman: There is no folder {tmp_path / 'pages'}: check the source's location."


def test_removing_what_is_no_source_names_those_there_are(run: Run) -> None:
    run("sync", "more")
    assert run("remove", "moore") == (1, "", "cornerman: no source is called “moore”; there are more, wiki")
    assert run("remove", "more") == (0, "1 pages of “more” removed.\n", "")
    assert "the next sync brings it back" in run("remove", "wiki")[1]
    assert run("remove", "more")[0] == 1


@pytest.mark.parametrize("content", ["", "{", "[]", '{"more": 3}'])
def test_a_damaged_memory_of_folders_says_what_to_do(run: Run, tmp_path: Path, content: str) -> None:
    run("sync", "more")
    path = tmp_path / ".cornerman" / "added_sources.json"
    path.write_text(content)
    code, _, error = run("sync")
    assert (code, error) == (
        1,
        f"cornerman: {path} is damaged: delete it, then `cornerman index sync FOLDER` for each folder "
        "added by hand",
    )


def test_a_folder_that_may_not_be_written_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".cornerman").write_text("in the way")
    code, _, error = run("sync")
    assert code == 1
    assert error.count("\n") == 0
    assert f"{tmp_path / '.cornerman'}" in error


def test_a_file_name_does_not_steer_the_terminal() -> None:
    assert list(index._skips([Skipped("a\x1b[31m\n\u202eb é.md", "It is empty.")])) == [
        "skipped a\\x1b[31m\\n\\u202eb é.md: It is empty."
    ]
