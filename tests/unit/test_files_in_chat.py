"""A small file in a reply: a path in the terminal, lines to copy in Teams."""

from __future__ import annotations

from pathlib import Path

from adapters.console.pictures import keep_in, with_paths
from adapters.console.render import render
from adapters.teams.render import LINES, cards
from bot.charts import drawn
from bot.chat import Bar, File, Picture, Reply, Text

CSV = File("pipeline.csv", "Account,Amount\r\nAcme,1\r\n")


def test_a_terminal_keeps_it_and_prints_where(tmp_path: Path) -> None:
    shown = with_paths(Reply((CSV,)), keep_in(tmp_path))
    (kept,) = tmp_path.iterdir()
    assert kept.read_bytes() == b"Account,Amount\r\nAcme,1\r\n"
    assert shown == Reply((Text(f"[pipeline.csv: {kept}]"),))
    assert render(Reply((CSV,))) == "[pipeline.csv]\nAccount,Amount\r\nAcme,1"


def test_teams_shows_lines_to_copy_and_says_how_many_more_there_are() -> None:
    (card,) = cards(Reply((CSV,)))
    assert [block["text"] for block in card["body"]] == ["pipeline.csv, to copy", "Account,Amount\n\nAcme,1"]
    assert card["body"][1]["fontType"] == "Monospace"
    (long,) = cards(Reply((File("x.csv", "a,b\n" * (LINES + 3)),)))
    assert long["body"][-1]["text"] == "… 3 more lines."


def test_bars_are_drawn_once_and_names_no_font_knows_are_numbered() -> None:
    waiting = Picture("", "as bars", "Pipeline", (Bar("Kyōto", 2.0, "2"), Bar("Acme", 0.0, "none")))
    reply = drawn(Reply((Text("x"), waiting)))
    (_, picture) = reply.parts
    assert isinstance(picture, Picture)
    assert (picture.alt, picture.bars) == ("as bars", ())
    assert len(picture.png) > 1000
    assert drawn(reply) is reply
