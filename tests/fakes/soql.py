"""As much of SOQL as is asked here, with the refusals that the real one makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

Row = Mapping[str, Any]
Rows = Callable[[str], Sequence[Row]]
"""Object name → its rows, as the user may see them."""
Known = Mapping[str, frozenset[str]]
"""Object name → its fields."""
RELATIONS = {
    "OpportunityContactRoles": ("OpportunityContactRole", "OpportunityId"),
    "OpportunityTeamMembers": ("OpportunityTeamMember", "OpportunityId"),
    "Tasks": ("Task", "WhatId"),
}


class Malformed(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def run(soql: str, rows: Rows, known: Known) -> list[dict[str, Any]]:
    form = re.fullmatch(
        r"SELECT (?P<what>.+?) FROM (?P<kind>\w+)(?: WHERE (?P<where>.+?))?"
        r"(?: ORDER BY (?P<order>[\w, ]+?))?(?: LIMIT (?P<limit>\d+))?",
        _flat(soql),
        re.DOTALL,
    )
    if form is None:
        raise Malformed("MALFORMED_QUERY", "unexpected token")
    parts = _unflat(soql)
    kind = form["kind"]
    found = [row for row in rows(kind) if _fits(row, kind, form["where"] or "", parts, rows, known)]
    for order in reversed((form["order"] or "Id").split(", ")):
        name, _, way = order.partition(" ")
        _check(kind, name, known)
        found.sort(key=partial(_held, name), reverse=way == "DESC")
    found = found[: int(form["limit"])] if form["limit"] else found
    return [_shown(row, kind, form["what"], parts, rows, known) for row in found]


def _held(name: str, row: Row) -> str:
    return str(row.get(name) or "")


def _flat(soql: str) -> str:
    """What stands in parentheses and quotes is replaced by its number."""
    return re.sub(r"\((?:[^()']|'(?:\\.|[^'\\])*')*\)|'(?:\\.|[^'\\])*'", _numbered(), soql)


def _numbered() -> Callable[[re.Match[str]], str]:
    count = iter(range(10**6))
    return lambda _: f"§{next(count)}"


def _unflat(soql: str) -> list[str]:
    return re.findall(r"\((?:[^()']|'(?:\\.|[^'\\])*')*\)|'(?:\\.|[^'\\])*'", soql)


def _shown(row: Row, kind: str, what: str, parts: list[str], rows: Rows, known: Known) -> dict[str, Any]:
    shown: dict[str, Any] = {"attributes": {"type": kind}}
    for item in what.split(", "):
        if item.startswith("§"):
            relation, children = _children(row, parts[int(item[1:])][1:-1], rows, known)
            shown[relation] = children
        else:
            _check(kind, item, known)
            shown[item] = row.get(item)
    return shown


def _children(row: Row, soql: str, rows: Rows, known: Known) -> tuple[str, dict[str, Any] | None]:
    relation = re.search(r" FROM (\w+)", soql)
    if relation is None or relation[1] not in RELATIONS:
        raise Malformed("INVALID_TYPE", "no such relationship")
    kind, parent = RELATIONS[relation[1]]

    def own(name: str) -> Sequence[Row]:
        return [one for one in rows(name) if name != kind or one.get(parent) == row["Id"]]

    found = run(soql.replace(f"FROM {relation[1]}", f"FROM {kind}"), own, known)
    # A relation without rows is null, as the real one has it.
    return relation[1], {"totalSize": len(found), "done": True, "records": found} if found else None


def _fits(row: Row, kind: str, where: str, parts: list[str], rows: Rows, known: Known) -> bool:
    if " OR " in where and any(" IN §" in where and "SELECT" in part for part in parts):
        raise Malformed("MALFORMED_QUERY", "Semi join sub-selects are not allowed with the 'OR' operator")
    return all(_holds(row, kind, one, parts, rows, known) for one in where.split(" AND ") if one)


def _holds(row: Row, kind: str, condition: str, parts: list[str], rows: Rows, known: Known) -> bool:
    name, operator, right = condition.split(" ", 2)
    _check(kind, name, known)
    held = row.get(name)
    if operator == "IN":
        inner = parts[int(right[1:])][1:-1]
        return held in (_selected(inner, rows, known) if inner.startswith("SELECT") else _literals(inner))
    value = (
        _literal(parts[int(right[1:])]) if right.startswith("§") else {"true": True, "false": False}[right]
    )
    if name == "Id" and not re.fullmatch(r"[0-9A-Za-z]{15}|[0-9A-Za-z]{18}", str(value)):
        raise Malformed("INVALID_QUERY_FILTER_OPERATOR", f"invalid ID field: {value}")
    if operator == "LIKE":
        return str(held or "").lower().startswith(str(value).rstrip("%").lower())
    if isinstance(held, str) and isinstance(value, str) and name == "Name":
        # Texts are compared without regard to case.
        held, value = held.casefold(), value.casefold()
    return (held == value) if operator == "=" else held != value


def _selected(soql: str, rows: Rows, known: Known) -> list[Any]:
    name = soql.removeprefix("SELECT ").partition(" ")[0]
    return [one[name] for one in run(soql, rows, known)]


def _literals(text: str) -> list[str]:
    return [_literal(one) for one in re.findall(r"'(?:\\.|[^'\\])*'", text)]


def _literal(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1].replace("\\n", "\n"))


def _check(kind: str, name: str, known: Known) -> None:
    if name not in known[kind]:
        raise Malformed("INVALID_FIELD", f"No such column '{name}' on entity '{kind}'")
