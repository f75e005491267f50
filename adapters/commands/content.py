"""`cornerman gaps` and `cornerman content drafts`: what no page answers, and pages that wait."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from adapters.bootstrap import App, build, take_in_answers
from adapters.commands.configure import settings_of
from adapters.demo import Demo, DemoClock
from bot import wording
from bot.answers import expert_wording as words
from bot.answers import gap_report, gaps, pages
from bot.answers.drafts import document_id
from bot.chat import Person
from bot.errors import ConfigError
from bot.ports import PageDraft

OPERATOR = Person("operator", "An administrator", "", frozenset({"admin"}))
"""Whoever runs the command; they see the machine and so are asked for no role."""


def list_gaps(explicit: Path | None, *, reader: str | None, as_json: bool) -> int:
    """Without a reader only public pages are named beside a question."""
    app = _open(explicit)
    with app.store.read() as uow:
        found = gap_report.report(_person(app, reader), uow, app.content)
    if as_json:
        print(json.dumps(asdict(found), default=str, ensure_ascii=False, indent=1))
        return 0
    for gap in found.gaps:
        about = ", ".join(filter(None, (words.STATES[gap.state], f"last {gap.last_asked:%Y-%m-%d}")))
        print(f"{gap.id}  ×{gap.askers}  {gap.subject}  ({about})")
        if gap.question and gap.nearest:
            print(f"    nearest: {', '.join(gap.nearest)}")
    for page in found.pages:
        print(f"{page.document_id}  {gap_report.said(page)}  {page.title}")
    if not (found.gaps or found.pages):
        print("No gaps.")
    return 0


def close_gap(explicit: Path | None, gap_id: str) -> int:
    app = _open(explicit)
    with app.store.write() as uow:
        gap = uow.gaps.get(gap_id)
        if gap is None or gap.state == "closed":
            raise ConfigError(f"there is no open gap “{gap_id}”; `cornerman gaps` lists them")
        gaps.close(gap, uow)
        uow.audit.record(app.clock(), OPERATOR.id, "gap_closed", gap.id, {})
        uow.commit()
    print("Closed, and its words are forgotten.")
    return 0


def list_drafts(explicit: Path | None, *, as_json: bool) -> int:
    waiting = _open(explicit).drafts.waiting()
    if as_json:
        print(json.dumps([asdict(page) for page in waiting], default=str, ensure_ascii=False, indent=1))
        return 0
    for page in waiting:
        print(f"{page.name}\n    {page.title} · {page.owner} · seen by {', '.join(page.audience)}")
    if not waiting:
        print("No drafts are waiting.")
    return 0


def publish(explicit: Path | None, name: str) -> int:
    """The page is taken into the index at once, and who asked is told by the running bot."""
    app = _open(explicit)
    page = _draft(app, name)
    _decide(app, page, "publish")
    app.drafts.publish(name, app.clock().date())
    take_in_answers(app.settings, app.store, app.embedder, app.clock)
    print(f"Published: “{page.title}”. Who asked is told by the running bot.")
    return 0


def drop(explicit: Path | None, name: str) -> int:
    app = _open(explicit)
    page = _draft(app, name)
    _decide(app, page, "drop")
    app.drafts.drop(name)
    print(f"Dropped: “{page.title}”.")
    return 0


def _open(explicit: Path | None) -> App:
    settings = settings_of(explicit)
    clock = DemoClock()
    app = build(settings, clock)
    if settings.demo:
        Demo(app, clock).prepare()
    return app


def _decide(app: App, page: PageDraft, action: str) -> None:
    """A page put into the folder by hand belongs to no gap."""
    with app.store.write() as uow:
        drafted = uow.gaps.in_states(("drafted",))
        gap = next((gap for gap in drafted if gap.document_id == document_id(page.name)), None)
        if gap:
            pages.decide(gap, action, OPERATOR, uow, app.clock())
        uow.commit()


def _draft(app: App, name: str) -> PageDraft:
    waiting = app.drafts.waiting()
    found = next((page for page in waiting if page.name == name), None)
    if found is None:
        known = wording.listed([page.name for page in waiting]) or "none"
        raise ConfigError(f"there is no draft “{name}”; waiting: {known}")
    return found


def _person(app: App, name: str | None) -> Person | None:
    if name is None:
        return None
    with app.store.read() as uow:
        found = uow.people.by_name(name)
    if len(found) != 1:
        raise ConfigError(
            f"there is nobody called “{name}”; people stand under [[people]] in the configuration"
        )
    if not pages.decides(found[0]):
        print(f"{found[0].name} is not of enablement, and would not be shown this in chat.", file=sys.stderr)
    return found[0]
