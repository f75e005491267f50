"""What a page's `<meta>` tags say about it: for the reader's sake believed where nothing else is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

from adapters.sources.metadata import Metadata

_TAG = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)|`[^`\n]*`|<meta\s([^<>]{0,2000})>", re.I | re.M | re.S)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TITLES = ("articletitle", "title", "og:title")
_DAYS = (
    "article:modified_time",
    "last-modified",
    "dcterms.modified",
    "publishedon",
    "article:published_time",
    "dcterms.date",
    "date",
)
_AUTHORS = ("authorfullname", "author", "article:author", "maintainedby")


def page_meta(text: str) -> Metadata:
    """Title, author (as `owner`) and day of the last change, of Markdown or HTML; tags in code are not the
    page's own."""
    said: dict[str, str] = {}
    for name, value in _tags(text):
        said.setdefault(name, value)
    day = next((day for name in _DAYS if (day := _day(said.get(name, "")))), None)
    return Metadata(title=_first(said, _TITLES), owner=_first(said, _AUTHORS), updated=day)


def _tags(text: str) -> Iterator[tuple[str, str]]:
    for tag in _TAG.finditer(text):
        attributes = {
            one[1].lower(): unescape(one[2] or one[3] or "") for one in _ATTRIBUTE.finditer(tag[1] or "")
        }
        name = attributes.get("name") or attributes.get("property") or attributes.get("http-equiv")
        value = attributes.get("content") or attributes.get("value")
        if name and value:
            yield name.lower(), " ".join(value.split())


def _first(said: dict[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if name in said), "")


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
