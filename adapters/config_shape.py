"""Is every key known, and every value of its kind? The frozen dataclasses of bot/settings.py decide."""

from __future__ import annotations

import dataclasses
import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from adapters.config_problems import KeyPath, Problem
from bot.sales import Stage
from bot.settings import Settings

_SECRET = re.compile(
    r"token|passw|secret|(api|private|service)[_-]?key|client[_-]?id|credential", re.IGNORECASE
)
SECRETS = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "CORNERMAN_TOKEN_KEYS",
    "MicrosoftAppPassword",
    "SALESFORCE_CLIENT_ID",
    "SALESFORCE_PRIVATE_KEY",
    "HUBSPOT_TOKEN",
    "CORNERMAN_DATABASE_URL",
    "CORNERMAN_COMPOSER_KEY",
    "CORNERMAN_EXTRACTOR_KEY",
)
"""Every secret that Cornerman reads, all of them from the environment."""

# The order of the stages is their order in the file.
_NOT_KEYS: Mapping[type, frozenset[str]] = {Stage: frozenset({"order"})}


def unknown_keys(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Keys nobody reads, with the nearest one that exists; keys of secrets get a sentence of their own."""
    return _unknown(data, Settings, ())


def settings_from(data: Mapping[str, Any]) -> tuple[Settings | None, list[Problem]]:
    """Settings, or every value that is of the wrong kind. Unknown keys are not looked at."""
    try:
        # JSON mode is strict about kinds and still lets lists be tuples; TOML dates become ISO text.
        return TypeAdapter(Settings).validate_json(json.dumps(data, default=str), strict=True), []
    except ValidationError as error:
        return None, [_problem(details) for details in error.errors(include_url=False)]


def _unknown(value: object, kind: Any, path: KeyPath) -> Iterator[Problem]:
    if get_origin(kind) is tuple and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknown(item, get_args(kind)[0], (*path, index))
    elif dataclasses.is_dataclass(kind) and isinstance(kind, type) and isinstance(value, dict):
        yield from _unknown_in_table(value, kind, path)


def _unknown_in_table(table: Mapping[str, Any], kind: type, path: KeyPath) -> Iterator[Problem]:
    hints = get_type_hints(kind)
    known = [name for name in hints if name not in _NOT_KEYS.get(kind, ())]
    for key, value in table.items():
        if key in known:
            yield from _unknown(value, hints[key], (*path, key))
        else:
            yield from _secrets(key, value, path) or [_unknown_key(key, known, path)]


def _secrets(key: str, value: object, path: KeyPath) -> list[Problem]:
    here = (*path, key)
    if _SECRET.search(key):
        variables = [name for name in SECRETS if _letters(name).endswith(_letters(key))] or SECRETS
        sentence = f"secrets never stand in this file; use the environment variable {' or '.join(variables)}"
        return [Problem(here, sentence)]
    if not isinstance(value, dict):
        return []
    return [problem for name, inner in value.items() for problem in _secrets(name, inner, here)]


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _unknown_key(key: str, known: Sequence[str], path: KeyPath) -> Problem:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    hint = f'did you mean "{near[0]}"?' if near else f"allowed are {', '.join(known)}"
    return Problem((*path, key), f"no such key; {hint}")


_KINDS = {
    "string_type": 'must be text in quotes, such as "text"',
    "int_type": "must be a whole number without quotes",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number without quotes",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false without quotes",
    "tuple_type": 'must be a list, such as ["one", "two"]',
    "path_type": 'must be a path in quotes, such as ".cornerman"',
    "dataclass_type": "must be a table with keys of its own",
    "missing": "is missing; `cornerman config init` writes a file that shows it",
}


def _problem(details: ErrorDetails) -> Problem:
    path = details["loc"]
    if details["type"] == "missing" and len(path) == 1:
        return Problem(
            path, f"is missing; add it, `cornerman config init` shows how (no {path[0]}, no start)"
        )
    if details["type"] == "literal_error":
        allowed = details["ctx"]["expected"].replace(" or ", ", ").replace("'", '"')
        return Problem(path, f'"{details["input"]}" is not allowed; use one of {allowed}')
    return Problem(path, _KINDS.get(details["type"], details["msg"]))
