"""What a value must say by itself. Kinds are config_shape's matter, what fits together config_relations'.

Rules read the raw tables, so that one wrong value does not hide the next.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from functools import cache
from itertools import chain
from typing import Any, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from adapters.config_problems import KeyPath, Problem

Rule: TypeAlias = Callable[[Any], str | None]
"""A value → what is wrong with it, or None. A value of the wrong kind is nothing to a rule."""


def broken_rules(data: Mapping[str, Any]) -> Iterator[Problem]:
    return chain(_broken_values(data), _windows(data), _calendars(data))


def each(data: object, pattern: str) -> Iterator[tuple[KeyPath, Any]]:
    """Every value at a dotted path in which `*` is any item of a list."""
    return _each(data, tuple(pattern.split(".")), ())


def _each(value: object, keys: tuple[str, ...], path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    if not keys:
        yield path, value
    elif keys[0] == "*" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _each(item, keys[1:], (*path, index))
    elif isinstance(value, dict) and keys[0] in value:
        yield from _each(value[keys[0]], keys[1:], (*path, keys[0]))


def _broken_values(data: Mapping[str, Any]) -> Iterator[Problem]:
    for pattern, rule in VALUES.items():
        for path, value in each(data, pattern):
            if sentence := rule(value):
                yield Problem(path, sentence)


def _like(pattern: str, sentence: str) -> Rule:
    form = re.compile(pattern)

    def rule(value: Any) -> str | None:
        wrong = isinstance(value, str) and form.fullmatch(value) is None
        return f'"{value}" is not {sentence}' if wrong else None

    return rule


def _between(low: float, high: float) -> Rule:
    def rule(value: Any) -> str | None:
        wrong = isinstance(value, int | float) and not low <= value <= high
        return f"{value} is out of range; use {low} to {high}" if wrong else None

    return rule


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(value: Any) -> str | None:
    if not isinstance(value, str) or value == "" or value in _zones():
        return None
    near = difflib.get_close_matches(value, _zones(), n=1, cutoff=0.75) or ["Europe/Berlin"]
    return f'"{value}" is not a time zone; use an IANA name such as "{near[0]}"'


def _country(value: Any) -> str | None:
    if not isinstance(value, str) or value == "":
        return None
    import holidays

    if value in holidays.list_supported_countries():
        return None
    return f'"{value}" is not a country whose holidays are known; use an ISO code such as "US" or "DE"'


def _day(value: Any) -> str | None:
    # An unquoted TOML date is a date already.
    if not isinstance(value, str):
        return None
    return None if _iso(value) else f'"{value}" is not a date; use YEAR-MONTH-DAY such as "2026-12-24"'


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _period(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    days = [_iso(part) for part in value.split("/")]
    if len(days) == 2 and days[0] and days[1] and days[0] <= days[1]:
        return None
    return f'"{value}" is not a period; use FIRST/LAST such as "2026-06-24/2026-06-30"'


def _window(value: Any) -> str | None:
    if not isinstance(value, str) or _hours(value):
        return None
    return f'"{value}" is not a window of the day; use HH:MM-HH:MM, earlier first, such as "09:00-11:30"'


def _hours(window: str) -> tuple[time, time] | None:
    if not re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", window):
        return None
    try:
        start, end = (time.fromisoformat(part) for part in window.split("-"))
    except ValueError:
        return None
    return (start, end) if start < end else None


def _database(value: Any) -> str | None:
    if not isinstance(value, str) or value == "":
        return None
    if re.search(r"passw|secret", value, re.IGNORECASE) or _password(value):
        return "holds a password; put the whole URL into the environment variable CORNERMAN_DATABASE_URL"
    if not re.match(r"(sqlite:///|postgres(ql(\+psycopg)?)?://).", value):
        return 'is not a database URL; use one such as "postgresql://host/cornerman" or "sqlite:///PATH"'
    return None


def _location(value: Any) -> str | None:
    if not isinstance(value, str) or value == "":
        return "is empty; name a folder or a URL"
    return "holds a password; leave credentials to the environment" if _password(value) else None


def _password(url: str) -> bool:
    try:
        return bool(urlsplit(url).password)
    except ValueError:
        return False


_id = _like(
    r"[A-Za-z0-9][A-Za-z0-9_.-]*",
    "an id; use letters, digits, `_`, `-` and `.`, beginning with a letter or digit",
)
_text = _like(r"(?s).*\S.*", "a name; write at least one letter")
_currency = _like(r"[A-Z]{3}|", 'a currency; use a three-letter code such as "USD"')
_audience = _like(
    r"public|(group|person):[^\s,:]+",
    'an audience; use "public", "group:NAME" or "person:ID", such as "group:managers"',
)


def _some(value: Any) -> str | None:
    return 'is empty; use "public", "group:NAME" or "person:ID"' if value == [] else None


VALUES: Mapping[str, Rule] = {
    "company.name": _text,
    "company.zone": _zone,
    "company.currency": _currency,
    "company.country": _country,
    "company.fiscal_year_start_month": _between(1, 12),
    "company.holidays.*": _day,
    "storage.directory": _like(r"(?s).*\S.*", 'a folder; use one such as ".cornerman"'),
    "storage.database": _database,
    "retrieval.model": _text,
    "retrieval.sha256": _like(r"[0-9a-f]{64}|", "a SHA-256; use 64 lower-case hexadecimal digits"),
    "retrieval.answer_threshold": _between(0, 1),
    "coaching.plan_days": _between(60, 365),
    "coaching.windows.*": _window,
    "coaching.quiet_periods.*": _period,
    "salesforce.url": _like(
        r"https://[a-z0-9.-]+\.salesforce\.com/?",
        'a My Domain; use its address such as "https://acme.my.salesforce.com"',
    ),
    "salesforce.username": _like(r"[^@\s]+@[^@\s]+|", 'a username; use one such as "bot@acme.com"'),
    # An undo is offered for days, and a dead letter is to be seen by somebody who was on holiday.
    "retention.crm_ended_days": _between(7, 3650),
    "retention.crm_dead_days": _between(21, 3650),
    "server.host": _text,
    "server.port": _between(0, 65535),
    "server.slack_port": _between(0, 65535),
    "server.teams_port": _between(0, 65535),
    "slack.workspaces.*": _like(r"T[0-9A-Z]+", "a workspace's id (T and capitals or digits)"),
    "teams.tenants.*": _like(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "a tenant's id (a GUID)"),
    "competitors.*": _text,
    "loss_reasons.*": _id,
    "stages.*.id": _id,
    "stages.*.name": _text,
    "verifiers.*.id": _id,
    "drivers.*.id": _id,
    "sources.*.name": _id,
    "sources.*.location": _location,
    "sources.*.audience": _some,
    "sources.*.audience.*": _audience,
    "sources.*.rules.*.path": _like(
        r"(?s)\s*/?[^/\s].*", 'a folder; use one such as "security" or a pattern such as "**/drafts/*.md"'
    ),
    "sources.*.rules.*.audience": _some,
    "sources.*.rules.*.audience.*": _audience,
    "calendars.*.person": _id,
    "calendars.*.env": _like(
        r"[A-Za-z_][A-Za-z0-9_]*",
        "a variable's name; the address itself is a secret and stays out of this file",
    ),
    "desks.*.id": _id,
    "desks.*.name": _text,
    "desks.*.topics.*": _text,
    "people.*.id": _id,
    "people.*.name": _text,
    "people.*.email": _like(r"[^@\s]+@[^@\s]+", 'an e-mail address; use one such as "ana@example.com"'),
    "people.*.groups.*": _like(r"[^\s,:]+", "a group; use a name without spaces, commas and colons"),
    "people.*.zone": _zone,
    "people.*.locale": _like(
        r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?",
        'a locale; use a language tag such as "en-US" or "de-DE"',
    ),
    "people.*.currency": _currency,
    "people.*.identities.*": _like(
        r"[^:\s]+:[^:\s]*:\S+",
        'an identity; use PLATFORM:WORKSPACE:USER such as "slack:T024BE7LD:U2147483697"',
    ),
}


def _windows(data: Mapping[str, Any]) -> Iterator[Problem]:
    for path, windows in each(data, "coaching.windows"):
        if windows == []:
            yield Problem(path, 'nudges need a time of day; use at least one window such as "09:00-11:30"')


def _calendars(data: Mapping[str, Any]) -> Iterator[Problem]:
    for path, calendar in each(data, "calendars.*"):
        if isinstance(calendar, dict) and ("env" in calendar) == ("file" in calendar):
            yield Problem(path, "name either env or file: where the address of the calendar is kept")
