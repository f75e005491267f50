"""The sellers' verdict on a team's driver: asked once, kept shut until it is over, then told as one word."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from bot.chat import Action, Person, Press, Reply, Text
from bot.coaching import queueing, reading, wording
from bot.coaching.model import Driver
from bot.coaching.rollout import ENOUGH, Rollout, Verdict, Vote, verdict
from bot.errors import StaleState
from bot.ports import Store, UnitOfWork
from bot.settings import Settings

CARD = "rollout:"
PILOT = timedelta(days=14)
"""So long sellers may try a driver before they are asked."""
OPEN = timedelta(days=10)
"""So long a vote waits for those who have not answered."""


def run(now: datetime, store: Store, settings: Settings) -> None:
    """Pilots old enough are put to their sellers; a vote whose time is over gets its verdict."""
    with store.read() as uow:
        waiting = ripe(now, uow)
    for rollout in waiting:
        try:
            with store.write() as uow:
                if rollout.state == "pilot":
                    ask(rollout, uow, settings, now)
                else:
                    _decide(rollout, uow, settings, now)
                uow.commit()
        except StaleState:
            # Another worker or a person was here first.
            continue


def ripe(now: datetime, uow: UnitOfWork) -> list[Rollout]:
    return [*uow.rollouts.in_pilot(now - PILOT), *uow.rollouts.closing(now)]


def ask(rollout: Rollout, uow: UnitOfWork, settings: Settings, now: datetime, here: str = "") -> str:
    """Each seller once. With fewer than ENOUGH of them there is no vote: it would not be secret. `here` is
    who reads what is returned."""
    team = reading.person(rollout.manager_id, uow)
    sellers = [each for each in uow.people.reports_of(team.id) if uow.people.address_of(each.id)]
    asked = tuple(dict.fromkeys((*rollout.asked, *(each.id for each in sellers))))
    asking = replace(rollout, state="polling", asked=asked, closes_at=now + OPEN)
    if len(asked) < ENOUGH:
        return standing(_decide(asking, uow, settings, now, here), uow, settings, now)
    polling = uow.rollouts.save(asking)
    for seller in sellers:
        reply = _ballot(polling, seller, settings, now)
        queueing.queue(
            f"{rollout.id}:poll:{seller.id}", "poll", seller, reply, uow, settings, now, now + OPEN
        )
    return (
        f"I ask {len(asked)} sellers of {whose(team)}, each in their own time. {_until(polling, team, now)}"
    )


def press(
    rollout: Rollout, event: Press, person: Person, uow: UnitOfWork, settings: Settings, now: datetime
) -> Reply:
    if event.action not in ("go", "no_go") or person.id not in rollout.asked:
        return Reply((Text(wording.NOT_YOURS),), visibility="asker")
    if rollout.state != "polling" or (rollout.closes_at and rollout.closes_at <= now):
        return Reply((Text(wording.OVER),), visibility="asker")
    uow.rollouts.vote(rollout.id, person.id, cast(Vote, event.action), now)
    if len(uow.rollouts.votes(rollout.id)) < len(rollout.asked):
        # Saved, so that nobody decides on votes that are still being written.
        uow.rollouts.save(rollout)
        again, actions = " You can press the other as long as the vote is open.", _votes()
    else:
        _decide(rollout, uow, settings, now)
        again, actions = " That was the last answer; the vote is over.", ()
    words = f"Noted: {'go' if event.action == 'go' else 'no-go'}. Nobody is shown who said what.{again}"
    return Reply((Text(words),), actions, card_id=event.card_id, replaces=True)


def found(rollout: Rollout, uow: UnitOfWork) -> Verdict:
    """None while the vote is open, and before."""
    if rollout.state in ("pilot", "polling"):
        return "none"
    return verdict(rollout.asked, uow.rollouts.votes(rollout.id))


def standing(rollout: Rollout, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    driver, team = reading.driver(rollout.driver_id, settings), reading.person(rollout.manager_id, uow)
    word = found(rollout, uow)
    if rollout.state == "pilot":
        return f"{driver.name} is a pilot, and its sellers were not asked yet."
    if rollout.state == "polling":
        return f"The sellers' verdict on {driver.name} is not in yet. {_until(rollout, team, now)}"
    if word != "none":
        return f"The sellers' verdict on {driver.name}: {'go' if word == 'go' else 'no-go'}."
    few = f"fewer than {ENOUGH} sellers of {whose(team)} write to me, so a vote would tell who said what"
    why = few if len(rollout.asked) < ENOUGH else "too few of its sellers have answered"
    return f"There is no verdict on {driver.name}: {why}. Hear them in person."


def whose(team: Person) -> str:
    return f"{wording.first_name(team)}’s team"


def _decide(rollout: Rollout, uow: UnitOfWork, settings: Settings, now: datetime, here: str = "") -> Rollout:
    """Whoever began the pilot hears of it, unless they read it `here`."""
    decided = uow.rollouts.save(replace(rollout, state="decided", closes_at=now))
    starter = uow.people.get(rollout.created_by)
    if starter and starter.id != here:
        words = f"{standing(decided, uow, settings, now)} {wording.because('pilot')}"
        reply = Reply((Text(words),), deliver="direct")
        key = f"{rollout.id}:verdict:{decided.version}:{starter.id}"
        queueing.queue(key, "pilot", starter, reply, uow, settings, now)
    return decided


def _until(rollout: Rollout, reader: Person, now: datetime) -> str:
    last = wording.moment(rollout.closes_at or now, reader.zone, now)
    return f"The vote closes once all have answered, at the latest {last}; nobody reads how it stands before."


def _ballot(rollout: Rollout, seller: Person, settings: Settings, now: datetime) -> Reply:
    driver: Driver = reading.driver(rollout.driver_id, settings)
    words = (
        f"Should the whole team work on {driver.name}? {driver.why} “practise {driver.name.lower()}” shows "
        f"what it is in ten minutes. Nobody is shown who said what. {_until(rollout, seller, now)}"
    )
    parts = (Text(f"{driver.name}: go or no-go?", strong=True), Text(words), Text(wording.because("poll")))
    return Reply(parts, _votes(), deliver="direct", card_id=CARD + rollout.id)


def _votes() -> tuple[Action, ...]:
    return Action("go", "Go", style="primary"), Action("no_go", "No-go")
