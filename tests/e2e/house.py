"""The whole bot on a real SQLite database and a real index, with the hash embedder: what tests talk to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from adapters.bootstrap import App, build, index_directory
from adapters.config import DEMO_CONFIG, load_settings
from adapters.console.app import address_of
from adapters.demo import Demo, DemoClock
from adapters.sources.files import FileSource
from adapters.worker import Worker
from bot.chat import Address, Citation, Event, Form, Identity, Message, Outcome, Press, Reply, Submit, Text
from bot.delivery import deliver
from bot.errors import DeliveryError
from bot.ports import Composer, Extractor
from content_index import ingest
from tests.fakes.embedder import HashEmbedder

PAGES = {
    "pricing.md": "# Pricing\n\n## Team plan\n\nThe Team plan costs 42 dollars a seat.",
    "floor.md": "---\ntitle: Discount floor\naudience: [group:managers]\nowner: Victor Osei\n---\n"
    "The discount floor is 37 percent for strategic accounts.",
    "renewal.md": "---\ntitle: Renewals\nowner: Joel Okafor\n---\n"
    "A renewal discount needs the value review first.",
}


class Chats:
    """A platform's messenger that keeps what it was given to send. `room` are the users who read every
    channel, None where the platform does not say; those called bot… are programs, `maker` made them all."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Reply]] = []
        self.room: list[str] | None = None
        self.maker = ""

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        self.sent.append((where.channel, reply))
        return key

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        self.sent.append((where.channel, reply))

    def direct_to(self, who: Identity) -> Address:
        return address_of(who.user)

    def members(self, where: Address) -> Sequence[Identity]:
        if self.room is None:
            raise DeliveryError("missing_scope")
        return [Identity("console", "demo", user) for user in self.room]

    def is_program(self, who: Identity) -> bool:
        return who.user.startswith("bot")

    def runs(self, who: Identity, where: Address) -> bool:
        return who.user == self.maker


@dataclass
class House:
    app: App
    demo: Demo
    chats: Chats
    worker: Worker
    _ids: Callable[[], int] = field(default_factory=lambda: count(1).__next__)

    def say(self, text: str, who: str = "priya", where: Address | None = None) -> Outcome:
        """What comes back to a message of this person, in their direct chat unless said otherwise; in a
        channel the bot is mentioned."""
        at, place = self.app.clock(), where or address_of(who)
        mentioned = place.kind != "direct"
        return self.give(
            Message(f"m{self._ids()}", at, Identity("console", "demo", who), place, text, mentioned)
        )

    def press(self, reply: Outcome, action: str, who: str = "priya", where: Address | None = None) -> Outcome:
        assert isinstance(reply, Reply)
        offered = next(a for a in reply.actions if a.id == action)
        at, identity = self.app.clock(), Identity("console", "demo", who)
        place = where or address_of(who)
        event = Press(f"p{self._ids()}", at, identity, place, reply.card_id, offered.id, offered.value)
        return self.give(event)

    def submit(self, form: Outcome, who: str, **values: str) -> Outcome:
        """The form sent back as it was opened, but for these values."""
        assert isinstance(form, Form), form
        stood = {field.name: field.value for field in form.fields}
        at, identity = self.app.clock(), Identity("console", "demo", who)
        sent = {**stood, **values}
        event = Submit(f"s{self._ids()}", at, identity, address_of(who), form.card_id, form.id, sent)
        return self.give(event)

    def give(self, event: Event) -> Outcome:
        assert self.app.door.accept(event)
        outcome = self.app.door.answer(event)
        assert outcome is not None
        where, ref = deliver(self.app.door, self.chats, event, outcome, pressed="")
        self.app.door.delivered(event, outcome, where, ref)
        return outcome

    def change(self, name: str, text: str) -> None:
        """The page reads otherwise, and has been synced."""
        folder = index_directory(self.app.settings).parent.parent / "pages"
        (folder / name).write_text(text, encoding="utf-8")
        source = FileSource("pages", str(folder))
        now = self.app.clock()
        report = ingest.sync([source], index_directory(self.app.settings), self.app.embedder, now)
        assert report.changed == 1

    def later(self, **by: int) -> list[tuple[str, Reply]]:
        """What the worker sends when time has moved on."""
        self.demo.move_clock(timedelta(**by))
        before = len(self.chats.sent)
        self.worker.tick()
        return self.chats.sent[before:]


def build_house(
    directory: Path,
    pages: dict[str, str] | None = None,
    composer: Composer | None = None,
    extractor: Extractor | None = None,
    of_discovery: tuple[str, ...] | None = None,
) -> House:
    """The demo's company with `pages` as its only content; none leaves the index empty. `of_discovery` are
    those that belong to the driver, instead of the demo's."""
    settings = load_settings(DEMO_CONFIG, {"CORNERMAN_DATA": str(directory / "data")})
    if of_discovery is not None:
        discovery, *others = settings.drivers
        settings = replace(settings, drivers=(replace(discovery, content=of_discovery), *others))
    clock, embedder = DemoClock(), HashEmbedder()
    app = build(replace(settings, sources=()), clock, embedder, composer, extractor)
    demo = Demo(app, clock)
    demo.prepare()
    if pages:
        bring_in(app, directory / "pages", pages, embedder, clock())
    chats = Chats()
    app.rooms["console"] = chats
    return entered(House(app, demo, chats, Worker(app, {"console": chats})))


def entered(house: House) -> House:
    """As it is; a platform's way in stands here while tests run through one."""
    return house


def bring_in(app: App, folder: Path, pages: dict[str, str], embedder: HashEmbedder, now: datetime) -> None:
    folder.mkdir()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    report = ingest.sync([FileSource("pages", str(folder))], index_directory(app.settings), embedder, now)
    assert report.added == len(pages)


def words(outcome: Outcome) -> str:
    assert isinstance(outcome, Reply), outcome
    return "\n".join(part.text for part in outcome.parts if isinstance(part, Text))


def titles(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Reply), outcome
    return [part.title for part in outcome.parts if isinstance(part, Citation)]
