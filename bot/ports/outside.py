"""What the product talks to: content, a CRM, chat platforms, time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeAlias

from bot.chat import Address, Event, Identity, Outcome, Reply
from bot.sales import Applied, Book, Change, CrmUpdate, Ended, Note, Opportunity
from content_index.model import Document, Findings, Query

Clock: TypeAlias = Callable[[], datetime]
"""Now, aware, in UTC."""


class Searcher(Protocol):
    """Raises `content_index.errors.NoContent` while nothing has been ingested."""

    def search(self, query: Query) -> Findings: ...


class Composer(Protocol):
    """Rephrases. `lines` are (number, text) pairs, the asker's own to see; the wording that comes back is
    trusted with nothing: bot.answers.rephrase keeps what its citations support. Raises ComposerFailed."""

    def rephrase(self, question: str, lines: Sequence[tuple[int, str]]) -> str: ...


class Extractor(Protocol):
    """Finds values in a note. `note` holds its text, the day and the vocabulary; what comes back should be
    JSON and is trusted with nothing: bot.notes.extraction keeps what the words bear out. Raises
    ExtractorFailed."""

    def extract(self, note: Mapping[str, Any]) -> str: ...


class Crm(Protocol):
    """A CRM seen as one of its users: `speaker` is a CRM user id. Raises the CrmError tree of bot.errors."""

    def book(self, speaker: str, said: str = "") -> Book:
        """All that the speaker may write and the customers they work with; of everyone else's records
        outlines of those at least that the message `said` may name, so that a note about them can be
        refused."""
        ...

    def opportunity(self, opportunity_id: str, speaker: str) -> Opportunity:
        """Raises CrmPermission for another team's record and CrmNotFound for none."""
        ...

    def update(self, update: CrmUpdate, speaker: str) -> Applied:
        """Writes once per `update.key`: a repeated key returns the first result with `repeated=True`."""
        ...

    def notes(self, record_id: str, speaker: str) -> Sequence[Note]:
        """Newest first: an opportunity's for its team, an account's (`account:ID`) for their author only."""
        ...

    def changes(self, opportunity_id: str, speaker: str, since: datetime) -> Sequence[Change] | None:
        """What changed since then, newest first, for the opportunity's team only. None where this CRM does
        not tell."""
        ...

    def ended(self, since: date, competitor: str) -> Sequence[Ended] | None:
        """Everybody's that were won or lost since that day against this competitor, for counts over the whole
        company. None where this CRM does not tell."""
        ...


class Messenger(Protocol):
    """Puts replies where they belong. `key` makes a send happen once where the platform allows it; `again`
    when an earlier try, perhaps of another process, may have arrived. Returns the platform's message id.
    Raises DeliveryError, and MessageGone where there is nothing to update."""

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str: ...
    def update(self, where: Address, message_ref: str, reply: Reply) -> None: ...
    def direct_to(self, who: Identity) -> Address:
        """The direct chat with `who`, opened if need be. Raises DeliveryError."""
        ...


class Rooms(Protocol):
    """Who reads along in a channel or group chat, as its platform tells. Raises DeliveryError where that
    cannot be known, or not of everyone."""

    def members(self, where: Address) -> Sequence[Identity]:
        """Every account there; the bot's own and other programs' may be among them."""
        ...

    def is_program(self, who: Identity) -> bool:
        """A program reads for nobody."""
        ...

    def runs(self, who: Identity, where: Address) -> bool:
        """Whether this channel is theirs; False where the platform does not say."""
        ...


@dataclass(frozen=True, slots=True)
class Account:
    """What a platform vouches for: `email` is verified by it, or ''. A `guest` belongs to another company.
    `zone` and `locale` as their owner has set them, or ''."""

    email: str
    guest: bool = False
    zone: str = ""
    locale: str = ""


class Accounts(Protocol):
    def account(self, who: Identity, where: Address) -> Account:
        """`where` they have just written. Raises DeliveryError."""
        ...


class Attachments(Protocol):
    def fetch(self, who: Identity, ref: str, limit: int) -> bytes:
        """A file that `who` sent, of up to `limit` bytes. Raises DeliveryError with what to tell them."""
        ...


class SentFiles(Protocol):
    def reads(self, name: str) -> bool:
        """Whether files with such a name are read at all."""
        ...

    def read(self, name: str, data: bytes) -> Document:
        """`audience` as the file itself says it, public where it says nothing. Raises
        content_index.errors.Unreadable with the reason."""
        ...


class Door(Protocol):
    """The way in, as a platform sees it."""

    def accept(self, event: Event) -> bool:
        """Commits the event before the platform is told "received". False when it was accepted before, and
        for talk among people, of which nothing is kept."""
        ...

    def answer(self, event: Event) -> Outcome | None:
        """The outcome of an accepted event. None when another process has taken it: it will deliver."""
        ...

    def kept(self, event: Event) -> AbstractContextManager[None]:
        """While its outcome is on its way, no other process takes the event over."""
        ...

    def delivered(self, event: Event, outcome: Outcome, where: Address, message_ref: str) -> None:
        """The outcome has reached the platform; `message_ref` is empty for what is no message."""
        ...

    def forget(self, who: Identity) -> None:
        """Their platform says that the account is no member's any more: from now on it is nobody's."""
        ...

    def shown(self, card_id: str) -> tuple[Address, str] | None:
        """Where a card stands and its platform message id, if it was delivered."""
        ...

    def card_at(self, where: Address, message_ref: str) -> str:
        """The id of the card that stands in this message, or ''."""
        ...
