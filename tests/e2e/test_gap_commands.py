"""`cornerman gaps` and `cornerman content drafts`, as an operator runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters import bootstrap
from adapters.commands import content
from bot.answers.gaps import close
from bot.errors import ConfigError
from tests.e2e.house import PAGES, House, build_house, words
from tests.fakes.embedder import HashEmbedder

UNKNOWN = "what discount do contractors in Peru get?"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """The commands find this house's data, and an embedder without a model."""
    monkeypatch.setenv("CORNERMAN_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(bootstrap, "build_embedder", lambda settings: HashEmbedder())
    return build_house(tmp_path, PAGES)


def drafted(house: House) -> str:
    house.press(house.say(UNKNOWN), "expert")
    card = dict(house.later(minutes=1))["victor"]
    done = house.submit(house.press(card, "answer", "victor"), "victor", answer="Ten percent.")
    house.press(done, "make_draft", "victor")
    house.later(minutes=1)
    (page,) = house.app.drafts.waiting()
    return page.name


def test_gaps_are_listed_and_closed(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.press(house.say("what is the discount floor for zebras in Peru?", "marta"), "quote", "marta")
    house.say("how many llamas does Peru have?")
    content.list_gaps(None, reader=None, as_json=False)
    listed = capsys.readouterr().out
    assert "Something near" in listed
    assert "llamas" not in listed
    with house.app.store.write() as uow:
        (llamas,) = [gap for gap in uow.gaps.in_states(["open"]) if "llamas" in gap.question]
        close(llamas, uow)
        uow.commit()
    assert content.list_gaps(None, reader=None, as_json=True) == 0
    (gap,) = json.loads(capsys.readouterr().out)["gaps"]
    assert (gap["question"], gap["askers"]) == ("what is the discount floor for zebras in Peru?", 1)
    assert "Discount floor" not in gap["nearest"]
    content.list_gaps(None, reader="marta", as_json=True)
    assert "Discount floor" in json.loads(capsys.readouterr().out)["gaps"][0]["nearest"]
    content.close_gap(None, gap["id"])
    with pytest.raises(ConfigError, match="there is no open gap"):
        content.close_gap(None, gap["id"])
    content.list_gaps(None, reader=None, as_json=False)
    assert capsys.readouterr().out.endswith("No gaps.\n")


def test_a_draft_is_published_and_the_bot_tells(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    name = drafted(house)
    content.list_drafts(None, as_json=False)
    assert UNKNOWN in capsys.readouterr().out
    content.publish(None, name)
    assert "Published" in capsys.readouterr().out
    assert "Ten percent." in str(house.say(UNKNOWN, "tom"))
    told = {to: words(reply) for to, reply in house.later(minutes=1)}
    assert told["priya"].startswith(f"You asked “{UNKNOWN}”. There is a page for it now")
    assert "An administrator published it." in told["joel"]


def test_a_draft_is_dropped(house: House) -> None:
    name = drafted(house)
    content.drop(None, name)
    assert house.app.drafts.waiting() == []
    with pytest.raises(ConfigError, match="there is no draft"):
        content.drop(None, name)
