"""The desk where a channel is set: which pages answer there, and when the bot speaks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol, cast, get_args

from bot import wording
from bot.answers.audience import principals
from bot.chat import (
    Action,
    Address,
    Facts,
    Form,
    FormErrors,
    FormField,
    Identity,
    Message,
    Outcome,
    Person,
    Press,
    Reply,
    Submit,
    Text,
)
from bot.errors import DeliveryError
from bot.ports import ChannelRules, Rooms, Store
from bot.ports.channels import Answers
from content_index.errors import ContentError
from content_index.model import Principal

CHANNEL = "channel:"
"""How the id of a channel's card begins."""
CHANGE = Action("change_channel", "Change", opens_form=True)
SHOWN = 12
MODES: tuple[tuple[Answers, str], ...] = (
    ("mentions", "When I am mentioned, and in my own threads"),
    ("auto", "Also questions to nobody in particular, when I am sure"),
    ("quiet", "Only when I am mentioned; all else goes to direct chats"),
)
WHERE = (
    "Say that in the channel it is about: mention me there with the word “channel”, or use the command there."
)
ALL_PAGES = "all"
OTHERS = "others that you may not see"
NOT_YOURS = "Only an administrator, enablement or whoever made the channel may set what I do there."
ASKED = re.compile(r"\W*(?:this )?channel(?: settings?)?\W*", re.IGNORECASE)
"""How somebody asks how the channel is set."""


class Folders(Protocol):
    def folders(self, allowed: frozenset[Principal]) -> Mapping[str, int]:
        """Sources and folders that hold pages these principals may see, with how many."""
        ...


class ChannelDesk:
    """`rooms` by platform name: who can be asked who made a channel."""

    def __init__(self, store: Store, content: Folders, rooms: Mapping[str, Rooms]) -> None:
        self._store = store
        self._content = content
        self._rooms = rooms

    def rules(self, where: Address) -> ChannelRules:
        if where.kind == "direct":
            return ChannelRules()
        with self._store.read() as uow:
            return uow.channels.rules(where)

    def message(self, event: Message, person: Person) -> Reply | None:
        """How the channel is set, to whoever asks there; None for any other message."""
        if not ASKED.fullmatch(event.text):
            return None
        if event.where.kind == "direct":
            return wording.plain(WHERE)
        may = (CHANGE,) if self._may_set(event.who, event.where, person) else ()
        return _shown(event.where, self.rules(event.where), self._known(person), may)

    def press(self, event: Press, person: Person) -> Outcome:
        where = _place(event.card_id)
        if where is None or event.action != CHANGE.id or not self._may_set(event.who, where, person):
            return wording.plain(NOT_YOURS)
        return _form(event.card_id, self.rules(where), self._known(person))

    def submit(self, event: Submit, person: Person) -> Outcome:
        where = _place(event.card_id)
        if where is None or not self._may_set(event.who, where, person):
            return wording.plain(NOT_YOURS)
        typed, known = _lines(event.values.get("folders", "")), self._known(person)
        answers = event.values.get("answers", "")
        everything = typed == (ALL_PAGES,) and ALL_PAGES not in known
        errors = {
            **({} if answers in get_args(Answers) else {"answers": "Choose when I answer there."}),
            **(_unknown([] if everything else [one for one in typed if one not in known], list(known))),
        }
        if errors:
            return FormErrors(errors)
        folders = () if everything else (*typed, *_hidden(self.rules(where), known))
        rules = ChannelRules(folders, cast(Answers, answers))
        with self._store.write() as uow:
            uow.channels.put(where, rules, person.id, event.at)
            detail = {"answers": answers, "folders": ", ".join(folders)}
            uow.audit.record(event.at, person.id, "channel_set", event.card_id, detail)
            uow.commit()
        return _shown(where, rules, known, (CHANGE,))

    def _known(self, person: Person) -> Mapping[str, int]:
        try:
            return self._content.folders(principals(person))
        except ContentError:
            return {}

    def _may_set(self, who: Identity, where: Address, person: Person) -> bool:
        if person.has_role("admin") or person.has_role("enablement"):
            return True
        room = self._rooms.get(where.platform)
        try:
            return bool(room and who.workspace == where.workspace and room.runs(who, where))
        except DeliveryError:
            return False


def card_of(where: Address) -> str:
    """The id of the card that sets this channel."""
    return f"{CHANNEL}{where.kind}:{where.platform}/{where.workspace}/{where.channel}"


def _place(card_id: str) -> Address | None:
    kind, _, key = card_id.removeprefix(CHANNEL).partition(":")
    platform, _, place = key.partition("/")
    workspace, _, channel = place.partition("/")
    if not channel or kind not in ("channel", "group"):
        return None
    return Address(platform, workspace, channel, kind="group" if kind == "group" else "channel")


def _lines(text: str) -> tuple[str, ...]:
    """A folder's name may hold a comma, so each stands on a line of its own."""
    named = (line.strip().strip("/") for line in text.splitlines())
    return tuple(dict.fromkeys(filter(None, named)))


def _hidden(rules: ChannelRules, known: Collection[str]) -> tuple[str, ...]:
    """Folders that are set, and that this reader is not to know of."""
    return tuple(folder for folder in rules.folders if folder not in known)


def _shown(where: Address, rules: ChannelRules, known: Collection[str], actions: tuple[Action, ...]) -> Reply:
    named = [folder for folder in rules.folders if folder in known]
    pages = wording.listed([*named, *([OTHERS] if _hidden(rules, known) else [])])
    rows = (("I answer", dict(MODES)[rules.answers]), ("Pages", pages or ALL_PAGES))
    note = Text("Whoever asks sees only pages that are for them, whatever is set here.")
    return Reply((Facts(rows, "This channel"), note), actions, "asker", "direct", card_of(where))


def _form(card_id: str, rules: ChannelRules, known: Collection[str]) -> Form:
    answers = FormField("answers", "I answer", "choice", rules.answers, MODES, optional=False)
    empty = "left empty, all pages answer"
    if _hidden(rules, known):
        empty = f"{OTHERS} stay set, and “{ALL_PAGES}” clears them too"
    hint = f"One folder a line; {empty}.{_there_are(list(known))}"
    named = "\n".join(folder for folder in rules.folders if folder in known)
    folders = FormField("folders", "Pages that answer there", "long_text", named, hint=hint)
    return Form("channel", card_id, "This channel", (answers, folders))


def _unknown(folders: Sequence[str], known: Sequence[str]) -> Mapping[str, str]:
    if not folders:
        return {}
    names = wording.listed([f"“{one}”" for one in folders])
    return {"folders": f"I know no pages under {names}.{_there_are(known)}"}


def _there_are(known: Sequence[str]) -> str:
    more = f" and {len(known) - SHOWN} more" if len(known) > SHOWN else ""
    return f" There are: {', '.join(known[:SHOWN])}{more}." if known else ""
