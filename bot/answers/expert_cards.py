"""A question to an expert as each side sees it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import wording
from bot.answers import expert_wording as words
from bot.answers.reply import NOT_HELPFUL
from bot.answers.routing import Route
from bot.chat import Action, Citation, Form, FormField, Part, Person, Reply, Text
from bot.ports import Inquiry, PageDraft
from bot.settings import DeskSettings
from content_index.model import Document

ANSWER_FORM, PASS_FORM = "expert_answer", "expert_pass_on"
HELPFUL = (Action("helpful", "Helpful"), NOT_HELPFUL)
ASKED = (
    Action("answer", "Answer", style="primary", opens_form=True),
    Action("pass_on", "Pass on", opens_form=True),
    Action("decline", "Not for me"),
)
MAKE_DRAFT = Action("make_draft", "Make it draft content")
DECIDE = (Action("publish", "Publish", style="primary"), Action("drop", "Drop"))


def question(
    card_id: str, inquiry: Inquiry, asker: Person, desk_name: str, pages: Sequence[Document], today: date
) -> Reply:
    """For the expert; `pages` are those of the nearest that the expert may see."""
    parts: list[Part] = [Text(words.heading(asker, desk_name), strong=True), Text(f"“{inquiry.question}”")]
    parts += [Text("The nearest pages:")] if pages else []
    parts += [_citation(page, number, today) for number, page in enumerate(pages, start=1)]
    parts += [Text(words.readers(inquiry, asker))]
    return Reply(tuple(parts), ASKED, deliver="direct", card_id=card_id)


def reminder(card_id: str, inquiry: Inquiry, asker: Person) -> Reply:
    """The same card once more, at the end of the expert's chat: from here on it stands there."""
    heading = Text(f"{asker.name} still waits for your answer", strong=True)
    parts = (heading, Text(f"“{inquiry.question}”"), Text(words.readers(inquiry, asker)))
    return Reply(parts, ASKED, deliver="direct", card_id=card_id)


def answer_form(card_id: str, inquiry: Inquiry, asker: Person, written: str) -> Form:
    first = asker.name.split()[0]
    fields = [FormField("answer", "Your answer", "long_text", written, optional=False)]
    if inquiry.in_thread:
        readers = (("thread", "Everyone in the thread"), ("asker", f"Only {first}"))
        fields += [FormField("readers", "Who reads it", "choice", "thread", readers, optional=False)]
    return Form(ANSWER_FORM, card_id, f"Answer {first}", tuple(fields), "Send")


def confirm(card_id: str, inquiry: Inquiry, asker: Person, written: str) -> Reply:
    """What the expert typed under the card, before it goes out."""
    first = asker.name.split()[0]
    parts = (Text(f"Send this to {first}?", strong=True), Text(written), Text(words.readers(inquiry, asker)))
    actions = (
        Action("send", "Send", style="primary"),
        Action("answer", "Change it", opens_form=True),
    )
    return Reply(parts, actions, deliver="direct", card_id=card_id)


def pass_form(card_id: str, desks: Sequence[DeskSettings]) -> Form:
    person = FormField("person", "A person's name")
    if not desks:
        return Form(PASS_FORM, card_id, "Pass it on", (person,), "Pass on")
    options = tuple((desk.id, desk.name) for desk in desks)
    fields = (FormField("desk", "A desk", "choice", options=options), person)
    return Form(PASS_FORM, card_id, "Pass it on", fields, "Pass on")


def closed(card_id: str, inquiry: Inquiry, outcome: str) -> Reply:
    """The expert's card once there is nothing to do with it."""
    parts = (Text(outcome, strong=True), Text(f"“{inquiry.question}”"))
    return Reply(parts, deliver="direct", card_id=card_id, replaces=True)


def answered(card_id: str, inquiry: Inquiry, asker: Person) -> Reply:
    """For whoever answered: what was sent, and one tap to keep it."""
    parts = (
        Text(f"You answered {asker.name}", strong=True),
        Text(f"“{inquiry.question}”"),
        Text(inquiry.answer),
    )
    return Reply(parts, (MAKE_DRAFT,), deliver="direct", card_id=card_id, replaces=True)


def answer(card_id: str, inquiry: Inquiry, expert: Person, day: date, today: date, *, private: bool) -> Reply:
    """For the asker, where the question was asked."""
    parts = (
        Text(f"Answer from {expert.name} · {wording.day(day, today)}", strong=True),
        Text(f"“{inquiry.question}”"),
        Text(inquiry.answer),
    )
    return Reply(parts, HELPFUL, "asker" if private else "all", card_id=card_id)


def waiting(card_id: str, said: str, next_way: Route | None) -> Reply:
    """For the asker of a question that nobody answers."""
    if next_way is None:
        return Reply((Text(said),), deliver="direct")
    name = f"the {next_way.desk.name}" if next_way.desk else next_way.people[0].name
    return Reply((Text(said),), (Action("ask_next", f"Ask {name}"),), deliver="direct", card_id=card_id)


def draft(card_id: str, page: PageDraft, *, readable: bool) -> Reply:
    """A page before it is published, with the decision for whoever has a card of it. Its words are shown to
    those who will be among its readers."""
    seen = words.audience_in_words(page.audience)
    facts = f"Owner {page.owner} · seen by {seen} · nothing is answered from it until it is published."
    text = page.text if readable else "You are not among its readers, so its words are not shown."
    parts = (Text(f"Draft page: {page.title}", strong=True), Text(text), Text(facts))
    return Reply(parts, DECIDE if card_id else (), "asker", "direct", card_id)


def decided(card_id: str, said: str) -> Reply:
    return Reply((Text(said),), deliver="direct", card_id=card_id, replaces=True)


def _citation(page: Document, number: int, today: date) -> Citation:
    return Citation(number, page.title, owner=page.owner, age=wording.age(page.updated, today), url=page.url)
