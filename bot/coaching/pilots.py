"""A driver for a whole team: it starts as a pilot, and its sellers say go or no-go before the launch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from bot.chat import Action, Person, Press, Reply, Text
from bot.coaching import naming, proposals, queueing, reading, wording
from bot.coaching.asks import Ask
from bot.coaching.model import Driver
from bot.coaching.rollout import Rollout, Verdict, Vote, verdict
from bot.errors import StaleState
from bot.ports import Store, UnitOfWork
from bot.settings import Settings

CARD = "rollout:"
PILOT = timedelta(days=14)
"""So long sellers may try a driver before they are asked."""


def said(
    ask: Ask, event_id: str, person: Person, uow: UnitOfWork, settings: Settings, now: datetime
) -> str | None:
    """What enablement, or the team's own manager, says about a team's driver."""
    driver = naming.driver_called(ask.driver, settings.drivers)
    if driver is None and not ask.name:
        return None
    team = _manager(ask.name, person, uow)
    if isinstance(team, str):
        return team
    if driver is None:
        return wording.unknown_driver(ask.driver, settings.drivers)
    running = next((one for one in uow.rollouts.running(team.id) if one.driver_id == driver.id), None)
    if ask.verb == "pilot":
        rollout = Rollout(f"w-{event_id}", driver.id, team.id, "pilot", person.id, now)
        return _pilot(rollout, driver, team, person, uow, settings, now)
    if running is None:
        return f"{_whose(team)} has no pilot on {driver.name}. “{_words('pilot', driver, team)}” starts one."
    if ask.verb == "poll":
        return _poll(running, driver, team, uow, settings, now)
    if ask.verb == "launch":
        return _launch(running, driver, team, person, ask.rest, uow, settings, now)
    uow.rollouts.save(replace(running, state="retired"))
    uow.audit.record(now, person.id, "driver_retired", running.id, {"driver": driver.id})
    return f"{driver.name} is retired for {_whose(team)}. Plans of two that run on it go on."


def run(now: datetime, store: Store, settings: Settings) -> None:
    """Pilots old enough are put to their sellers."""
    with store.read() as uow:
        waiting = ripe(now, uow)
    for rollout in waiting:
        try:
            with store.write() as uow:
                driver = reading.driver(rollout.driver_id, settings)
                _poll(rollout, driver, reading.person(rollout.manager_id, uow), uow, settings, now)
                uow.commit()
        except StaleState:
            # Another worker or a person was here first.
            continue


def ripe(now: datetime, uow: UnitOfWork) -> Sequence[Rollout]:
    return uow.rollouts.in_pilot(now - PILOT)


def press(event: Press, person: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> Reply:
    rollout = uow.rollouts.get(event.card_id.removeprefix(CARD))
    if rollout is None or rollout.state == "retired":
        return Reply((Text(wording.OVER),), visibility="asker")
    if event.action == "propose_all" and person.id == rollout.manager_id and rollout.state == "launched":
        return Reply((Text(_propose_all(rollout, person, event.id, uow, settings, now)),))
    if event.action not in ("go", "no_go") or person.id not in rollout.asked:
        return Reply((Text(wording.NOT_YOURS),), visibility="asker")
    if rollout.state != "polling":
        return Reply((Text(wording.OVER),), visibility="asker")
    uow.rollouts.vote(rollout.id, person.id, cast(Vote, event.action), now)
    _tell_verdict(rollout, uow, settings, now)
    mark = "go" if event.action == "go" else "no-go"
    words = f"Noted: {mark}. Nobody is shown who said what. You can press the other as long as it is open."
    return Reply((Text(words),), _votes(), card_id=event.card_id, replaces=True)


def _pilot(
    rollout: Rollout,
    driver: Driver,
    team: Person,
    person: Person,
    uow: UnitOfWork,
    settings: Settings,
    now: datetime,
) -> str:
    refusal = proposals.too_many(team, driver, uow, settings)
    if refusal:
        return refusal
    if not uow.rollouts.add(rollout):
        return f"{driver.name} runs for {_whose(team)} already."
    uow.audit.record(now, person.id, "driver_piloted", rollout.id, {"driver": driver.id})
    if team.id != person.id:
        words = (
            f"{person.name} would like your team to try {driver.name}. It is a pilot: in two weeks your "
            f"sellers say go or no-go. Try it yourself first: “practise {driver.name.lower()}”."
        )
        reply = Reply((Text(words), Text(wording.because("pilot"))), deliver="direct")
        queueing.queue(f"{rollout.id}:pilot:{team.id}", "pilot", team, reply, uow, settings, now)
    return (
        f"{driver.name} is a pilot for {_whose(team)}. In two weeks I ask the sellers who use me: go or "
        f"no-go; “{_words('poll', driver, team)}” asks them now. “coach NAME on {driver.name.lower()}” works "
        "all along: a plan of two needs no verdict."
    )


def _poll(
    rollout: Rollout, driver: Driver, team: Person, uow: UnitOfWork, settings: Settings, now: datetime
) -> str:
    if rollout.state != "pilot":
        return _standing(rollout, driver, uow)
    sellers = [each for each in uow.people.reports_of(team.id) if uow.people.address_of(each.id)]
    asked = tuple(each.id for each in sellers)
    polling = uow.rollouts.save(replace(rollout, state="polling", asked=asked))
    for seller in sellers:
        reply = _ballot(polling, driver)
        queueing.queue(f"{rollout.id}:poll:{seller.id}", "poll", seller, reply, uow, settings, now)
    if not asked:
        return f"Nobody on {_whose(team)} has written to me yet, so there is nobody to ask."
    return (
        f"I ask {len(asked)} seller{'s' if len(asked) > 1 else ''} of {_whose(team)}, each in their own time."
    )


def _launch(
    rollout: Rollout,
    driver: Driver,
    team: Person,
    person: Person,
    reason: str,
    uow: UnitOfWork,
    settings: Settings,
    now: datetime,
) -> str:
    """Without the sellers' go only in somebody's name, who says why."""
    if rollout.state == "launched":
        return f"{driver.name} is launched for {_whose(team)} already."
    found = _verdict(rollout, uow)
    if found.word != "go" and not reason:
        override = f"{_words('launch', driver, team)} anyway because REASON"
        return f"{_standing(rollout, driver, uow)} “{override}” launches it all the same, in your name."
    overridden = found.word != "go"
    by, why = (person.id, reason) if overridden else ("", "")
    uow.rollouts.save(replace(rollout, state="launched", override_by=by, override_reason=why))
    detail = {"driver": driver.id, "verdict": found.word, "override_by": by}
    uow.audit.record(now, person.id, "driver_launched", rollout.id, detail)
    how = f"{person.name} has launched it without the sellers' go." if overridden else "Its sellers said go."
    card = Reply(
        (
            Text(f"{driver.name} for your whole team", strong=True),
            Text(f"{how} One tap proposes a plan to each of your reports; each may say not now."),
            Text(wording.because("pilot")),
        ),
        (Action("propose_all", "Propose to everyone", style="primary"),),
        deliver="direct",
        card_id=CARD + rollout.id,
    )
    queueing.queue(f"{rollout.id}:launch:{team.id}", "pilot", team, card, uow, settings, now)
    named = " It is kept that this was in your name, without the sellers' go." if overridden else ""
    return f"{driver.name} is launched for {_whose(team)}; {wording.first_name(team)} reads it next.{named}"


def _propose_all(
    rollout: Rollout, manager: Person, event_id: str, uow: UnitOfWork, settings: Settings, now: datetime
) -> str:
    driver = reading.driver(rollout.driver_id, settings)
    lines = [
        proposals.propose(f"p-{event_id}-{n}", manager, rep, driver, uow, settings, now)
        for n, rep in enumerate(uow.people.reports_of(manager.id))
    ]
    return "\n".join(lines) or "Nobody reports to you here."


def _tell_verdict(rollout: Rollout, uow: UnitOfWork, settings: Settings, now: datetime) -> None:
    """Whoever began the pilot hears of the verdict once."""
    found, starter = _verdict(rollout, uow), uow.people.get(rollout.created_by)
    if found.word == "open" or starter is None:
        return
    driver = reading.driver(rollout.driver_id, settings)
    words = f"{_standing(rollout, driver, uow)} {wording.because('pilot')}"
    reply = Reply((Text(words),), deliver="direct")
    queueing.queue(f"{rollout.id}:verdict:{starter.id}", "pilot", starter, reply, uow, settings, now)


def _standing(rollout: Rollout, driver: Driver, uow: UnitOfWork) -> str:
    found = _verdict(rollout, uow)
    counts = f" ({found.counts})" if found.counts else ""
    if rollout.state == "pilot":
        return f"{driver.name} is a pilot, and its sellers were not asked yet."
    if found.word == "open":
        return f"The sellers' verdict on {driver.name} is still open: too few have answered."
    return f"The sellers' verdict on {driver.name}: {'go' if found.word == 'go' else 'no-go'}{counts}."


def _verdict(rollout: Rollout, uow: UnitOfWork) -> Verdict:
    return verdict(rollout.asked, uow.rollouts.votes(rollout.id))


def _ballot(rollout: Rollout, driver: Driver) -> Reply:
    words = (
        f"Should the whole team work on {driver.name}? {driver.why} “practise {driver.name.lower()}” shows "
        "what it is in ten minutes. Nobody is shown who said what."
    )
    parts = (Text(f"{driver.name}: go or no-go?", strong=True), Text(words), Text(wording.because("poll")))
    return Reply(parts, _votes(), deliver="direct", card_id=CARD + rollout.id)


def _votes() -> tuple[Action, Action]:
    return Action("go", "Go", style="primary"), Action("no_go", "No-go")


def _manager(name: str, person: Person, uow: UnitOfWork) -> Person | str:
    """The team's manager; a manager may speak for their own team only."""
    if name.lower() in ("my", "our", "the", ""):
        found = [person]
    else:
        found = [each for each in uow.people.by_name(name) if uow.people.reports_of(each.id)]
    if len(found) != 1:
        return wording.no_team(name)
    allowed = person.has_role("enablement") or person.has_role("admin") or found[0].id == person.id
    if not allowed or not uow.people.reports_of(found[0].id):
        return wording.NOT_YOUR_TEAM
    return found[0]


def _whose(team: Person) -> str:
    return f"{wording.first_name(team)}’s team"


def _words(verb: str, driver: Driver, team: Person) -> str:
    name = wording.first_name(team)
    if verb == "poll":
        return f"ask {name}’s team about {driver.name.lower()}"
    return f"{verb} {driver.name.lower()} with {name}’s team"
