"""Who may see: does every audience of the file name somebody, and does every limit limit something?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from adapters.config_problems import Problem
from adapters.config_relations import nearest
from adapters.config_rules import each


def broken_audiences(data: Mapping[str, Any]) -> Iterator[Problem]:
    return chain(_strangers(data), _empty_limits(data))


def _strangers(data: Mapping[str, Any]) -> Iterator[Problem]:
    """A group without members is most likely a misspelt one, and its pages would be shown to nobody."""
    people = [f"person:{id}" for _, id in each(data, "people.*.id")]
    groups = [f"group:{name}" for _, name in each(data, "people.*.groups.*")]
    known = ["public", *dict.fromkeys(people), *dict.fromkeys(groups)]
    for pattern in ("sources.*.audience.*", "sources.*.rules.*.audience.*"):
        for path, value in each(data, pattern):
            if isinstance(value, str) and value not in known:
                yield Problem(path, f'"{value}" is nobody in `people`; {nearest(value, known)}')


def _empty_limits(data: Mapping[str, Any]) -> Iterator[Problem]:
    for path, rule in each(data, "sources.*.rules.*"):
        if isinstance(rule, dict) and rule.get("limit") is True and "audience" not in rule:
            yield Problem((*path, "limit"), "there is no audience to limit to; add `audience` to this rule")
