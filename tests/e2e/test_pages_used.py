"""A page used on an opportunity is asked about once, by one tap, when nothing has shown how it went."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.sources.files import FileSource
from bot.chat import Form, Outcome, Reply
from bot.sales import CrmUpdate
from tests.e2e.house import House, build_house, words
from tests.fakes.embedder import HashEmbedder

PLAY = "# Discovery play\n\nAsk what the delay costs them before you show anything."
OTHER = "# Pricing\n\nThe Team plan costs 42 dollars a seat."


@pytest.fixture
def house(tmp_path: Path) -> House:
    """The demo's own play has this id."""
    found = build_house(tmp_path)
    folder = tmp_path / "enablement"
    (folder / "plays").mkdir(parents=True)
    bring_enablement(found, folder)
    found.later(hours=1)
    return found


def bring_enablement(house: House, folder: Path) -> None:
    from adapters.bootstrap import index_directory
    from content_index import ingest

    (folder / "plays" / "discovery-play.md").write_text(PLAY, encoding="utf-8")
    (folder / "pricing.md").write_text(OTHER, encoding="utf-8")
    source = FileSource("enablement", str(folder))
    ingest.sync([source], index_directory(house.app.settings), HashEmbedder(), house.app.clock())


def use(house: House) -> Outcome:
    answer = house.say("What should I ask about what the delay costs?")
    form = house.press(house.press(answer, "helpful"), "use")
    assert isinstance(form, Form)
    labels = [label for _, label in form.fields[0].options]
    assert "Acme – Dispatch rollout" in labels
    return house.submit(form, "priya", opportunity="opp-acme")


def asked(house: House, days: int) -> list[Reply]:
    told = [(to, reply) for _ in range(days) for to, reply in house.later(days=1)]
    found = [(to, reply) for to, reply in told if "How did it go?" in words(reply)]
    assert {to for to, _ in found} <= {"priya"}
    return [reply for _, reply in found]


def test_it_is_asked_about_once_after_a_week(house: House) -> None:
    assert words(use(house)).startswith("Noted for Acme – Dispatch rollout.")
    assert asked(house, 6) == []
    (card,) = asked(house, 16)
    assert words(card).startswith("A week ago you took “Discovery play” on Acme – Dispatch rollout.")
    assert words(house.press(card, "helped")).startswith("Thank you.")
    with house.app.store.read() as uow:
        kept = uow.feedback.of_document("enablement/plays/discovery-play.md")
    assert [each.verdict for each in kept] == ["helpful", "helpful"]
    assert asked(house, 10) == []


def test_what_has_shown_itself_is_not_asked(house: House) -> None:
    use(house)
    house.later(days=2)
    house.app.crm.update(CrmUpdate("k1", "opp-acme", {"stage": "proposal"}), "priya")
    assert asked(house, 20) == []


def test_a_page_of_no_plan_offers_nothing(house: House) -> None:
    reply = house.press(house.say("What does the Team plan cost a seat?"), "helpful")
    assert isinstance(reply, Reply)
    assert reply.actions == ()
