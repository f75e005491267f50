"""Practice with the real model: answers in a seller's own words, which share few words with the driver's."""

from __future__ import annotations

import pytest

from adapters.bootstrap import build_embedder
from adapters.config import DEMO_CONFIG, load_settings
from bot.coaching.model import Driver
from bot.coaching.rehearsal import Feedback, feedback
from content_index.ports import Embedder

SETTINGS = load_settings(DEMO_CONFIG, {})
DISCOVERY, VALUE = SETTINGS.drivers


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    return build_embedder(
        load_settings(DEMO_CONFIG, {"CORNERMAN_DATA": str(tmp_path_factory.mktemp("demo"))})
    )


def places(found: Feedback, driver: Driver) -> list[int]:
    return [driver.behaviours.index(shown.what) for shown in found.did]


@pytest.mark.model
@pytest.mark.parametrize(
    ("driver", "answer", "did", "slips"),
    [
        (
            DISCOVERY,
            "And if you leave everything as it is until December, what happens then? "
            "Whom does this hurt the most, and may I talk to her?",
            [0, 2],
            0,
        ),
        (DISCOVERY, "How much overtime money do you lose each time a visit is missed?", [1], 0),
        (DISCOVERY, "Let me give you a quick demo of our product now.", [], 1),
        (DISCOVERY, "That is fine. How big is your budget this year?", [], 1),
        (DISCOVERY, "Good morning, Dana, lovely weather today.", [], 0),
        (VALUE, "Let us take your figures and fill in the business case with them.", [1], 0),
        (VALUE, "I am able to lower the price a little if you sign by Friday.", [], 1),
    ],
)
def test_a_good_and_a_poor_answer_are_told_apart(
    driver: Driver, answer: str, did: list[int], slips: int, model: Embedder
) -> None:
    found = feedback(answer, driver, (), model)
    assert places(found, driver) == did
    assert len(found.slips) == slips
    missing = next(n for n in range(4) if n not in did)
    assert (found.try_next, found.line) == (driver.behaviours[missing], driver.lines[missing])


@pytest.mark.model
def test_a_driver_without_lines_of_its_own_takes_them_from_its_pages(model: Embedder) -> None:
    bare = Driver("d", "Discovery", "", behaviours=("Asks what happens if nothing changes",))
    spoken = (
        "Shall we look at the number together?",
        "What happens if nothing changes by the end of the year?",
    )
    assert feedback("Hello there.", bare, spoken, model).line == spoken[1]
    assert feedback("Hello there.", bare, spoken[:1], model).line == ""
