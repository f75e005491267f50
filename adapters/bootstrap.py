"""All wiring, by constructor, once. The only module that sees every adapter."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from adapters.calendars.feeds import Feeds
from adapters.crm.builtin import BuiltinCrm
from adapters.crm.outside import open_outside
from adapters.seeding import bring_people, identity_of
from adapters.sources.drafts import DraftFolder
from adapters.sources.files import FileSource
from adapters.sources.sent import SentFileReader
from adapters.store.engine import connect
from adapters.store.migrate import migrate
from adapters.store.slack_installations import SqlSlackInstallations
from adapters.store.unit import SqlStore
from bot.answers.again import Again
from bot.answers.chasing import Chasing
from bot.answers.desk import AskDesk
from bot.answers.drafts import ANSWERS, FOR_ENABLEMENT
from bot.answers.expert_desk import ExpertDesk
from bot.answers.feedback import FeedbackDesk
from bot.answers.gaps import GapList
from bot.answers.help_desk import HelpDesk
from bot.answers.mending import Mending
from bot.answers.pages import PageDesk
from bot.answers.sent_files import FileDesk
from bot.answers.sharing import Sharing
from bot.answers.uses import Uses
from bot.book.offers import not_offered_lately
from bot.channels import ChannelDesk
from bot.chat import Identity, Part, Person
from bot.coaching.desk import CoachingDesk
from bot.coaching.digest import Digests
from bot.coaching.observing import Observing
from bot.coaching.practice import Practice
from bot.conversation import Conversation
from bot.crm_log.aftercare import Aftercare
from bot.crm_log.desk import LogDesk
from bot.crm_log.draft import Draft
from bot.crm_log.giveback import questions_for, rivals_in
from bot.crm_log.retention import Retention
from bot.crm_log.saving import Saver
from bot.crm_log.writer import CrmWriter
from bot.door import InboxDoor
from bot.linking import Linking
from bot.ports import Accounts, Attachments, Clock, Composer, Crm, Extractor, Rooms, Store
from bot.preferences import Preferences
from bot.settings import Settings
from content_index import ingest
from content_index.batching import SharedEmbedder
from content_index.embed import SentenceTransformerEmbedder
from content_index.model import PUBLIC, Principal
from content_index.ports import Embedder
from content_index.search import LiveIndex
from content_index.sentences import SentenceVectors

GIFTS_TRIED = 2
"""How many questions are looked up for something worth giving back after a save."""


@dataclass(frozen=True, slots=True)
class App:
    """Everything a command needs, wired. Building one opens the database and loads no model. `rooms` and
    `accounts` by platform name are filled by whoever opens a platform."""

    settings: Settings
    clock: Clock
    store: SqlStore
    crm: Crm
    embedder: Embedder
    content: LiveIndex
    ask: AskDesk
    conversation: Conversation
    door: InboxDoor
    aftercare: Aftercare
    rooms: dict[str, Rooms]
    accounts: dict[str, Accounts]
    attachments: dict[str, Attachments]
    slack_installations: SqlSlackInstallations
    drafts: DraftFolder
    mending: Mending
    chasing: Chasing
    retention: Retention
    observing: Observing
    feeds: Feeds
    digests: Digests


def index_directory(settings: Settings) -> Path:
    return settings.storage.directory / "index"


def drafts_directory(settings: Settings) -> Path:
    configured = settings.content.drafts
    return Path(configured) if configured else settings.storage.directory / ANSWERS


def build_embedder(settings: Settings) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(
        settings.retrieval.model,
        settings.retrieval.sha256,
        hashes=settings.storage.directory / "model_hashes.json",
    )


def configured_sources(settings: Settings) -> tuple[FileSource, ...]:
    configured = tuple(
        FileSource(s.name, s.location, s.audience, s.owner, s.url_prefix, rules=s.rules)
        for s in settings.sources
    )
    # Nothing was written in chat yet: then there is no such folder, and nothing amiss.
    return (*configured, answers_source(settings)) if drafts_directory(settings).is_dir() else configured


def answers_source(settings: Settings) -> FileSource:
    """Pages written in chat. One that names no audience, which none does by itself, is for enablement."""
    return FileSource(ANSWERS, str(drafts_directory(settings)), (FOR_ENABLEMENT,))


def take_in_answers(settings: Settings, store: Store, embedder: Embedder, clock: Clock) -> None:
    ingest.sync(
        [answers_source(settings)],
        index_directory(settings),
        embedder,
        clock(),
        known=known_principals(store),
    )


def known_principals(store: Store) -> frozenset[Principal]:
    """Everything an audience can name that is somebody."""
    with store.read() as uow:
        known = uow.people.all()
    people = (Principal(f"person:{person.id}") for person in known)
    groups = (Principal(f"group:{name}") for person in known for name in person.groups)
    return frozenset({PUBLIC, *people, *groups})


def open_store(settings: Settings) -> tuple[Engine, SqlStore]:
    """Opens and migrates the database, and brings the people of the settings into it."""
    settings.storage.directory.mkdir(parents=True, exist_ok=True)
    engine = connect(
        settings.storage.database or f"sqlite:///{settings.storage.directory / 'cornerman.sqlite'}"
    )
    migrate(engine)
    store = SqlStore(engine)
    bring_people(store, settings.people, settings.company.zone)
    return engine, store


def build(
    settings: Settings,
    clock: Clock,
    embedder: Embedder | None = None,
    composer: Composer | None = None,
    extractor: Extractor | None = None,
    environ: Mapping[str, str] = os.environ,
) -> App:
    """Opens the database and loads no model."""
    engine, store = open_store(settings)
    crm = open_crm(settings, engine, clock, environ)
    embedder = SharedEmbedder(embedder or build_embedder(settings))
    content = LiveIndex(index_directory(settings), embedder)
    drafts = DraftFolder(drafts_directory(settings))
    gaps = GapList(store, embedder)
    pages = PageDesk(store, drafts)
    experts = ExpertDesk(store, content, gaps, pages, settings.desks)
    feedback = FeedbackDesk(store, content, gaps, settings.desks)
    again = Again(store, content, embedder, settings)
    uses = Uses(store, settings)
    help = HelpDesk(store, content, gaps, experts, feedback, pages, again, uses)
    rooms: dict[str, Rooms] = {}
    accounts: dict[str, Accounts] = {}
    sharing = Sharing(store, content, rooms)
    sentences = SentenceVectors(embedder, index_directory(settings))
    threshold = settings.retrieval.answer_threshold
    ask = AskDesk(content, sentences, embedder, threshold, sharing, help, composer)

    def give_back(person: Person, draft: Draft) -> tuple[Part, ...]:
        rivals = not_offered_lately(store, person.id, rivals_in(draft), clock())
        questions = questions_for(draft, settings.stages, settings.verifiers, rivals)
        answers = (ask.excerpt(question, person, clock().date()) for question in questions[:GIFTS_TRIED])
        return next((answer for answer in answers if answer), ())

    writer = CrmWriter(store, crm, clock)
    saver = Saver(store, crm, writer, give_back)
    practice = Practice(content, embedder, settings)
    channels = ChannelDesk(store, content, rooms)
    named = [identity_of(text) for person in settings.people for text in person.identities]
    linking, log, coaching = (
        Linking(store, accounts, settings.company.zone, named),
        LogDesk(store, saver),
        CoachingDesk(settings),
    )
    attachments: dict[str, Attachments] = {}
    preferences, files = Preferences(store), FileDesk(store, drafts, SentFileReader(), attachments)
    desks = (log, coaching, practice, channels, preferences, files)
    conversation = Conversation(store, linking, crm, ask, help, *desks, extractor)
    return App(
        settings=settings,
        clock=clock,
        store=store,
        crm=crm,
        embedder=embedder,
        content=content,
        ask=ask,
        conversation=conversation,
        door=InboxDoor(store, conversation.handle, clock, named),
        aftercare=Aftercare(store, crm, saver, writer, clock),
        rooms=rooms,
        accounts=accounts,
        attachments=attachments,
        slack_installations=SqlSlackInstallations(engine),
        drafts=drafts,
        mending=Mending(
            store, content, drafts, lambda: take_in_answers(settings, store, embedder, clock), clock
        ),
        chasing=Chasing(store, experts, settings, clock),
        retention=Retention(store, settings.retention, clock, receipts_of(crm)),
        observing=Observing(store, crm, settings, clock),
        feeds=Feeds(store, crm, settings, clock, environ),
        digests=Digests(store, content, settings, clock),
    )


def to_cite(app: App, who: Identity, question: str) -> tuple[Part, ...]:
    """For someone known, what the pages that are public say: whoever reads it where it is inserted may."""
    with app.store.read() as uow:
        person = uow.people.by_identity(who)
    return app.ask.excerpt(question, None, app.clock().date()) if person and question else ()


def open_crm(settings: Settings, engine: Engine, clock: Clock, environ: Mapping[str, str]) -> Crm:
    if settings.crm == "builtin":
        return builtin_crm(settings, engine, clock)
    return open_outside(settings, clock, environ)


def receipts_of(crm: Crm) -> Callable[[datetime], object]:
    """Other CRMs keep the receipts of writes themselves."""
    return crm.forget_receipts if isinstance(crm, BuiltinCrm) else lambda before: None


def builtin_crm(settings: Settings, engine: Engine, clock: Clock) -> BuiltinCrm:
    return BuiltinCrm(
        engine,
        stages=settings.stages,
        verifiers=settings.verifiers,
        competitors=settings.competitors,
        loss_reasons=settings.loss_reasons,
        fiscal_year_start_month=settings.company.fiscal_year_start_month,
        clock=clock,
    )
