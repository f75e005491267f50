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
from content_index.model import PUBLIC, Document

SENT = "sent:"
"""How the ids of these cards begin."""
TAKE_IN = "take_in"
PUBLISHED = "sent_file_published"
"""The fact that tells the worker that a page waits to be taken in."""
LARGEST = 20_000_000
"""Bytes."""
SHOWN = 600
LISTED = 100
"""Readers to choose from; where there are more, a list is too long for a chat, and they are typed."""
EVERYONE = ("public", "Everyone in the company")
ONLY_ENABLEMENT = "I take in files from enablement alone: send it to them, and they make a page of it."
NOT_HERE = "That file is not with me any more. Send it again."
UNREAD = "I have not read the words beside it: send them alone if they are a note or a question."
LEFT = "Left alone: I have kept nothing of it."
LEFT_WITH_PAGE = "Left alone. The page that I made of it before stays as it is."
GONE = "That page was published, dropped or made anew already."
MADE_ANEW = "It takes the place of the draft that I made of this file before."
STAYS = "The page that I made of this file before is published and still answers."
CHOOSE = "Choose who may read it."
TYPE = "Write “everyone” or the name of one group; I know no other readers."


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
            return None if event.text else wording.plain(" ".join(refused))
        id = SENT + sha256(event.id.encode()).hexdigest()[:20]
        payload = {"files": [wire.dump(file, SharedFile) for file in fit]}
        with self._store.write() as uow:
            uow.cards.add(Card(id, "file", person.id, event.where, "offered", payload, event.at, event.id))
            uow.commit()
        names = wording.listed([f"“{file.name}”" for file in fit])
        asked = f"Shall I make a page of {names}? Nothing is answered from it until you publish it."
        unread = [UNREAD] if event.text else []
        return Reply((Text(" ".join((asked, *refused, *unread))),), _offers(fit), "asker", "direct", id)

    def press(self, event: Press, person: Person) -> Outcome:
        with self._store.read() as uow:
            card = _own(event.card_id, person, uow)
            audiences = _audiences(uow)
        if card is None:
            return wording.plain(wording.OLD_CARD)
        if not decides(person):
            return wording.plain(ONLY_ENABLEMENT)
        if event.action == TAKE_IN:
            file = _file(card, event.value)
            return _form(card.id, event.value, file, audiences) if file else wording.plain(NOT_HERE)
        if event.action in ("publish", "drop"):
            return self._decide(event, person, card)
        return self._leave(card)

    def submit(self, event: Submit, person: Person) -> Outcome:
        """The file is fetched and read only now, and not kept beside its page."""
        with self._store.read() as uow:
            card, audiences = _own(event.card_id, person, uow), _audiences(uow)
        number = event.form.partition(":")[2]
        file = _file(card, number) if card else None
        place = self._attachments.get(event.who.platform)
        title = event.values.get("title", "").strip()
        audience = _chosen(event.values.get("audience", ""), audiences)
        if not decides(person):
            return wording.plain(ONLY_ENABLEMENT)
        if card is None or file is None or place is None:
            return wording.plain(NOT_HERE)
        if not title or len(title) > 200:
            return FormErrors({"title": "Give the page a title of up to 200 characters."})
        if not audience:
            return FormErrors({"audience": CHOOSE if len(audiences) <= LISTED else TYPE})
        try:
            read = self._reader.read(file.name, place.fetch(event.who, file.ref, LARGEST))
        except (DeliveryError, Unreadable) as error:
            return wording.plain(f"I could not take in “{file.name}”: {error}")
        day = event.at.astimezone(ZoneInfo(person.zone)).date()
        name = _name(title, f"{card.id}:{file.ref}:{audience}:{read.text}")
        page = PageDraft(name, title, read.text, person.name, (audience,), day)
        return self._draft(page, _own_readers(read, audience), event, person, card, number)

    def _draft(
        self, page: PageDraft, note: str, event: Submit, person: Person, offer: Card, number: str
    ) -> Reply:
        self._drafts.write(page)
        replaced = self._replaced(offer.payload.get("made", {}).get(number, ""), page.name)
        # It may be there from before, and what is shown must be what is published.
        page = self._drafts.page(page.name) or page
        id = f"{SENT}{page.name}"
        with self._store.write() as uow:
            payload = {"name": page.name}
            uow.cards.add(Card(id, "file", person.id, event.where, "drafted", payload, event.at, id))
            made = {**offer.payload.get("made", {}), number: page.name}
            uow.cards.save(replace(offer, payload={**offer.payload, "made": made}))
            uow.audit.record(event.at, person.id, "draft_made", document_id(page.name), {})
            uow.commit()
        start = page.text[:SHOWN] + ("…" if len(page.text) > SHOWN else "")
        seen = audience_in_words(page.audience)
        facts = f"Owner {page.owner} · seen by {seen} · {len(page.text):,} characters."
        said = (start, facts, *filter(None, (note, replaced)))
        parts = (Text(f"Draft page: {page.title}", strong=True), *map(Text, said))
        return Reply(parts, DECIDE, "asker", "direct", id)

    def _replaced(self, older: str, name: str) -> str:
        """Whoever takes a file in again has thought better of it: what it was before must not be published
        by mistake. Returns what to say of it."""
        if older in ("", name):
            return ""
        if self._drafts.drop(older):
            return MADE_ANEW
        return STAYS if self._drafts.page(older) else ""

    def _decide(self, event: Press, person: Person, card: Card) -> Reply:
        name, publish = card.payload.get("name", ""), event.action == "publish"
        day = event.at.astimezone(ZoneInfo(person.zone)).date()
        if not (self._drafts.publish(name, day) if publish else self._drafts.drop(name)):
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
        made = any(self._drafts.page(name) for name in card.payload.get("made", {}).values())
        with self._store.write() as uow:
            uow.cards.save(replace(card, state="left", payload={}))
            uow.commit()
        said = LEFT_WITH_PAGE if made else LEFT
        return Reply((Text(said),), deliver="direct", card_id=card.id, replaces=True)

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


