"""How values of the file must fit together."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from adapters.config_problems import KeyPath, Problem, written
from adapters.config_rules import each

UNIQUE = (
    "stages.*.id",
    "stages.*.crm_value",
    "verifiers.*.id",
    "drivers.*.id",
    "sources.*.name",
    "desks.*.id",
    "desks.*.name",
    "people.*.id",
    "people.*.email",
    "people.*.crm_user",
    "people.*.identities.*",
    "competitors.*",
)

REFERENCES: Mapping[str, str] = {
    "people.*.manager": "people.*.id",
    "drivers.*.verifiers.*": "verifiers.*.id",
    "drivers.*.stage": "stages.*.id",
    "desks.*.members.*": "people.*.id",
}


def broken_relations(data: Mapping[str, Any]) -> Iterator[Problem]:
    rules = (_repeated, _crm, _ports, _dangling, _circles, _closed_stages)
    return chain.from_iterable(rule(data) for rule in rules)


def _repeated(data: Mapping[str, Any]) -> Iterator[Problem]:
    for pattern in UNIQUE:
        seen: dict[str, KeyPath] = {}
        for path, value in each(data, pattern):
            first = seen.setdefault(str(value).casefold(), path)
            if first != path:
                yield Problem(path, f'"{value}" stands at {written(first)} already; each must be different')


def _dangling(data: Mapping[str, Any]) -> Iterator[Problem]:
    for pattern, target in REFERENCES.items():
        known = [value for _, value in each(data, target) if isinstance(value, str)]
        for path, value in each(data, pattern):
            if isinstance(value, str) and value and value not in known:
                yield Problem(
                    path, f'"{value}" is no id in `{target.split(".")[0]}`; {nearest(value, known)}'
                )


def _crm(data: Mapping[str, Any]) -> Iterator[Problem]:
    chosen = data.get("crm", "builtin")
    own = data.get("salesforce")
    if chosen == "salesforce" and not (isinstance(own, dict) and own.get("url")):
        yield Problem(("salesforce", "url"), 'is missing; use such as "https://acme.my.salesforce.com"')
    if chosen != "builtin" and data.get("demo"):
        yield Problem(("demo",), 'a demo has the built-in CRM; write `crm = "builtin"` or remove the key')
    named = [path for path, _ in each(data, "stages.*.crm_value")]
    if chosen == "builtin" and named:
        yield Problem(named[0], "the built-in CRM calls a stage by its id; remove the key")


def _ports(data: Mapping[str, Any]) -> Iterator[Problem]:
    first: dict[object, KeyPath] = {}
    for key in ("port", "slack_port", "teams_port"):
        for path, value in each(data, f"server.{key}"):
            # Port 0 is any that is free.
            if value != 0 and first.setdefault(repr(value), path) != path:
                taken = written(first[repr(value)])
                yield Problem(path, f"{value} is the port of {taken} already; each needs its own")


def _circles(data: Mapping[str, Any]) -> Iterator[Problem]:
    people = [(path, person) for path, person in each(data, "people.*") if isinstance(person, dict)]
    manager_of = {str(person.get("id")): str(person.get("manager") or "") for _, person in people}
    told: set[str] = set()
    for path, person in people:
        circle = way_round(str(person.get("id")), manager_of)
        if circle and told.isdisjoint(circle):
            told.update(circle)
            way = " → ".join(circle)
            yield Problem(
                (*path, "manager"),
                f"nobody is their own manager ({way}); name someone else or remove the key",
            )


def way_round(id: str, manager_of: Mapping[str, str]) -> list[str]:
    """From `id` up through the managers and back to `id`; empty where that way ends elsewhere."""
    way = [id]
    while (up := manager_of.get(way[-1], "")) and up not in way:
        way.append(up)
    return [*way, id] if up == id else []


def nearest(value: str, known: list[str]) -> str:
    near = difflib.get_close_matches(value, known, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    return f"use one of {', '.join(known)}" if known else "there are none yet"


def _closed_stages(data: Mapping[str, Any]) -> Iterator[Problem]:
    if not isinstance(data.get("stages"), list):
        return
    stages = [stage for _, stage in each(data, "stages.*") if isinstance(stage, dict)]
    closed = [stage for stage in stages if stage.get("is_closed") is True]
    won = sum(stage.get("is_won") is True for stage in closed)
    if won != 1 or len(closed) - won != 1:
        yield Problem(
            ("stages",),
            f"{won} closed stages are won and {len(closed) - won} are lost; exactly one stage has "
            "`is_closed = true` and `is_won = true`, and one other `is_closed = true` alone",
        )
    for path, stage in each(data, "stages.*"):
        if isinstance(stage, dict) and stage.get("is_won") is True and stage.get("is_closed") is not True:
            yield Problem((*path, "is_won"), "a won stage is closed; add `is_closed = true`")
