"""What changes at the source is what people read, from the next sync on, in the bot that is running."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.bootstrap import index_directory
from adapters.sources.files import FileSource
from bot.chat import Citation, Outcome, Reply
from content_index import ingest
from content_index.errors import RetrievalBroken
from tests.e2e.house import House, build_house, titles, words
from tests.fakes.embedder import HashEmbedder
from tests.fakes.turned_embedder import Turned, constant

SEATS = "# Seats\n\nA team seat costs forty euros.\n"
REVIEWED = "---\nowner: Joel Okafor\nverified: 2026-01-05\nreview_by: {}\n---\n" + SEATS
COST = "what does a team seat cost?"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return tmp_path / "pages"


@pytest.fixture
def house(tmp_path: Path) -> House:
    trials = "# Trials\n\nA trial lasts two weeks and needs no card."
    return build_house(tmp_path, {"seats.md": SEATS, "trials.md": trials})


def sync(house: House, pages: Path, embedder: HashEmbedder | None = None) -> None:
    source = FileSource("pages", str(pages))
    ingest.sync([source], index_directory(house.app.settings), embedder or HashEmbedder(), house.app.clock())


def statuses(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Reply)
    return [part.status for part in outcome.parts if isinstance(part, Citation)]


def test_a_changed_page_answers_with_its_new_words_only(house: House, pages: Path) -> None:
    before = house.say(COST)
    assert words(before) == "A team seat costs forty euros. [1]"
    (pages / "seats.md").write_text(SEATS.replace("forty", "fifty"))
    sync(house, pages)
    assert words(house.say(COST)) == "A team seat costs fifty euros. [1]"
    more = str(house.press(before, "more"))
    assert ("fifty" in more, "forty" in more) == (True, False)


def test_a_removed_page_is_gone_and_its_old_answer_says_so(house: House, pages: Path) -> None:
    before = house.say(COST)
    (pages / "seats.md").unlink()
    sync(house, pages)
    after = house.say(COST)
    assert "forty" not in str(after)
    assert "Seats" not in titles(after)
    assert (
        words(house.press(before, "more")) == "That page is no longer here. Ask again for the newest answer."
    )
    assert "forty" not in str(house.say("and for how long?"))


def test_a_page_that_comes_back_is_found_again(house: House, pages: Path) -> None:
    (pages / "seats.md").unlink()
    sync(house, pages)
    (pages / "seats.md").write_text(SEATS)
    sync(house, pages)
    assert words(house.say(COST)) == "A team seat costs forty euros. [1]"


def test_a_source_reads_verified_until_its_review_is_overdue(house: House, pages: Path) -> None:
    today = house.app.clock().date()
    (pages / "seats.md").write_text(REVIEWED.format(today.isoformat()))
    sync(house, pages)
    assert statuses(house.say(COST)) == ["verified 5 Jan"]
    house.later(days=2)
    assert statuses(house.say(COST)) == ["review overdue"]


def test_a_removed_page_is_gone_even_where_the_new_index_is_refused(house: House, pages: Path) -> None:
    house.say(COST)
    (pages / "seats.md").unlink()
    for number in range(20):
        (pages / f"page{number}.md").write_text(f"# Topic{number}\n\nIt tells of subject{number}.")
    sync(house, pages)
    (pages / "page7.md").unlink()
    with pytest.raises(RetrievalBroken):
        sync(house, pages, Turned(constant))
    assert "subject8" in words(house.say("what tells of subject8?"))
    assert "tells of subject7." not in words(house.say("what tells of subject7?"))
    assert house.app.content.problem().endswith("to take it as it is.")
