"""What passes through the one door: events in, outcomes out. No platform's words appear here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from bot.commands import Wanted
from bot.parts import Bar as Bar
from bot.parts import Citation as Citation
from bot.parts import Diff as Diff
from bot.parts import DiffRow as DiffRow
from bot.parts import Excerpt as Excerpt
from bot.parts import Facts as Facts
from bot.parts import File as File
from bot.parts import Part as Part
from bot.parts import Picture as Picture
from bot.parts import Text as Text

Role: TypeAlias = Literal["rep", "manager", "enablement", "admin"]


@dataclass(frozen=True, slots=True)
class Identity:
    """One account on one platform. Several may belong to one person."""

    platform: str
    workspace: str
    user: str


@dataclass(frozen=True, slots=True)
class Person:
    """`zone` is an IANA name, `locale` a BCP 47 tag; `crm_user` is the id the CRM knows them by."""

    id: str
    name: str
    email: str
    roles: frozenset[Role]
    groups: frozenset[str] = frozenset()
    zone: str = "UTC"
    locale: str = "en-US"
    currency: str = "USD"
    crm_user: str = ""
    manager_id: str | None = None

    def has_role(self, role: Role) -> bool:
        return role in self.roles


TERMINAL = "console"
"""The one platform that is nobody's place to be written to first, once they have another."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message is, or goes: a direct chat, or a channel and perhaps a thread in it."""

    platform: str
    workspace: str
    channel: str
    thread: str | None = None
    kind: Literal["direct", "channel", "group"] = "direct"

    @property
    def key(self) -> str:
        return "/".join((self.platform, self.workspace, self.channel, self.thread or ""))


@dataclass(frozen=True, slots=True)
class SharedFile:
    """`size` in bytes; by `ref` its platform hands it over."""

    name: str
    size: int
    ref: str


@dataclass(frozen=True, slots=True)
class Message:
    """`id` is the platform's event id: the same id is the same event, however often it is sent.

    `opens_thread` is the first message of its thread; `wants` what its author has said that it is. What was
    plainly said to somebody else, by name, comes without its text.
    """

    id: str
    at: datetime
    who: Identity
    where: Address
    text: str
    mentioned: bool = False
    opens_thread: bool = False
    wants: Wanted = ""
    files: tuple[SharedFile, ...] = ()
    kind: Literal["message"] = "message"

    @property
    def overheard(self) -> bool:
        """Said where others may read, and not to the bot by name."""
        return self.where.kind != "direct" and not self.mentioned


@dataclass(frozen=True, slots=True)
class Press:
    id: str
    at: datetime
    who: Identity
    where: Address
    card_id: str
    action: str
    value: str = ""
    kind: Literal["press"] = "press"


@dataclass(frozen=True, slots=True)
class Submit:
    """A form sent back: `form` is the `Form.id` it was opened as."""

    id: str
    at: datetime
    who: Identity
    where: Address
    card_id: str
    form: str
    values: Mapping[str, str]
    kind: Literal["submit"] = "submit"


@dataclass(frozen=True, slots=True)
class Opened:
    """Someone opened the bot's chat for the first time, or their `home` with it at any time."""

    id: str
    at: datetime
    who: Identity
    where: Address
    home: bool = False
    kind: Literal["opened"] = "opened"


@dataclass(frozen=True, slots=True)
class Edited:
    """A message was changed after it was sent; `message_ref` is the `Message.id` that it came as."""

    id: str
    at: datetime
    who: Identity
    where: Address
    message_ref: str
    text: str
    kind: Literal["edited"] = "edited"


@dataclass(frozen=True, slots=True)
class Deleted:
    id: str
    at: datetime
    who: Identity
    where: Address
    message_ref: str
    kind: Literal["deleted"] = "deleted"


Event: TypeAlias = Message | Press | Submit | Opened | Edited | Deleted


NAME = 250
VALUE = 2_000
"""Characters of an id, and of a button's value, that every platform takes and gives back unchanged."""


@dataclass(frozen=True, slots=True)
class Action:
    """A button as offered. Pressing it comes back as a `Press` with `action=id` and the same `value`. One
    that is `asker_only` does nothing for others: platforms that can do so show it to nobody else."""

    id: str
    label: str
    value: str = ""
    style: Literal["default", "primary", "danger"] = "default"
    opens_form: bool = False
    asker_only: bool = False

    def __post_init__(self) -> None:
        if len(self.id) > NAME or len(self.value) > VALUE:
            raise ValueError(f"the button {self.id[:NAME]!r} carries more than every platform takes back")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says. `card_id` names it when it has actions or will change later;
    `replaces` is true when the card of that id, already shown, becomes this.
    `visibility="asker"` must never reach anyone else; `deliver="direct"` moves it to the asker's own chat.
    """

    parts: tuple[Part, ...]
    actions: tuple[Action, ...] = ()
    visibility: Literal["all", "asker"] = "all"
    deliver: Literal["here", "direct"] = "here"
    card_id: str = ""
    replaces: bool = False
    kind: Literal["reply"] = "reply"

    def __post_init__(self) -> None:
        if len(self.card_id) > NAME:
            raise ValueError(f"the card id {self.card_id[:NAME]!r}… is longer than every platform takes back")


@dataclass(frozen=True, slots=True)
class FormField:
    """`options` are (value, label) pairs for `choice`; `value` is what stands there at the start; `hint` is
    read below it."""

    name: str
    label: str
    control: Literal["text", "long_text", "number", "date", "choice"] = "text"
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    optional: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    id: str
    card_id: str
    title: str
    fields: tuple[FormField, ...]
    submit_label: str = "Save"
    kind: Literal["form"] = "form"


@dataclass(frozen=True, slots=True)
class FormErrors:
    """Field name → one sentence that says what to enter instead."""

    errors: Mapping[str, str] = field(default_factory=dict)
    kind: Literal["form_errors"] = "form_errors"


@dataclass(frozen=True, slots=True)
class Home:
    """A person's own page with the bot: each card stands and changes by itself."""

    cards: tuple[Reply, ...]
    kind: Literal["home"] = "home"


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing to say: the message was not for the bot."""

    reason: str
    kind: Literal["silence"] = "silence"


Outcome: TypeAlias = Reply | Form | FormErrors | Home | Silence
