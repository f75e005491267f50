"""Who may see what lies in a folder, and who answers for it: rules by path, of which the last one wins."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from adapters.sources.metadata import principals
from bot.settings import SourceRule
from content_index.errors import ContentError, Unreadable
from content_index.model import PUBLIC, Principal

_PIECE = re.compile(r"\*\*/|\*\*|\*|\?|[^*?]+")
_MEANT = {"**/": r"(?:.*/)?", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for a page that says nothing itself. `limit` is the path of the rule whose audience a page
    may not widen, or empty."""

    audience: frozenset[Principal]
    owner: str
    limit: str = ""

    def seen_by(self, named: frozenset[Principal] | None) -> frozenset[Principal]:
        """Who sees a page that names `named`, or nobody. Raises `Unreadable` where that widens a limit."""
        if named is None:
            return self.audience
        wider = sorted(named - self.audience)
        if self.limit and wider and PUBLIC not in self.audience:
            allowed = ", ".join(sorted(self.audience))
            raise Unreadable(
                f"Its audience {', '.join(wider)} goes beyond what “{self.limit}” is limited to: "
                f"name only {allowed}, or leave the line out."
            )
        return named


@dataclass(frozen=True, slots=True)
class _Rule:
    path: str
    form: re.Pattern[str]
    audience: frozenset[Principal] | None
    owner: str
    limit: bool


class FolderRules:
    """`audience` and `owner` stand where no rule says otherwise. Raises `ContentError` for an audience that
    means nothing."""

    def __init__(self, rules: Sequence[SourceRule], audience: Sequence[str], owner: str) -> None:
        self._audience = _read(audience, "")
        self._owner = owner
        self._rules = [
            _Rule(
                rule.path,
                _form(rule.path),
                None if rule.audience is None else _read(rule.audience, f"Rule “{rule.path}”: "),
                rule.owner,
                rule.limit,
            )
            for rule in rules
        ]

    def standing(self, path: str) -> Standing:
        stands = Standing(self._audience, self._owner)
        for rule in self._rules:
            if rule.form.fullmatch(_composed(path)):
                stands = Standing(
                    stands.audience if rule.audience is None else rule.audience,
                    rule.owner or stands.owner,
                    stands.limit if rule.audience is None else rule.path if rule.limit else "",
                )
        return stands

    def unused(self, paths: Collection[str]) -> list[str]:
        """Rules that mean none of these paths: most likely misspelt, so that what they should hide is not."""
        composed = [_composed(path) for path in paths]
        return [rule.path for rule in self._rules if not any(rule.form.fullmatch(path) for path in composed)]


def _form(path: str) -> re.Pattern[str]:
    """`*` and `?` stay within a folder, `**` does not; what names a folder means all that is in it."""
    written = _composed(path).strip("/")
    meant = _PIECE.sub(lambda piece: _MEANT.get(piece[0]) or re.escape(piece[0]), written)
    # Shares on Windows do not tell capitals apart, and who wrote the rule may not have either.
    return re.compile(f"{meant}(?:/.*)?", re.DOTALL | re.IGNORECASE)


def _composed(path: str) -> str:
    # One system writes é as one character, another as two.
    return unicodedata.normalize("NFC", path)


def _read(audience: Sequence[str], where: str) -> frozenset[Principal]:
    try:
        return principals(audience)
    except Unreadable as error:
        raise ContentError(f"{where}{error}") from None
