"""Files that enablement sends in a direct chat: offered as pages, drafts first, answers once published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from bot import wire, wording
from bot.answers.drafts import FOR_ENABLEMENT, document_id
from bot.answers.expert_cards import DECIDE
from bot.answers.expert_wording import audience_in_words
from bot.answers.pages import decides
from bot.chat import (
    Action,
    Form,
    FormErrors,
    FormField,
    Message,
    Outcome,
    Person,
    Press,
    Reply,
    SharedFile,
    Submit,
    Text,
)
from bot.errors import DeliveryError
from bot.ports import Attachments, Card, Drafts, PageDraft, SentFiles, Store, UnitOfWork
from content_index.errors import Unreadable

SENT = "sent:"
"""How the ids of these cards begin."""
TAKE_IN = "take_in"
PUBLISHED = "sent_file_published"
"""The fact that tells the worker that a page waits to be taken in."""
LARGEST = 20_000_000
"""Bytes."""
SHOWN = 600
EVERYONE = ("public", "Everyone in the company")
ONLY_ENABLEMENT = "I take in files from enablement alone: send it to them, and they make a page of it."
NOT_HERE = "That file is not with me any more. Send it again."
LEFT = "Left alone: I have kept nothing of it."
GONE = "That page was decided on already."


class FileDesk:
    """`attachments` by platform name: where the files of its people can be fetched."""

    def __init__(
        self, store: Store, drafts: Drafts, reader: SentFiles, attachments: Mapping[str, Attachments]
    ) -> None:
        self._store = store
        self._drafts = drafts
        self._reader = reader
        self._attachments = attachments

    def message(self, event: Message, person: Person) -> Reply | None:
        """None for a message without files, and for the words that a seller sends with one."""
        if not event.files or event.where.kind != "direct":
            return None
        if not decides(person):
            return None if event.text else wording.plain(ONLY_ENABLEMENT)
        refused = [said for file in event.files if (said := self._refused(file))]
        fit = [file for file in event.files if not self._refused(file)]
        if not fit:
            return wording.plain(" ".join(refused))
        id = SENT + sha256(event.id.encode()).hexdigest()[:20]
        payload = {"files": [wire.dump(file, SharedFile) for file in fit]}
        with self._store.write() as uow:
            uow.cards.add(Card(id, "file", person.id, event.where, "offered", payload, event.at, event.id))
            uow.commit()
        names = wording.listed([f"“{file.name}”" for file in fit])
        asked = f"Shall I make a page of {names}? Nothing is answered from it until you publish it."
        return Reply((Text(" ".join((asked, *refused))),), _offers(fit), "asker", "direct", id)

    def press(self, event: Press, person: Person) -> Outcome:
        with self._store.read() as uow:
            card = _own(event.card_id, person, uow)
            groups = sorted({name for one in uow.people.all() for name in one.groups})
        if card is None:
            return wording.plain(wording.OLD_CARD)
        if event.action == TAKE_IN and (file := _file(card, event.value)):
            audiences = (EVERYONE, *((f"group:{name}", name) for name in groups))
            return _form(card.id, event.value, file, audiences)
        if event.action in ("publish", "drop"):
            return self._decide(event, person, card)
        return self._leave(card)

    def submit(self, event: Submit, person: Person) -> Outcome:
        """The file is fetched and read only now, and not kept beside its page."""
        with self._store.read() as uow:
            card = _own(event.card_id, person, uow)
        file = _file(card, event.form.partition(":")[2]) if card else None
        place = self._attachments.get(event.who.platform)
        title, audience = event.values.get("title", "").strip(), event.values.get("audience", "")
        if card is None or file is None or place is None:
            return wording.plain(NOT_HERE)
        if not title or len(title) > 200:
            return FormErrors({"title": "Give the page a title of up to 200 characters."})
        if not re.fullmatch(r"public|group:.+", audience):
            return FormErrors({"audience": "Choose who may read it."})
        try:
            text = self._reader.text(file.name, place.fetch(event.who, file.ref, LARGEST))
        except (DeliveryError, Unreadable) as error:
            return wording.plain(f"I could not take in “{file.name}”: {error}")
        day = event.at.astimezone(ZoneInfo(person.zone)).date()
        return self._draft(
            PageDraft(_name(title, card, file), title, text, person.name, (audience,), day), event
        )

    def _draft(self, page: PageDraft, event: Submit) -> Reply:
        self._drafts.write(page)
        with self._store.write() as uow:
            person = uow.people.by_identity(event.who)
            assert person is not None, "whoever sends a form is known"
            id = f"{SENT}{page.name}"
            payload = {"name": page.name}
            uow.cards.add(Card(id, "file", person.id, event.where, "drafted", payload, event.at, id))
            uow.audit.record(event.at, person.id, "draft_made", document_id(page.name), {})
            uow.commit()
        start = page.text[:SHOWN] + ("…" if len(page.text) > SHOWN else "")
        seen = audience_in_words(page.audience)
        facts = f"Owner {page.owner} · seen by {seen} · {len(page.text):,} characters."
        parts = (Text(f"Draft page: {page.title}", strong=True), Text(start), Text(facts))
        return Reply(parts, DECIDE, "asker", "direct", id)

    def _decide(self, event: Press, person: Person, card: Card) -> Reply:
        name, publish = card.payload.get("name", ""), event.action == "publish"
        day = event.at.astimezone(ZoneInfo(person.zone)).date()
        if not decides(person) or not (
            self._drafts.publish(name, day) if publish else self._drafts.drop(name)
        ):
            return wording.plain(GONE)
        with self._store.write() as uow:
            uow.cards.save(replace(card, state="published" if publish else "dropped"))
            uow.audit.record(event.at, person.id, f"draft_{event.action}", document_id(name), {})
            if publish:
                uow.installation.put(PUBLISHED, event.id)
            uow.commit()
        said = "Published: I answer from it within minutes." if publish else "Dropped: the draft is deleted."
        return Reply((Text(said),), deliver="direct", card_id=card.id, replaces=True)

    def _leave(self, card: Card) -> Reply:
        with self._store.write() as uow:
            uow.cards.save(replace(card, state="left", payload={}))
            uow.commit()
        return Reply((Text(LEFT),), deliver="direct", card_id=card.id, replaces=True)

    def _refused(self, file: SharedFile) -> str:
        if not self._reader.reads(file.name):
            return f"I cannot read “{file.name}”: send it as Markdown, text, PDF, .docx, .pptx or .xlsx."
        if file.size > LARGEST:
            return f"“{file.name}” is larger than {LARGEST // 1_000_000} MB: send a smaller one."
        return ""


def _offers(files: list[SharedFile]) -> tuple[Action, ...]:
    several = len(files) > 1
    take = (
        Action(TAKE_IN, f"Take in {file.name}" if several else "Take it in", str(n), opens_form=True)
        for n, file in enumerate(files)
    )
    return (*take, Action("leave", "Leave them" if several else "Leave it"))


def _form(card_id: str, number: str, file: SharedFile, audiences: tuple[tuple[str, str], ...]) -> Form:
    named = re.sub(r"[-_]+", " ", file.name.rpartition(".")[0])
    title = FormField("title", "Title", value=named, optional=False)
    narrowest = FOR_ENABLEMENT if FOR_ENABLEMENT in dict(audiences) else ""
    readers = FormField("audience", "Who may read it", "choice", narrowest, audiences, optional=False)
    return Form(f"{TAKE_IN}:{number}", card_id, "Take in a file", (title, readers), "Make a draft")


def _own(card_id: str, person: Person, uow: UnitOfWork) -> Card | None:
    card = uow.cards.get(card_id)
    return card if card and card.kind == "file" and card.person_id == person.id else None


def _file(card: Card, number: str) -> SharedFile | None:
    files: list[Any] = card.payload.get("files", [])
    if not number.isdigit() or int(number) >= len(files):
        return None
    found: SharedFile = wire.load(files[int(number)], SharedFile)
    return found


def _name(title: str, card: Card, file: SharedFile) -> str:
    """The same file taken in again under the same title is the same page."""
    slug = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-") or "page"
    return f"{slug}-{sha256(f'{card.id}:{file.ref}'.encode()).hexdigest()[:8]}.md"
