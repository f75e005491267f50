"""What people say to the coach in their own words, where the fixed words of `asks` say nothing. Pure; it
needs something of coaching in the sentence: the plan, one of their own people, a driver. When in doubt it is
not for the coach."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.coaching import hearing_words as words
from bot.coaching.asks import LONGEST, Ask, Verb
from bot.coaching.model import Driver


@dataclass(frozen=True, slots=True)
class Circle:
    """Those whom this person coaches, by what they are called: full and first name in lower case → name."""

    names: Mapping[str, str]
    drivers: Sequence[Driver]


@dataclass(frozen=True, slots=True)
class _Heard:
    """`plain` is `text` in lower case, with `<rep>` in place of `name` and `<driver>` of `driver`."""

    text: str
    plain: str
    name: str
    driver: str

    def ask(self, verb: Verb, rest: str = "") -> Ask:
        return Ask(verb, self.name, self.driver, rest)

    def has(self, *patterns: str) -> bool:
        return any(re.search(pattern, self.plain) for pattern in patterns)

    def begins(self, *patterns: str) -> bool:
        return any(re.fullmatch(pattern, self.plain) for pattern in patterns)


_Reader: TypeAlias = Callable[[_Heard], Ask | None]


def heard(text: str, circle: Circle) -> Ask | None:
    said = " ".join(text.replace("’", "'").split()).rstrip("?!. ")
    if not said or len(said) > LONGEST:
        return None
    found = _placed(said, circle)
    return next((ask for reader in _READERS if (ask := reader(found))), None)


def _placed(said: str, circle: Circle) -> _Heard:
    plain, name, driver = said, "", ""
    for called in sorted(circle.names, key=len, reverse=True):
        plain, count = re.subn(_own(called), "<rep>", plain)
        name = circle.names[called] if count and not name else name
    for each in circle.drivers:
        for called in {each.name, each.id.replace("_", " ")}:
            plain, count = re.subn(rf"(?i)\b{re.escape(called)}\b", "<driver>", plain)
            driver = each.name if count and not driver else driver
    return _Heard(said, plain.lower(), name, driver)


def _own(called: str) -> str:
    """Not where a surname follows that is somebody else's."""
    follows = "" if " " in called else r"(?!(?-i:\s+[A-Z][a-z]))"
    return rf"(?i)\b{re.escape(called)}\b{follows}"


def _refused(said: _Heard) -> Ask | None:
    return said.ask("watch") if said.has(*words.RANKING, *words.WATCHING) else None


def _snoozed(said: _Heard) -> Ask | None:
    return said.ask("snooze", said.text) if not said.name and said.begins(*words.SNOOZING) else None


def _reminded(said: _Heard) -> Ask | None:
    match = re.search(rf"(?i){words.REMINDING}", said.text)
    if match is None:
        return None
    before, after = said.text[: match.start()].strip(" ,"), said.text[match.end() :].strip(" ,")
    if re.match(rf"(?i){words.NOT_A_REMINDER}", after) or not (before or after):
        return None
    return Ask("remind", rest=f"{before} {after}".strip())


def _asked_why(said: _Heard) -> Ask | None:
    return said.ask("why") if said.begins(words.ASKING_WHY) else None


def _declined(said: _Heard) -> Ask | None:
    return said.ask("not_relevant") if said.begins(*words.DECLINING) else None


def _away(said: _Heard) -> Ask | None:
    match = re.fullmatch(rf"(?i){words.AWAY}", said.text)
    rest = f"{match['days'] or ''} {match['rest']}".strip(" ,") if match else ""
    return Ask("out", rest=rest) if rest else None


def _told(said: _Heard) -> Ask | None:
    """A conversation that was held, or what a seller tried alone."""
    if said.has(words.ASKING):
        return None
    together = said.name and said.has(words.TOGETHER)
    if together and said.has(words.DONE_TOGETHER, r"^(?:1:1|session|coaching|observation|call) with <rep>"):
        return said.ask("coached", said.plain)
    return said.ask("tried", said.plain) if not said.name and said.has(words.TRIED) else None


def _changed(said: _Heard) -> Ask | None:
    about = rf"(?:{words.PLAN}|<rep>)"
    if said.has(words.ASKING):
        return None
    if said.has(*words.STOPPING):
        return said.ask("stop")
    if said.has(*(pattern.replace("{about}", about) for pattern in words.RESUMING)):
        return said.ask("resume")
    if said.has(*(pattern.replace("{about}", about) for pattern in words.PAUSING)):
        return said.ask("pause", said.text)
    return None


def _of_team(said: _Heard) -> Ask | None:
    about = said.has("<driver>", r"\bcoach\w*") and said.has(words.TEAM)
    return said.ask("team") if about and said.has(words.OF_A_TEAM) else None


def _next(said: _Heard) -> Ask | None:
    if not said.has(words.GOING_ON) or not (said.name or said.has(words.PLAN)):
        return None
    return said.ask("next" if said.name else "plan")


def _started(said: _Heard) -> Ask | None:
    if said.has(r"\bmy manager\b.*\bcoach me\b|\bcoached by\b"):
        return said.ask("coach")
    about = said.name and said.has("<driver>", words.PLAN)
    return said.ask("coach") if about and not said.has(words.ASKING) and said.has(*words.STARTING) else None


def _practised(said: _Heard) -> Ask | None:
    if said.name or not said.driver or said.has(words.ASKING):
        return None
    return said.ask("practise") if said.has(words.PRACTISING) else None


_READERS: tuple[_Reader, ...] = (
    _refused, _snoozed, _asked_why, _reminded, _declined, _away,
    _changed, _told, _of_team, _next, _started, _practised,
)  # fmt: skip