def _audiences(uow: UnitOfWork) -> Mapping[str, str]:
    """Who a page may be for, with how they are called."""
    groups = sorted({name for person in uow.people.all() for name in person.groups})
    return dict((EVERYONE, *((f"group:{name}", name) for name in groups)))


def _chosen(entered: str, audiences: Mapping[str, str]) -> str:
    """One of `audiences`, chosen or typed; '' for anything else."""
    if entered in audiences:
        return entered
    typed = entered.strip().casefold()
    named = {"everyone": EVERYONE[0], **{label.casefold(): audience for audience, label in audiences.items()}}
    return named.get(typed, "")


def _own_readers(read: Document, audience: str) -> str:
    """Said where the file itself names readers, and others were chosen."""
    if PUBLIC in read.audience or read.audience == {audience}:
        return ""
    return (
        f"The file itself is for {audience_in_words(sorted(read.audience))}; what counts is what you chose."
    )


def _form(card_id: str, number: str, file: SharedFile, audiences: Mapping[str, str]) -> Form:
    named = re.sub(r"[-_]+", " ", file.name.rpartition(".")[0])
    title = FormField("title", "Title", value=named, optional=False)
    narrowest = FOR_ENABLEMENT if FOR_ENABLEMENT in audiences else ""
    options = tuple(audiences.items())
    readers = FormField("audience", "Who may read it", "choice", narrowest, options, optional=False)
    if len(audiences) > LISTED:
        label, hint = "Who may read it", "Write “everyone”, or the name of one group."
        readers = FormField("audience", label, value=audiences.get(narrowest, ""), optional=False, hint=hint)
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


def _name(title: str, content: str) -> str:
    """The same title and content make the same page, so that a form sent twice makes one."""
    slug = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-") or "page"
    return f"{slug}-{sha256(f'{title}:{content}'.encode()).hexdigest()[:8]}.md"
