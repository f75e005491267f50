"""An answer as a seller reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from textwrap import shorten

from bot import wording
from bot.answers.body import body
from bot.answers.model import Answer, Source
from bot.chat import Action, Citation, Part, Reply, Text

ABSTAINED = "I could not find a solid answer."
NEAREST = "The nearest pages:"
NEAREST_LINES = "The nearest I have, which may not be what you need:"
NOTHING_NEAR = "Nothing I may show you is near it either."
NOT_HELPFUL = Action("not_helpful", "Not helpful", opens_form=True)
JUDGE = (
    Action("helpful", "Helpful"),
    NOT_HELPFUL,
    Action("more", "More"),
)


ABOUT_LENGTH = 120


def render(answer: Answer, card_id: str, today: date) -> Reply:
    """The card for an answer or an abstention."""
    expert = Action("expert", "Ask an expert")
    if answer.kind == "answered":
        parts: tuple[Part, ...] = (*body(answer, today), *_citations(answer, today))
        actions: tuple[Action, ...] = (*JUDGE, expert)
    else:
        parts = (Text(_abstention(answer)), *body(answer, today), *_citations(answer, today))
        actions = (expert,)
    reply = Reply(parts=(*_understood(answer), *parts), actions=actions, card_id=card_id)
    return reply if all(source.public for source in answer.sources) else for_asker(reply)


def for_asker(reply: Reply) -> Reply:
    """What not everyone may see goes to the asker's own chat, wherever it was asked."""
    return replace(reply, visibility="asker", deliver="direct")


def citation(source: Source, today: date) -> Citation:
    return Citation(
        number=source.number,
        title=source.title,
        section=source.section,
        owner=source.owner,
        age=wording.age(source.updated, today),
        status=_status(source, today),
        url=source.url,
    )


def _understood(answer: Answer) -> tuple[Text, ...]:
    """How a follow-up or a mistyped word was taken, so that a wrong guess is seen before the answer is
    believed."""
    said = [f"About: {shorten(answer.about, ABOUT_LENGTH, placeholder=' …')}"] if answer.about else []
    if answer.corrected:
        said.append(f"Searched for {', '.join(f'“{word}”' for word in answer.corrected)}.")
    return (Text("\n".join(said)),) if said else ()


def _abstention(answer: Answer) -> str:
    missing = f" Nothing here mentions {', '.join(answer.unmatched)}." if answer.unmatched else ""
    following = NEAREST_LINES if answer.lines else NEAREST if answer.sources else NOTHING_NEAR
    return f"{ABSTAINED}{missing} {following}"


def _citations(answer: Answer, today: date) -> tuple[Citation, ...]:
    return tuple(citation(source, today) for source in answer.sources)


def _status(source: Source, today: date) -> str:
    if source.review_by and source.review_by < today:
        return "review overdue"
    return f"verified {wording.day(source.verified, today)}" if source.verified else ""
