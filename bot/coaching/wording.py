"""Sentences of coaching. Warm, short, about the task; never about how people compare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.chat import Person
from bot.coaching.model import Driver, Plan, Step, StepKind

SHOWN = "Both of you see the plan, its steps and what you two agreed."
NOT_SHOWN = "Nobody is shown your questions, your searches, your practice or your notes."
ASKED_FOR = {
    "agree": "Agree together what good looks like, and which opportunity to start with.",
    "observe": "Listen in on one call, or look at one opportunity together, and say what you noticed.",
    "feedback": "Say one thing that went well and one to try next time.",
    "practice": "Take ten minutes to practise on something real. It stays with you.",
    "follow_up": "Pick up where you two left off.",
    "midpoint": "Half-way: keep the behaviour you chose, or change it. Decide it together.",
    "final": "Wrap up together: what changed, and is there more in it?",
}
OPENERS: dict[StepKind, str] = {
    "agree": "I would like us to work on one thing: {driver}. Where would it help you most?",
    "observe": "Which conversation could I listen in on this week, and what should I listen for?",
    "feedback": "What went the way you wanted in that conversation, and what would you try differently?",
    "midpoint": "We are half-way with {driver}. What has become easy, and what do you still avoid?",
    "follow_up": "Last time we spoke about {driver}: what happened next?",
    "final": "What do you do differently in {driver} today?",
}
REASONS = {
    "due": "this day of the plan you both agreed to has come",
    "missed": "the first one may have come at a bad moment; I do not send it a third time",
    "planned_call": "this call comes up on the next business day and is one to listen in on; I say so once",
    "snoozed": "you asked me to bring it back",
    "try_first": "coaching works better when you have tried the thing yourself",
    "proposal_silent": "the proposal is still open; I do not ask again",
    "you_asked": "you asked me to",
    "proposal": "somebody would like to work with you on one thing",
    "declined": "you have asked, and this is the answer",
    "extended": "you have asked for it, and this is the answer",
    "stopped": "a plan of yours has changed; I say so once",
    "paused": "a plan of yours has changed; I say so once",
    "untaken": "a plan of yours has changed; I say so once",
    "more_days": "it takes both of you to agree; I ask once",
    "opinion": "the plan is over, and your word on it counts as much as your manager’s",
    "ignored": "two in a row found no answer; I ask only once",
    "verifier": "it is the first of its kind in a plan you are in; I say so once",
    "no_evidence": "you two work on this, and it has been quiet; I ask about it once",
    "content_used": "nothing has shown yet how it went; I ask once",
    "wants_time": "that was asked of you by one tap; nothing else is passed on",
    "pilot": "a driver for a whole team touches you; such news is rare",
    "poll": "it needs the verdict of your team’s sellers; I ask once",
    "team_result": "five plans of the team are completed, and each pair has read its own; I say so once",
    "digest": "it is the week’s digest; “no digest” ends it",
    "result": "the plan is over; you two read this first",
    "offer": "somebody with a plan has come to your team",
}
REFUSAL = (
    "I keep no score of people: no ranks, no counts of who used what, no lists of who did not; so I cannot "
    "say. What I can do: “what's next with NAME?” gives you a good opener, “plan” shows where your "
    "plans stand, and “coach NAME on DRIVER” starts one."
)
ALONE = "Each of you is asked alone, and both of you then read both answers."
AFTER_REP = (
    "You two read this first; others see how many plans were completed and, from five sellers on, what a "
    "whole team’s opportunities did. "
    "“practise {driver}” stays yours, any time."
)
AFTER_MANAGER = (
    "You two read this first; others see how many plans were completed and, from five sellers on, what a "
    "whole team’s opportunities did. "
    "Keep it going, or take another driver: “coach {rep} on DRIVER”."
)
NOT_YOUR_TEAM = (
    "What a whole team works on is for enablement or the team's own manager to start. "
    "“drivers” shows what there is."
)
THANKS_FOR_OUTCOME = "Thank you. That counts for the page; nobody is shown that it was you."
LEFT_ALONE = "Understood: I leave that one alone."
STAYS_OPEN = "The proposal stays open, there is no hurry: “accept” starts the plan, “not now” ends it."
NO_REMINDERS = "No reminder is waiting. “remind me to … on Thursday” sets one."
NO_PLAN = "You have no coaching plan."
NOT_YOURS = "That card belongs to someone else; nothing was changed."
ONLY_MANAGERS = (
    "A plan is for two and starts with your manager's proposal. What you can do by yourself, any time: "
    "“practise DRIVER”. Nobody is shown that you did."
)
OVER = "That one is over already; nothing was changed."
NO_SILENT_REP = (
    "{rep} has not written to me yet, and I do not write to people first. Tell {rep} about it in person: "
    "once {rep} writes “accept” to me, the plan starts."
)
TRY_FIRST = (
    "Before the first step, try {driver} yourself: ten minutes are enough. "
    "Write “practise {driver}” and I show you the task."
)

PRACTISE_DIRECTLY = (
    "Practise in a direct message with me: there it stays between us. Write “practise DRIVER” there."
)
CUSTOMER_LINES = (
    "You have five minutes; go ahead.",
    "We manage as we are, so why should we talk now?",
    "I am not sure yet that this is for us.",
)
WRITE_IT = "Write what you would say, in your own words."
NOTHING_SEEN = (
    "I found none of what this driver looks for in that. Meant for me? Write “stop”, then say it again."
)
ALL_SEEN = "All of it was there."
AGAIN_OR_STOP = (
    "Try it once more now, “again” for another scene, or “stop”. I keep nothing of what you write here."
)


def practice_over(driver: Driver) -> str:
    return f"Done. Nothing of it is kept; “practise {driver.name.lower()}” starts anew, any time."


def practice_left(driver: Driver) -> str:
    return f"We have left the practice for this; “practise {driver.name.lower()}” takes it up again."


def nothing_to(verb: str, name: str) -> str:
    return f"There is no plan{f' with {name[:40]}' if name else ''} to {verb}. “plan” shows what there is."


def first_name(person: Person) -> str:
    return person.name.split()[0] if person.name else person.id


def on(day: date, today: date) -> str:
    """`today`, `tomorrow` or `Wed 11 Mar`, with the year when it is another one."""
    if (day - today).days in (0, 1):
        return "today" if day == today else "tomorrow"
    text = f"{day:%a} {day.day} {day:%b}"
    return text if day.year == today.year else f"{text} {day.year}"


def moment(at: datetime, zone: str, now: datetime) -> str:
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    return f"{on(local.date(), today)} at {local:%H:%M}"


def heading(day: int, total: int, *names: str) -> str:
    return " · ".join((f"Day {day} of {total}", *names))


def opener(driver: Driver, touch: int, kind: StepKind) -> str:
    """A first sentence to say: the driver's own for the manager's `touch`-th step, else a general one."""
    if 0 <= touch < len(driver.openers):
        return driver.openers[touch]
    return OPENERS.get(kind, OPENERS["follow_up"]).format(driver=driver.name.lower())


def because(reason: str) -> str:
    return f"Sent because {REASONS.get(reason, reason)}."


def choices(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "none yet"


def no_team(name: str) -> str:
    return f"I know no team of “{name[:40]}”. Name its manager: “pilot DRIVER with NAME’s team”."


def unknown_driver(given: str, drivers: Sequence[Driver]) -> str:
    return f"I know no driver called “{given[:40]}”. There is: {choices([d.name for d in drivers])}."


def which_driver(given: str, rep: Person, drivers: Sequence[Driver]) -> str:
    if given:
        return unknown_driver(given, drivers)
    name = first_name(rep)
    return f"On which driver: {choices([d.name for d in drivers])}? Write “coach {name} on DRIVER”."


def unknown_name(given: str, people: Sequence[Person]) -> str:
    names = [first_name(person) for person in people]
    if not names:
        return (
            "Nobody reports to you here, so there is nobody to coach yet. Your administrator can change that."
        )
    return f"I find nobody called “{given[:40]}” on your team. There is: {choices(names)}."


def state_of(plan: Plan, rep: str) -> str:
    return {
        "draft": "not proposed yet",
        "proposed": f"waiting for {'your' if rep == 'you' else rep + chr(39) + 's'} answer",
        "active": "under way",
        "paused": "paused",
        "wrapping_up": "wrapping up",
        "completed": "completed",
        "stopped": "stopped",
        "transferred": "handed over",
        "orphaned": "waiting for a new manager",
    }[plan.state]


def step_name(step: Step) -> str:
    return {
        "agree": "agree the focus",
        "observe": "observe one conversation",
        "feedback": "give feedback",
        "practice": "practise",
        "follow_up": "follow up",
        "midpoint": "midpoint: keep or change",
        "final": "wrap up",
    }[step.kind]
