"""A driver for a whole team: pilot, the sellers' verdict, launch or a named override; two at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.chat import Person, Reply, Text
from bot.coaching.desk import CoachingDesk
from bot.coaching.job import run_once
from bot.coaching.rollout import Rollout, Vote, verdict
from tests.fakes.coaching import (
    MARTA,
    PRIYA,
    SETTINGS,
    TOM,
    chat_of,
    local,
    person,
    pressed,
    settle,
    typed,
)
from tests.fakes.store import FakeStore

JOEL = person("joel", "enablement")
EVA = person("eva", "manager")
ASHA = person("asha", manager="marta")
OLE = person("ole", manager="marta")
NOW = local("2026-03-10 10:00")
LATER = NOW + timedelta(days=15)
DESK = CoachingDesk(SETTINGS)


@pytest.fixture
def store() -> FakeStore:
    found = FakeStore()
    settle(found, MARTA, PRIYA, TOM, ASHA, OLE, JOEL, EVA, person("ida", manager="eva"), silent=("tom",))
    return found


def say(store: FakeStore, who: Person, text: str, at: datetime = NOW) -> str:
    with store.write() as uow:
        reply = DESK.message(typed(text, who.id, at, len(text)), who, uow, at)
        uow.commit()
    return words(reply)


def vote(store: FakeStore, who: Person, action: str, at: datetime = LATER) -> str:
    rollout = only(store)
    with store.write() as uow:
        reply = DESK.press(pressed(f"rollout:{rollout.id}", action, who.id, at), who, uow, at)
        uow.commit()
    assert isinstance(reply, Reply)
    return words(reply)


def words(reply: Reply | None) -> str:
    return "\n".join(part.text for part in reply.parts if isinstance(part, Text)) if reply else ""


def only(store: FakeStore) -> Rollout:
    (rollout,) = store.state.rollouts.rollouts.values()
    return rollout


def sent_to(store: FakeStore, who: str) -> list[str]:
    return [key for key, message in store.state.outgoings.items() if message.person_id == who]


def test_a_pilot_is_put_to_its_sellers_after_two_weeks(store: FakeStore) -> None:
    assert "is a pilot for Marta’s team" in say(store, JOEL, "pilot discovery with Marta's team")
    rollout = only(store)
    assert (rollout.state, rollout.manager_id, rollout.created_by) == ("pilot", "marta", "joel")
    assert sent_to(store, "marta") == [f"{rollout.id}:pilot:marta"]
    run_once(NOW + timedelta(days=14), store, SETTINGS)
    assert only(store).state == "pilot"
    run_once(LATER, store, SETTINGS)
    # Tom has never written to the bot: he is not asked, and counts for neither side.
    assert (only(store).state, only(store).asked) == ("polling", ("asha", "ole", "priya"))
    assert sent_to(store, "priya") == [f"{rollout.id}:poll:priya"]
    assert sent_to(store, "tom") == []
    run_once(LATER + timedelta(days=1), store, SETTINGS)
    assert sent_to(store, "priya") == [f"{rollout.id}:poll:priya"]


def test_no_launch_without_a_verdict(store: FakeStore) -> None:
    say(store, JOEL, "pilot discovery with Marta's team")
    assert "were not asked yet" in say(store, JOEL, "launch discovery with Marta's team")
    say(store, JOEL, "ask Marta's team about discovery")
    vote(store, PRIYA, "go", NOW)
    vote(store, OLE, "no_go", NOW)
    # Nobody can ask before and after a vote what it was.
    before = say(store, JOEL, "launch discovery with Marta's team")
    assert before.startswith("The sellers' verdict on Discovery is not in yet. The vote closes once all have")
    vote(store, OLE, "go", NOW)
    assert say(store, JOEL, "launch discovery with Marta's team") == before
    assert sent_to(store, "joel") == []
    assert "That was the last answer" in vote(store, ASHA, "no_go", NOW)
    assert sent_to(store, "joel") == [f"{only(store).id}:verdict:5:joel"]
    told = store.state.outgoings[f"{only(store).id}:verdict:5:joel"].reply
    assert words(told).startswith("The sellers' verdict on Discovery: go. Sent because")
    assert "Discovery is launched" in say(store, JOEL, "launch discovery with Marta's team")
    assert (only(store).state, only(store).override_by) == ("launched", "")
    assert audited(store, "driver_launched") == [
        ("joel", {"driver": "discovery", "verdict": "go", "override_by": ""})
    ]
    assert vote(store, PRIYA, "no_go").startswith("That one is over")


def test_a_vote_closes_after_ten_days_with_what_was_said(store: FakeStore) -> None:
    say(store, JOEL, "pilot discovery with Marta's team")
    say(store, JOEL, "ask Marta's team about discovery")
    for who in (PRIYA, OLE):
        vote(store, who, "go", NOW)
    run_once(NOW + timedelta(days=10) - timedelta(seconds=1), store, SETTINGS)
    assert only(store).state == "polling"
    closed = NOW + timedelta(days=10)
    assert vote(store, ASHA, "go", closed).startswith("That one is over")
    run_once(closed, store, SETTINGS)
    assert only(store).state == "decided"
    # Two votes would tell who said what.
    said = say(store, JOEL, "launch discovery with Marta's team", closed)
    assert said.startswith(
        "There is no verdict on Discovery: too few of its sellers have answered. Hear them"
    )
    assert vote(store, ASHA, "go", closed).startswith("That one is over")
    assert "I ask 3 sellers of Marta’s team" in say(store, JOEL, "ask Marta's team about discovery", closed)
    vote(store, ASHA, "go", closed)
    assert only(store).state == "decided"
    assert "The sellers' verdict on Discovery: go" in say(
        store, JOEL, "ask Marta's team about discovery", closed
    )


def test_a_team_of_two_is_not_put_to_the_vote(store: FakeStore) -> None:
    """Each would know what the other said, and so would whoever asked."""
    say(store, JOEL, "pilot discovery with Eva's team")
    run_once(LATER, store, SETTINGS)
    rollout = only(store)
    assert (rollout.state, rollout.asked, sent_to(store, "ida")) == ("decided", ("ida",), [])
    (key,) = sent_to(store, "joel")
    assert words(store.state.outgoings[key].reply).startswith(
        "There is no verdict on Discovery: fewer than 3 sellers of Eva’s team write to me, so a vote would "
        "tell who said what. Hear them in person."
    )
    assert vote(store, person("ida", manager="eva"), "go").startswith("That one is over")
    with store.write() as uow:
        for name in ("kim", "max"):
            uow.people.save(person(name, manager="eva"))
            uow.people.remember_address(name, chat_of(name))
        uow.commit()
    assert "I ask 3 sellers of Eva’s team" in say(store, JOEL, "ask Eva's team about discovery", LATER)


def test_fewer_than_three_sellers_have_no_vote_and_a_pair_needs_none(store: FakeStore) -> None:
    told = say(store, JOEL, "pilot discovery with Eva's team")
    assert told == (
        "Discovery is a pilot for Eva’s team: with fewer than 3 sellers there is no vote, as it would tell "
        "who said what; hear them in person. “coach NAME on discovery” works all along: a plan of two needs "
        "no verdict. For all of the team: “launch discovery with Eva’s team anyway because REASON”."
    )
    message = store.state.outgoings[f"{only(store).id}:pilot:eva"].reply
    assert "It is a pilot: with fewer than 3 sellers there is no vote" in words(message)
    assert "go or no-go" not in words(message)


def test_a_launch_without_it_is_in_somebodys_name(store: FakeStore) -> None:
    say(store, JOEL, "pilot discovery with Marta's team")
    said = say(store, JOEL, "launch discovery with Marta's team anyway because the quarter starts")
    assert "in your name" in said
    rollout = only(store)
    assert (rollout.state, rollout.override_by) == ("launched", "joel")
    assert rollout.override_reason == "the quarter starts"
    detail = {"driver": "discovery", "verdict": "none", "override_by": "joel"}
    assert audited(store, "driver_launched") == [("joel", detail)]
    message = store.state.outgoings[f"{rollout.id}:launch:marta"].reply
    assert "Joel has launched it without the sellers' go." in words(message)


def audited(store: FakeStore, action: str) -> list[tuple[str, dict[str, str]]]:
    return [(who, dict(detail)) for _, who, did, _, detail in store.state.audit if did == action]


def test_the_manager_proposes_to_everyone_with_one_tap(store: FakeStore) -> None:
    say(store, JOEL, "pilot discovery with Marta's team")
    say(store, JOEL, "launch discovery with Marta's team anyway because of the kick-off")
    told = vote(store, MARTA, "propose_all")
    assert "I have asked Priya" in told
    assert "Tom has not written to me yet" in told
    assert {plan.rep_id for plan in store.state.coaching.plans.values()} == {"priya", "tom", "asha", "ole"}
    assert vote(store, PRIYA, "propose_all").startswith("That card belongs")


def test_two_drivers_at_a_time_whoever_began_them(store: FakeStore) -> None:
    say(store, JOEL, "pilot discovery with Marta's team")
    with store.write() as uow:
        uow.rollouts.add(Rollout("w3", "closing", "marta", "launched", "joel", NOW))
        uow.commit()
    refused = say(store, MARTA, "pilot value selling with my team")
    assert "Retire one first: “retire discovery with Marta’s team”" in refused
    assert "Retire one first" in say(store, MARTA, "coach Priya on value selling")
    assert "I have asked Priya" in say(store, MARTA, "coach Priya on discovery")


def test_what_is_retired_makes_room(store: FakeStore) -> None:
    say(store, JOEL, "pilot discovery with Marta's team")
    assert "retired for Marta’s team" in say(store, MARTA, "retire discovery")
    assert only(store).state == "retired"
    assert say(store, JOEL, "pilot discovery with Marta's team", LATER).startswith("Discovery is a pilot")


@pytest.mark.parametrize(
    ("who", "text", "told"),
    [
        (PRIYA, "pilot discovery with Marta's team", "enablement or the team's own manager"),
        (EVA, "pilot discovery with Marta's team", "enablement or the team's own manager"),
        (JOEL, "pilot discovery with Nobody's team", "I know no team of “Nobody”"),
        (JOEL, "pilot juggling with Marta's team", "I know no driver called “juggling”"),
        (JOEL, "launch discovery with Marta's team", "has no pilot on Discovery"),
        (PRIYA, "retire discovery", "enablement or the team's own manager"),
        (JOEL, "retire the old price list", ""),
    ],
)
def test_who_may_say_what(store: FakeStore, who: Person, text: str, told: str) -> None:
    said = say(store, who, text)
    assert told in said
    assert bool(said) == bool(told)
    assert store.state.rollouts.rollouts == {}


@pytest.mark.parametrize(
    ("asked", "votes", "word"),
    [
        (3, (), "none"),
        (1, ("go",), "none"),
        (2, ("go", "go"), "none"),
        (3, ("go", "no_go"), "none"),
        (3, ("go", "go", "no_go"), "go"),
        (4, ("go", "go", "no_go", "no_go"), "no_go"),
        (6, ("go", "go", "no_go"), "go"),
        (7, ("go", "go", "no_go"), "none"),
        (0, (), "none"),
    ],
)
def test_a_verdict(asked: int, votes: tuple[Vote, ...], word: str) -> None:
    assert verdict(tuple(map(str, range(asked))), votes) == word
