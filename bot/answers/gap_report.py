"""The gap list as enablement reads it: what no page answers, and which pages people found wanting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot import wording
from bot.answers import expert_wording as words
from bot.answers.audience import Pages, principals
from bot.answers.gaps import KEPT, OPEN
from bot.chat import Action, Form, FormField, Part, Person, Reply, Text
from bot.ports import Gap, GapState, UnitOfWork
from content_index.errors import NoContent

SHOWN = 10
MAKE, SHOW, CLOSE_FORM = "make_draft", "show_draft", "close_gap"


@dataclass(frozen=True, slots=True)
class GapLine:
    """`askers` is a number: who asked is shown to nobody. `question` is empty unless an asker lets it be
    shown. `nearest` are titles the reader may see; `inquiry_id` is of an expert's answer that no page holds
    yet."""

    id: str
    question: str
    askers: int
    last_asked: datetime
    state: GapState
    nearest: tuple[str, ...]
    inquiry_id: str = ""

    @property
    def subject(self) -> str:
        """An asker's own words, or what the question is near."""
        if self.question:
            return f"“{self.question}”"
        titles = wording.listed([f"“{title}”" for title in self.nearest])
        return f"Something near {titles}" if titles else "Something near no page that you may see"


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page somebody waits to see mended; `verdicts` are (what they said, how many)."""

    document_id: str
    title: str
    verdicts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Report:
    gaps: tuple[GapLine, ...]
    pages: tuple[PageLine, ...]


def report(reader: Person | None, uow: UnitOfWork, pages: Pages) -> Report:
    """Most asked first. Of pages only what `reader` may see is named."""
    titles = _Titles(reader, pages)
    gaps = sorted(uow.gaps.in_states(OPEN), key=lambda gap: -len(gap.askers))
    verdicts: dict[str, Counter[str]] = {}
    for watch in uow.watches.all():
        verdicts.setdefault(watch.document_id, Counter())[watch.verdict] += 1
    wanting = [
        PageLine(id, title, tuple(counts.most_common()))
        for id, counts in verdicts.items()
        if (title := titles.of(id))
    ]
    return Report(tuple(_line(gap, titles, uow) for gap in gaps), tuple(wanting))


def render(found: Report, card_id: str, today: date) -> Reply:
    shown = found.gaps[:SHOWN]
    parts: list[Part] = [Text(_title(found), strong=True)]
    parts += [Text(_numbered(n, gap, today)) for n, gap in enumerate(shown, start=1)]
    if len(found.gaps) > len(shown):
        parts += [Text(f"… and {len(found.gaps) - len(shown)} more: `cornerman gaps` lists them all.")]
    if found.pages:
        lines = [f"• {page.title}: {said(page)}" for page in found.pages[:SHOWN]]
        parts += [Text("Pages people found wanting", strong=True), Text("\n".join(lines))]
    parts += [Text(words.kept(KEPT.days))]
    numbered = list(enumerate(shown, start=1))
    drafts = (
        *(Action(MAKE, f"Make a draft of {n}", gap.inquiry_id) for n, gap in numbered if gap.inquiry_id),
        *(Action(SHOW, f"Show draft {n}", gap.id) for n, gap in numbered if gap.state == "drafted"),
    )
    close = (Action(CLOSE_FORM, "Close one", opens_form=True),) if shown else ()
    return Reply(tuple(parts), (*drafts, *close), "asker", "direct", card_id)


def close_form(card_id: str, gaps: Sequence[GapLine]) -> Form:
    options = tuple((gap.id, gap.subject) for gap in gaps)
    field = FormField("gap", "Which question", "choice", options=options, optional=False)
    return Form(CLOSE_FORM, card_id, "Close a gap", (field,), "Close it")


class _Titles:
    def __init__(self, reader: Person | None, pages: Pages) -> None:
        self._allowed = principals(reader)
        self._pages = pages

    def of(self, document_id: str) -> str:
        """Empty for what is not there or not for this reader."""
        try:
            page = self._pages.document(document_id, self._allowed)
        except NoContent:
            return ""
        return page.title if page else ""


def _line(gap: Gap, titles: _Titles, uow: UnitOfWork) -> GapLine:
    nearest = tuple(title for id in gap.document_ids if (title := titles.of(id)))
    told = uow.inquiries.of_gap(gap.id)
    # What an expert said to the asker alone is theirs to make a page of, nobody else's.
    answered = [i.id for i in told if i.state == "answered" and i.answer and not i.private]
    waiting = answered[-1] if answered and gap.state in ("open", "answered") else ""
    shown = gap.question if gap.quotable else ""
    return GapLine(gap.id, shown, len(gap.askers), gap.last_asked, gap.state, nearest, waiting)


def _title(found: Report) -> str:
    count = len(found.gaps)
    if not count:
        return "No gaps: every question so far found an answer."
    return f"{count} question{'s' if count > 1 else ''} that no page answers"


def _numbered(number: int, gap: GapLine, today: date) -> str:
    people = f"{gap.askers} {'people' if gap.askers > 1 else 'person'}"
    about = [people, f"last asked {wording.day(gap.last_asked.date(), today)}", words.STATES[gap.state]]
    nearest = f"\n   nearest: {', '.join(gap.nearest)}" if gap.question and gap.nearest else ""
    return f"{number}. {gap.subject} · {' · '.join(filter(None, about))}{nearest}"


def said(page: PageLine) -> str:
    return ", ".join(f"{words.SAID[verdict]} ({count})" for verdict, count in page.verdicts)
