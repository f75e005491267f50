"""Who can be asked: is every desk somebody, and is one at most the default?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from adapters.config_problems import Problem, written
from adapters.config_rules import each
from bot.answers.drafts import ANSWERS


def broken_desks(data: Mapping[str, Any]) -> Iterator[Problem]:
    return chain(_empty(data), _defaults(data), _taken_names(data))


def _empty(data: Mapping[str, Any]) -> Iterator[Problem]:
    for path, members in each(data, "desks.*.members"):
        if members == []:
            yield Problem(path, "nobody would be asked; name at least one person's id")


def _defaults(data: Mapping[str, Any]) -> Iterator[Problem]:
    defaults = [path for path, value in each(data, "desks.*.default") if value is True]
    for path in defaults[1:]:
        yield Problem(path, f"{written(defaults[0][:2])} is the default already; one desk at most is")


def _taken_names(data: Mapping[str, Any]) -> Iterator[Problem]:
    for path, name in each(data, "sources.*.name"):
        if name == ANSWERS:
            yield Problem(path, f'"{name}" is the source of pages written in Cornerman; use another name')
