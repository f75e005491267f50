"""One person on Slack and Teams: one message, and what is done on one platform is seen on the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from adapters.store.engine import connect
from adapters.store.migrate import migrate
from adapters.store.unit import SqlStore
from bot.chat import Address, Identity, Message, Press, Reply, Text
from bot.coaching.desk import CoachingDesk
from bot.coaching.job import run_once
from bot.deliveries import Deliveries
from bot.errors import DeliveryError, MessageGone
from tests.fakes.coaching import MARTA, SETTINGS, local, pressed, running_plan, settle, typed

NOW = local("2026-03-11 10:00")
SLACK, TEAMS = Address("slack", "T1", "D1"), Address("teams", "t", "19:1")
DESK = CoachingDesk(SETTINGS)


@dataclass
class Chat:
    """What stands in it, by message; `error` is what it answers to whatever is sent."""

    platform: str
    error: DeliveryError | None = None
    standing: dict[str, Reply] = field(default_factory=dict)

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        if self.error:
            raise self.error
        ref = f"{self.platform} {len(self.standing)}"
        self.standing[ref] = reply
        return ref

    def direct_to(self, who: Identity) -> Address:
        return {"slack": SLACK, "teams": TEAMS}[who.platform]

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        if message_ref not in self.standing:
            raise MessageGone("deleted", permanent=True)
        self.standing[message_ref] = reply

    def shown(self) -> list[tuple[str, tuple[str, ...]]]:
        """The first line and the buttons of each message."""
        return [
            (
                next(part.text for part in reply.parts if isinstance(part, Text)),
                tuple(action.id for action in reply.actions),
            )
            for reply in self.standing.values()
        ]


class Both:
    """Marta writes from Slack and has a Teams account too; her first nudge is due."""

    def __init__(self, store: SqlStore) -> None:
        self.store, self.now = store, NOW
        self.slack, self.teams = Chat("slack"), Chat("teams")
        settle(store)
        with store.write() as uow:
            uow.people.remember_address("marta", SLACK)
            uow.people.link(Identity("slack", "T1", "U1"), "marta")
            uow.people.link(Identity("teams", "t", "aad"), "marta")
            uow.coaching.record_practice("marta", "discovery", NOW)
            uow.commit()
        running_plan(store, date(2026, 3, 4), today=date(2026, 3, 10))

    def tick(self) -> None:
        run_once(self.now, self.store, SETTINGS)
        Deliveries(self.store, {"slack": self.slack, "teams": self.teams}, lambda: self.now, SETTINGS).run()

    def does(self, event: Message | Press, where: Address) -> None:
        self.now += timedelta(minutes=5)
        with self.store.write() as uow:
            act = replace(event, where=where, at=self.now)
            if isinstance(act, Message):
                DESK.message(act, MARTA, uow, self.now)
            else:
                DESK.press(act, MARTA, uow, self.now)
            uow.commit()
        self.tick()


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    engine = connect(f"sqlite:///{tmp_path / 'two.db'}")
    migrate(engine)
    yield Both(SqlStore(engine))
    engine.dispose()


OPEN = ("done", "snooze", "not_relevant")
DONE = "✓ Day 7 of 60 · Priya · Discovery. Next: observe one conversation, Wed 25 Mar."


def test_a_nudge_comes_on_the_platform_its_reader_writes_from_and_on_no_other(both: Both) -> None:
    both.tick()
    assert [actions for _, actions in both.slack.shown()] == [OPEN]
    assert both.teams.standing == {}


def test_a_passing_failure_of_the_first_waits_and_a_lasting_one_takes_the_other(both: Both) -> None:
    both.slack.error = DeliveryError("Slack does not answer")
    both.tick()
    assert (both.slack.standing, both.teams.standing) == ({}, {})
    both.slack.error = DeliveryError("user_disabled", permanent=True)
    both.now += timedelta(minutes=5)
    both.tick()
    assert both.slack.standing == {}
    assert [actions for _, actions in both.teams.shown()] == [OPEN]


@pytest.mark.parametrize("how", ["typed", "pressed"])
def test_done_on_teams_closes_the_card_on_slack(both: Both, how: str) -> None:
    both.tick()
    press = pressed("nudge:plan-priya:2:1:marta", "done", "marta", NOW)
    both.does(typed("done", "marta", NOW) if how == "typed" else press, TEAMS)
    assert both.slack.shown() == [(DONE, ("went_well", "needs_work"))]


def test_a_press_on_the_card_itself_is_answered_there_alone(both: Both) -> None:
    both.tick()
    both.does(pressed("nudge:plan-priya:2:1:marta", "done", "marta", NOW), SLACK)
    # Its platform shows the outcome in place, as it does for every press.
    assert [actions for _, actions in both.slack.shown()] == [OPEN]
    with both.store.read() as uow:
        shown = uow.outgoings.get("plan-priya:2:1:marta")
    assert shown is not None
    assert (shown.where, shown.message_ref) == (SLACK, "slack 0")


def test_a_card_its_reader_deleted_is_not_sent_again(both: Both) -> None:
    both.tick()
    both.slack.standing.clear()
    both.does(typed("done", "marta", NOW), TEAMS)
    assert (both.slack.standing, both.teams.standing) == ({}, {})
    both.now += timedelta(days=1)
    both.tick()
    assert (both.slack.standing, both.teams.standing) == ({}, {})
