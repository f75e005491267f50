"""A driver for a whole team: it starts as a pilot, and its sellers say go or no-go before the launch."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.chat import Action, Person, Press, Reply, Text
from bot.coaching import naming, polling, proposals, queueing, reading, wording
from bot.coaching.asks import Ask
from bot.coaching.model import Driver
from bot.coaching.polling import CARD, whose
from bot.coaching.rollout import ENOUGH, Rollout
from bot.ports import UnitOfWork
from bot.settings import Settings

NO_VOTE = (
    f"with fewer than {ENOUGH} sellers there is no vote, as it would tell who said what; hear them in person."
)


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
        return f"{whose(team)} has no pilot on {driver.name}. “{_words('pilot', driver, team)}” starts one."
    if ask.verb == "poll":
        return _poll(running, person, uow, settings, now)
    if ask.verb == "launch":
        return _launch(running, driver, team, person, ask.rest, uow, settings, now)
    uow.rollouts.save(replace(running, state="retired"))
    uow.audit.record(now, person.id, "driver_retired", running.id, {"driver": driver.id})
    return f"{driver.name} is retired for {whose(team)}. Plans of two that run on it go on."


def press(event: Press, person: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> Reply:
    rollout = uow.rollouts.get(event.card_id.removeprefix(CARD))
    if rollout is None or rollout.state == "retired":
        return Reply((Text(wording.OVER),), visibility="asker")
    if event.action == "propose_all" and person.id == rollout.manager_id and rollout.state == "launched":
        return Reply((Text(_propose_all(rollout, person, event.id, uow, settings, now)),))
    return polling.press(rollout, event, person, uow, settings, now)


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
        return f"{driver.name} runs for {whose(team)} already."
    uow.audit.record(now, person.id, "driver_piloted", rollout.id, {"driver": driver.id})
    voting = len(uow.people.reports_of(team.id)) >= ENOUGH
    if team.id != person.id:
        verdict = "in two weeks your sellers say go or no-go." if voting else NO_VOTE
        words = (
            f"{person.name} would like your team to try {driver.name}. It is a pilot: {verdict} "
            f"Try it yourself first: “practise {driver.name.lower()}”."
        )
        reply = Reply((Text(words), Text(wording.because("pilot"))), deliver="direct")
        queueing.queue(f"{rollout.id}:pilot:{team.id}", "pilot", team, reply, uow, settings, now)
    return f"{driver.name} is a pilot for {whose(team)}{_verdict(driver, team, voting=voting)}"


def _verdict(driver: Driver, team: Person, *, voting: bool) -> str:
    pair = f"“coach NAME on {driver.name.lower()}” works all along: a plan of two needs no verdict."
    if voting:
        asks = f"“{_words('poll', driver, team)}” asks them now"
        return f". In two weeks I ask the sellers who use me: go or no-go; {asks}. {pair}"
    launch = f"“{_words('launch', driver, team)} anyway because REASON”"
    return f": {NO_VOTE} {pair} For all of the team: {launch}."


def _poll(rollout: Rollout, person: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    """Again where there was no verdict, as others may write to the bot by now."""
    fresh = rollout.state == "pilot"
    if fresh or (rollout.state == "decided" and polling.found(rollout, uow) == "none"):
        return polling.ask(rollout, uow, settings, now, here=person.id)
    return polling.standing(rollout, uow, settings, now)


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
        return f"{driver.name} is launched for {whose(team)} already."
    found = polling.found(rollout, uow)
    overridden = found != "go"
    if overridden and not reason:
        override = f"{_words('launch', driver, team)} anyway because REASON"
        stands = polling.standing(rollout, uow, settings, now)
        return f"{stands} “{override}” launches it all the same, in your name."
    by, why = (person.id, reason) if overridden else ("", "")
    uow.rollouts.save(replace(rollout, state="launched", override_by=by, override_reason=why))
    detail = {"driver": driver.id, "verdict": found, "override_by": by}
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
    return f"{driver.name} is launched for {whose(team)}; {wording.first_name(team)} reads it next.{named}"


def _propose_all(
    rollout: Rollout, manager: Person, event_id: str, uow: UnitOfWork, settings: Settings, now: datetime
) -> str:
    driver = reading.driver(rollout.driver_id, settings)
    lines = [
        proposals.propose(f"p-{event_id}-{n}", manager, rep, driver, uow, settings, now)
        for n, rep in enumerate(uow.people.reports_of(manager.id))
    ]
    return "\n".join(lines) or "Nobody reports to you here."


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


def _words(verb: str, driver: Driver, team: Person) -> str:
    name = wording.first_name(team)
    if verb == "poll":
        return f"ask {name}’s team about {driver.name.lower()}"
    return f"{verb} {driver.name.lower()} with {name}’s team"
