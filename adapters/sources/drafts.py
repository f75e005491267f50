"""Pages written in chat, as Markdown files in one folder that is also a source of content."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from adapters.sources.metadata import DRAFT, Metadata, front_matter, split_front_matter
from bot.ports import PageDraft
from content_index.errors import Unreadable


class DraftFolder:
    """Opens nothing before it is used; the folder is made for the first page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, draft: PageDraft) -> None:
        path = self._path(draft.name)
        if path is None or path.exists():
            return
        values = {
            "title": draft.title,
            "owner": draft.owner,
            "audience": list(draft.audience),
            "status": DRAFT,
            "updated": draft.written,
        }
        self._folder.mkdir(parents=True, exist_ok=True)
        _replace(path, values, f"# {draft.title}\n\n{draft.text.strip()}\n")

    def append(self, name: str, section: str, audience: Sequence[str]) -> bool:
        path, found = self._path(name), self._read(name)
        if path is None or found is None or found[0].status != DRAFT:
            return False
        values, text = front_matter(path.read_text("utf-8"))
        if section.strip() not in text:
            whole = f"{text.rstrip()}\n\n{section.strip()}\n"
            _replace(path, {**values, "audience": list(audience)}, whole)
        return True

    def waiting(self) -> Sequence[PageDraft]:
        names = sorted(path.name for path in self._folder.glob("*.md"))
        read = ((name, self._read(name)) for name in names)
        return [_page(name, *found) for name, found in read if found and found[0].status == DRAFT]

    def page(self, name: str) -> PageDraft | None:
        found = self._read(name)
        return _page(name, *found) if found else None

    def publish(self, name: str, day: date) -> bool:
        path, found = self._path(name), self._read(name)
        if path is None or found is None or found[0].status != DRAFT:
            return False
        values, text = front_matter(path.read_text("utf-8"))
        _replace(path, {**values, "status": "published", "verified": day}, text)
        return True

    def drop(self, name: str) -> bool:
        path, found = self._path(name), self._read(name)
        if path is None or found is None or found[0].status != DRAFT:
            return False
        path.unlink(missing_ok=True)
        return True

    def _read(self, name: str) -> tuple[Metadata, str] | None:
        path = self._path(name)
        try:
            return split_front_matter(path.read_text("utf-8")) if path else None
        except (OSError, UnicodeDecodeError, Unreadable):
            # `index status` names a file that cannot be read, and why.
            return None

    def _path(self, name: str) -> Path | None:
        """None for what is no plain name of a page: names come from people."""
        plain = Path(name).name == name and name.endswith(".md") and not name.startswith(".")
        return self._folder / name if plain else None


def _page(name: str, metadata: Metadata, text: str) -> PageDraft:
    heading, _, rest = text.lstrip().partition("\n")
    body = rest if heading.startswith("# ") else text
    return PageDraft(
        name,
        metadata.title,
        body.strip(),
        metadata.owner,
        tuple(sorted(metadata.audience or ())),
        metadata.updated or date.min,
    )


def _replace(path: Path, values: Mapping[Any, Any], text: str) -> None:
    """Whoever reads meanwhile sees the page before or after, never half of it."""
    matter = yaml.safe_dump(dict(values), sort_keys=False, allow_unicode=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(f"---\n{matter}---\n\n{text.lstrip()}", "utf-8")
    os.replace(beside, path)
