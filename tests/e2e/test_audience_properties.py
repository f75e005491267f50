"""Nothing of a page outside the asker's audience is ever seen: not in a hit, a line, a citation, a button, a
count, in what others are told or in a log, whatever is asked, pressed, shared or changed meanwhile.

Every page bears a mark in its words, headings, title, path and owner. A mark that is met by somebody who may
not see its page is a leak.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adapters.bootstrap import index_directory
from adapters.console.app import address_of
from adapters.console.render import render, unstyled
from adapters.slack.render import blocks, fallback
from adapters.sources.files import FileSource
from adapters.teams.render import message as teams_message
from bot.answers.audience import principals
from bot.chat import Address, Identity, Outcome, Person, Press, Reply, Submit
from bot.settings import SourceRule
from content_index import ingest
from content_index.model import Query
from tests.e2e.house import House, build_house
from tests.fakes.embedder import HashEmbedder

MARK = re.compile(r"zq\d+x", re.IGNORECASE)
CHANNEL = Address("console", "demo", "C1", "171.1", "channel")
WORDS = ["seat", "price", "trial", "vault", "renewal", "contract", "discount", "floor", "quota", "pilot"]
PEOPLE = ["priya", "tom", "marta", "nadia", "victor"]
NAMES = ["public", "group:sales", "group:managers", "group:security", "person:tom", "person:nadia"]
BUTTONS = ["helpful", "not_helpful", "more", "expert", "quote", "share", "share_part"]
_marks = count(1)

Audience = list[str]


@dataclass(frozen=True)
class Page:
    """In the folder `closed`, which is limited to managers, a page may name nobody itself."""

    audience: Audience
    folder: str
    sentences: list[list[str]]


_audiences = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)
_sentences = st.lists(st.lists(st.sampled_from(WORDS), min_size=2, max_size=6), min_size=1, max_size=3)
_open = st.builds(Page, _audiences, st.just("open"), _sentences)
_closed = st.builds(Page, st.just([]), st.just("closed"), _sentences)
_pages = st.lists(st.one_of(_open, _open, _closed), min_size=2, max_size=12)
_questions = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(lambda words: " ".join(words))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return build_house(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def logged() -> Iterator[list[str]]:
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler, root = Kept(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.setLevel(level)
    root.removeHandler(handler)


class Company:
    """The house with these pages as all its content; who may see which mark."""

    def __init__(self, house: House, pages: Sequence[Page]) -> None:
        self.house = house
        self._folder = house.app.settings.storage.directory / "pages"
        self._original = {id: self.person(id) for id in PEOPLE}
        self._readers: dict[str, Audience] = {}
        shutil.rmtree(self._folder, ignore_errors=True)
        for page in pages:
            self.write(f"zq{next(_marks)}x", page)
        self.sync()

    def write(self, mark: str, page: Page) -> None:
        front = f"audience: [{', '.join(page.audience)}]\n" if page.audience else ""
        body = " ".join(f"The {mark} {' '.join(words)} is {mark}." for words in page.sentences)
        path = self._folder / page.folder / f"{mark}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: About {mark}\nowner: Owner {mark}\n{front}---\n## On {mark}\n\n{body}")
        self._readers[mark] = page.audience or ["group:managers"]

    def sync(self) -> None:
        rules = [SourceRule("closed", ("group:managers",), limit=True)]
        source = FileSource("pages", str(self._folder), url_prefix="https://wiki.test/", rules=rules)
        app = self.house.app
        ingest.sync([source], index_directory(app.settings), HashEmbedder(), app.clock())

    def narrow(self, audience: Audience) -> None:
        """Every open page is now for these alone."""
        for mark in [mark for mark in self._readers if (self._folder / "open" / f"{mark}.md").exists()]:
            self.write(mark, Page(audience, "open", [WORDS[:4]]))
        self.sync()

    def person(self, id: str) -> Person:
        with self.house.app.store.read() as uow:
            person = uow.people.get(id)
        assert person is not None
        return person

    def save(self, person: Person) -> None:
        with self.house.app.store.write() as uow:
            uow.people.save(person)
            uow.commit()

    def press(self, card_id: str, action: str, who: str, where: Address) -> Outcome:
        identity, now = Identity("console", "demo", who), self.house.app.clock()
        return self.house.give(Press(f"press-{next(_marks)}", now, identity, where, card_id, action))

    def complain(self, card_id: str, who: str, where: Address) -> Outcome:
        identity, now = Identity("console", "demo", who), self.house.app.clock()
        values = {"reason": "wrong"}
        return self.house.give(
            Submit(f"submit-{next(_marks)}", now, identity, where, card_id, "feedback", values)
        )

    def restore(self) -> None:
        for person in self._original.values():
            self.save(person)

    def hidden_from(self, *people: str) -> set[str]:
        """Marks that not all of them may meet."""
        allowed = [principals(self.person(id)) for id in people]
        return {m for m, names in self._readers.items() if any(one.isdisjoint(names) for one in allowed)}

    def check(self, shown: object, *people: str) -> None:
        for text in _as_seen(shown):
            met = {mark.lower() for mark in MARK.findall(text)}
            assert not met & self.hidden_from(*people), (met, people, text)


def _as_seen(shown: object) -> Iterator[str]:
    yield repr(shown)
    if isinstance(shown, Reply):
        yield render(shown, 80, unstyled)
        yield json.dumps(blocks(shown)) + fallback(shown)
        yield json.dumps(teams_message(shown))


def walk(company: Company, asker: str, question: str, follow_up: str, room: list[str]) -> None:
    """Ask, press every button, follow up; in the direct chat and in a channel."""
    house, person = company.house, company.person(asker)
    findings = house.app.content.search(Query(f"what is the {question}?", principals(person), k=50))
    company.check(findings, asker)
    visible = len(company._readers) - len(company.hidden_from(asker))
    assert len(findings.hits) == min(50, visible)
    answer = house.app.ask.answer(f"what is the {question}?", person)
    company.check(json.dumps(asdict(answer), default=date.isoformat), asker)
    for place in (None, CHANNEL):
        readers = (asker, *room) if place else (asker,)
        reply = house.say(f"what is the {question}?", asker, place)
        seen_by(company, reply, asker, readers)
        press_all(company, reply, asker, readers, place)
        seen_by(company, house.say(f"and what about the {follow_up}?", asker, place), asker, readers)


def seen_by(company: Company, outcome: Outcome, asker: str, readers: Sequence[str]) -> None:
    private = isinstance(outcome, Reply) and outcome.visibility == "asker"
    company.check(outcome, *((asker,) if private else readers))


def press_all(
    company: Company, reply: Outcome, asker: str, readers: Sequence[str], place: Address | None
) -> None:
    """Every button, offered or not: a press may be forged."""
    assert isinstance(reply, Reply)
    private = reply.visibility == "asker"
    here = address_of(asker) if private or place is None else place
    for action in BUTTONS:
        seen_by(company, company.press(reply.card_id, action, asker, here), asker, readers)
    seen_by(company, company.complain(reply.card_id, asker, here), asker, readers)
    for other in readers if here is place else ():
        seen_by(company, company.press(reply.card_id, "more", other, here), other, readers)


def check_what_was_sent(company: Company, room: list[str]) -> None:
    company.house.worker.tick()
    for channel, reply in company.house.chats.sent:
        if channel == CHANNEL.channel:
            company.check(reply, *room)
        else:
            company.check(reply, channel)


def nothing_leaks(
    house: House,
    logged: list[str],
    pages: Sequence[Page],
    asker: str,
    question: str,
    follow_up: str,
    others: list[str],
    later: Audience,
) -> None:
    company, room = Company(house, pages), [asker, *others]
    house.chats.room = room
    house.chats.sent.clear()
    logged.clear()
    try:
        walk(company, asker, question, follow_up, room)
        kept = house.say(f"what is the {question}?", asker, CHANNEL)
        check_what_was_sent(company, room)
        # What was shown before stays in the chats; from here on it counts as not to be shown again.
        house.chats.sent.clear()
        company.narrow(later)
        company.save(replace(company.person(asker), groups=frozenset({"security"})))
        for place in (None, CHANNEL):
            press_all(company, kept, asker, room, place)
            seen_by(company, house.say(f"and what about the {follow_up}?", asker, place), asker, room)
        check_what_was_sent(company, room)
    finally:
        company.restore()
    assert not [line for line in logged if MARK.search(line) or f"the {question}" in line]


_everything = given(
    pages=_pages,
    asker=st.sampled_from(PEOPLE),
    question=_questions,
    follow_up=_questions,
    others=st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True),
    later=_audiences,
)
_settings = settings(
    deadline=None,
    # One example is a whole conversation: a smaller one would take minutes to find.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@settings(_settings, max_examples=8)
@_everything
def test_nothing_of_a_hidden_page_is_ever_seen(
    house: House,
    logged: list[str],
    pages: list[Page],
    asker: str,
    question: str,
    follow_up: str,
    others: list[str],
    later: Audience,
) -> None:
    nothing_leaks(house, logged, pages, asker, question, follow_up, others, later)


@pytest.mark.long
@settings(_settings, max_examples=400)
@_everything
def test_nothing_of_a_hidden_page_is_ever_seen_however_long_one_tries(
    house: House,
    logged: list[str],
    pages: list[Page],
    asker: str,
    question: str,
    follow_up: str,
    others: list[str],
    later: Audience,
) -> None:
    nothing_leaks(house, logged, pages, asker, question, follow_up, others, later)
