"""What a page says about itself: YAML front matter, or a sidecar file beside a binary format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml

from content_index.errors import Unreadable
from content_index.model import Principal

_BLOCK = re.compile(r"---[ \t]*\n(.{0,65536}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PRINCIPAL = re.compile(r"public|group:[^\s,:][^,:\n]*|person:[^\s,:]+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """`audience` is None where the page names none."""

    title: str = ""
    owner: str = ""
    audience: frozenset[Principal] | None = None
    updated: date | None = None
    verified: date | None = None
    review_by: date | None = None


def split_front_matter(text: str) -> tuple[Metadata, str]:
    """The metadata and the text after it. Raises `Unreadable` where the block is there but wrong: a page
    whose audience cannot be read must not be shown to anyone."""
    block = _BLOCK.match(text)
    if block is None:
        return Metadata(), text
    values = _parse(block[1])
    if isinstance(values, Mapping):
        return _metadata(values), text[block.end() :]
    # A page may also open with a rule and some prose.
    return Metadata(), text


def read_sidecar(text: str) -> Metadata:
    values = _parse(text)
    if not isinstance(values, Mapping):
        raise Unreadable("Its .meta.yaml is not a list of `key: value` lines.")
    return _metadata(values)


def principals(names: Iterable[Any]) -> frozenset[Principal]:
    """Raises `Unreadable` for an empty or malformed audience."""
    found = [str(name).strip() for name in names]
    wrong = [name for name in found if not _PRINCIPAL.fullmatch(name)]
    if wrong or not found:
        raise Unreadable(
            f"Its audience {', '.join(wrong) or 'is empty'}: use `public`, `group:NAME` or `person:ID`."
        )
    return frozenset(Principal(name) for name in found)


def _parse(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable("Its front matter is not valid YAML.") from error


def _metadata(values: Mapping[Any, Any]) -> Metadata:
    return Metadata(
        title=_text(values, "title"),
        owner=_text(values, "owner"),
        audience=_audience(values),
        updated=_day(values, "updated"),
        verified=_day(values, "verified"),
        review_by=_day(values, "review_by"),
    )


def _audience(values: Mapping[Any, Any]) -> frozenset[Principal] | None:
    if "audience" not in values:
        return None
    value = values["audience"]
    if isinstance(value, str):
        return principals(value.split(","))
    if isinstance(value, list):
        return principals(value)
    raise Unreadable("Its audience is not a list: use `public`, `group:NAME` or `person:ID`.")


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
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise Unreadable(f"Its `{key}` is not a date: write YYYY-MM-DD.") from None
