"""Pages written here, before and after they are published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PageDraft:
    """A page, published or not. `name` is its file's, `audience` principals, `text` Markdown."""

    name: str
    title: str
    text: str
    owner: str
    audience: tuple[str, ...]
    written: date


class Drafts(Protocol):
    """Names are file names. What is written may be changed by hand before it is published."""

    def write(self, draft: PageDraft) -> None:
        """Leaves a page of that name as it is."""
        ...

    def append(self, name: str, section: str, audience: Sequence[str]) -> bool:
        """Puts `section` at the end of a draft, once, and leaves it to `audience` alone. False when there is
        no such draft."""
        ...

    def waiting(self) -> Sequence[PageDraft]:
        """By name; published pages and files that cannot be read are left out."""
        ...

    def page(self, name: str) -> PageDraft | None:
        """Draft or published; None where there is none that can be read."""
        ...

    def publish(self, name: str, day: date) -> bool:
        """The next sync takes it in, verified on `day`. False when there is no such draft."""
        ...

    def drop(self, name: str) -> bool:
        """Deletes a draft. False when there is no such draft; a published page is left alone."""
        ...
