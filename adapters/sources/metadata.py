"""What a page says about itself: in YAML front matter, or in a file beside it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import yaml

from content_index.errors import Unreadable
from content_index.model import Principal

_BLOCK = re.compile(r"---[ \t]*\n(.{0,65536}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SHOWN = 100
_UNCLOSED = re.compile(r"\s*---[ \t]*\n(?:.*\n){0,40}?\s*audience[ \t]*:", re.IGNORECASE)
DRAFT = "draft"
"""The `status` of a page that nothing is answered from yet."""

_PRINCIPAL = re.compile(r"public|group:[^\s,:][^,:\n]*|person:[^\s,:]+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """`audience` is None where the page names none; `status` is in lower case."""

    title: str = ""
    owner: str = ""
    audience: frozenset[Principal] | None = None
    updated: date | None = None
    verified: date | None = None
    review_by: date | None = None
    status: str = ""


def split_front_matter(text: str) -> tuple[Metadata, str]:
    """The metadata and the text after it. Raises `Unreadable` where the block is there but wrong: a page
    whose audience cannot be read must not be shown to anyone."""
    values, rest = front_matter(text)
    return _metadata(values), rest


def front_matter(text: str) -> tuple[Mapping[Any, Any], str]:
    """Its keys as they stand there, none where there is no such block, and the text after it. Raises
    `Unreadable` where it is no YAML."""
    block = _BLOCK.match(text)
    if block is None and _UNCLOSED.match(text):
        raise Unreadable("Its front matter is not closed: begin the page with `---` and end it with `---`.")
    values = _parse(block[1], "front matter") if block else None
    # A page may also open with a rule and some prose.
    return (values, text[block.end() :]) if block and isinstance(values, Mapping) else ({}, text)


def completed(own: Metadata, beside: Metadata) -> Metadata:
    """What the page itself leaves out is taken from the file beside it."""
    values = {one.name: getattr(own, one.name) or getattr(beside, one.name) for one in fields(Metadata)}
    return Metadata(**values)


def read_sidecar(text: str) -> Metadata:
    values = _parse(text, ".meta.yaml")
    if not isinstance(values, Mapping):
        raise Unreadable("Its .meta.yaml is not a list of `key: value` lines.")
    return _metadata(values)


def principals(names: Iterable[Any]) -> frozenset[Principal]:
    """Raises `Unreadable` for an empty or malformed audience."""
    found = [str(name).strip() for name in names]
    wrong = [name for name in found if not _PRINCIPAL.fullmatch(name)]
    if wrong or not found:
        shown = ", ".join(wrong)[:_SHOWN] or "is empty"
        raise Unreadable(f"Its audience {shown}: use `public`, `group:NAME` or `person:ID`.")
    return frozenset(Principal(name) for name in found)


def _parse(text: str, where: str) -> Any:
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable(f"Its {where} is not valid YAML.") from error
    except ValueError as error:
        raise Unreadable(f"Its {where} holds a date or number that does not exist.") from error


def _metadata(values: Mapping[Any, Any]) -> Metadata:
    return Metadata(
        title=_text(values, "title"),
        owner=_text(values, "owner"),
        audience=_audience(values),
        updated=_day(values, "updated"),
        verified=_day(values, "verified"),
        review_by=_day(values, "review_by"),
        status=_text(values, "status").lower(),
    )


def _audience(values: Mapping[Any, Any]) -> frozenset[Principal] | None:
    if "audience" not in values:
        _check_spelling(values)
        return None
    value = values["audience"]
    if isinstance(value, str):
        return principals(value.split(","))
    # YAML's aliases make a line of text into gigabytes of lists, once they are written out.
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return principals(value)
    raise Unreadable("Its audience is not a list of names: use `public`, `group:NAME` or `person:ID`.")


def _check_spelling(values: Mapping[Any, Any]) -> None:
    # A key that nobody reads would leave the page to everyone.
    keys = {str(key).strip().casefold(): key for key in values}
    if near := difflib.get_close_matches("audience", keys, n=1, cutoff=0.8):
        raise Unreadable(f"It has `{keys[near[0]]}`: write `audience`.")


def _text(values: Mapping[Any, Any], key: str) -> str:
    value = values.get(key)
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()


def _day(values: Mapping[Any, Any], key: str) -> date | None:
    value = values.get(key)
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip() if isinstance(value, str | int) else "")
    except ValueError:
        raise Unreadable(f"Its `{key}` is not a date: write YYYY-MM-DD.") from None
