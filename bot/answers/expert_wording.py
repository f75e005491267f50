"""What is said around a question that a person answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import wording
from bot.answers.routing import Route
from bot.chat import Person
from bot.ports import Inquiry

NOTED = "I noted for enablement, without your name and words, that your pages do not answer this."
QUOTED = "Enablement reads your words in its list now, without your name."
NOT_YOUR_WORDS = "Only whoever asked may pass on the words."
TO_ENABLEMENT = (
    "It is on enablement's list of gaps, without your name, and you hear from me when a page answers it."
)
NOBODY_HERE = "I found nobody here to ask: no owner of those pages, and no desk for this."
NOBODY = f"{NOBODY_HERE} {TO_ENABLEMENT}"
NOBODY_LEFT = f"Nobody I could ask was able to take it. {TO_ENABLEMENT}"
NOT_YOURS = "That question is with somebody else by now; nothing was changed."
FORGOTTEN = "Those words are no longer kept, so there is nothing to make a page of."
DECLINED = "Understood, this one is not for you."
NOT_FOR_SELLERS = (
    "The list of gaps is for enablement; your own unanswered questions are on it, without your name. "
    "You hear from me when a page answers one of them."
)
CLOSED_GAP = "Closed, and its words are forgotten. Asked again, it comes back."
CLOSED_BEFORE = "That question is off the list already."
SAID = {
    "outdated": "outdated",
    "wrong": "wrong",
    "incomplete": "incomplete",
    "cant_find": "not what was asked",
}
STATES = {
    "open": "",
    "answered": "an expert has answered, no page yet",
    "drafted": "a draft waits",
    "published": "published, being taken in",
}
DECIDED = "That draft was published or dropped already."
NOT_ENABLEMENT = "Enablement publishes and drops drafts; that is not among your roles."
SAY_SOMETHING = "Write the answer first."
ONE_OF_BOTH = "Choose a desk or name a person, one of the two."
LIMITED = "Only some pages answer in this channel. Ask me in our direct chat to search all you may see."
NOT_HELPFUL = "Not helpful"
WHAT_IS_WRONG = "What is the matter with it?"
WHO_HEARS = "Whoever wrote it hears of it, with your name and question."
WHAT_IT_SHOULD_SAY = "What should it say?"
THEY_READ_IT = "They read this as you write it."
REASONS = (
    ("outdated", "Outdated"),
    ("wrong", "Wrong"),
    ("incomplete", "Incomplete"),
    ("cant_find", "Not what I asked"),
)
WHICH_REASON = "Choose what is the matter with it."
GOOD_TO_KNOW = "Good to know, thank you."


def passed_to(way: Route, inquiry: Inquiry) -> str:
    """Who has the question now, and where the answer will be."""
    return f"I passed your question to {who(way)}. {coming_back(inquiry)}"


def who(way: Route) -> str:
    names = wording.listed([person.name for person in way.people])
    if way.desk:
        return f"the {way.desk.name} ({names})" if len(way.people) <= 3 else f"the {way.desk.name}"
    return f"{names}, who owns “{way.title}”" if way.title else names


def silent(inquiry: Inquiry, holders: Sequence[Person], next_way: Route | None) -> str:
    """For the asker, after a reminder has not helped either."""
    have = "have" if len(holders) > 1 else "has"
    names = wording.listed([person.name for person in holders])
    said = f"{names} {have} not answered “{inquiry.question}” yet; I reminded them. "
    if next_way:
        return f"{said}Shall I also ask {who(next_way)}? Whoever answers first is heard."
    return f"{said}I know nobody else to ask. {TO_ENABLEMENT}"


def coming_back(inquiry: Inquiry) -> str:
    return (
        "The answer comes to this thread." if inquiry.in_thread else "The answer comes to your chat with me."
    )


def nobody(out_of_reach: Sequence[str]) -> str:
    return " ".join((*out_of_reach, TO_ENABLEMENT)) if out_of_reach else NOBODY


def standing(inquiry: Inquiry, answered_by: Person | None, today: date) -> str:
    """Where a question stands that is asked again."""
    if inquiry.state == "answered" and answered_by and inquiry.answered_at:
        return f"{answered_by.name} answered that on {wording.day(inquiry.answered_at.date(), today)}."
    if inquiry.state == "unanswered":
        return NOBODY
    return f"Your question is on its way already. {coming_back(inquiry)}"


def heading(asker: Person, desk_name: str) -> str:
    return f"{asker.name} asks the {desk_name}" if desk_name else f"{asker.name} asks you"


def readers(inquiry: Inquiry, asker: Person) -> str:
    """Who will read the answer; an expert must know before writing it."""
    first = asker.name.split()[0]
    if not inquiry.in_thread:
        return f"Your answer goes to {first}, with your name. Enablement may make a page of it."
    return f"Your answer goes to the thread where {first} asked, with your name; everyone there reads it."


def taken(answerer: Person) -> str:
    return f"{answerer.name} answered this."


def passed_on(by: Person, to: str) -> str:
    return f"{by.name} passed this on to {to}."


def published(by: Person, askers: int) -> str:
    who = "whoever asked hears" if askers == 1 else f"the {askers} people who asked hear"
    return f"{by.name} published it. It answers as soon as it is taken in, and {who} of it then."


def dropped(by: Person) -> str:
    return f"{by.name} dropped the draft, and the question is off the list."


def kept(days: int) -> str:
    shown = "Who asked is shown to nobody, and words only of those who passed them on."
    return f"{shown} A question is kept until it is closed, at most {days} days."


def audience_in_words(audience: Sequence[str]) -> str:
    """`everyone`, or the principals' own names."""
    names = [name.partition(":")[2] or "everyone" for name in audience]
    return wording.listed(names)


def complaint(by: Person, verdict: str, titles: str, question: str, remark: str) -> str:
    said = f"{by.name} marked an answer from your page as “{SAID[verdict]}”"
    return f"{said}: {titles}. The question was “{question}”.{_remarked(by, remark)}"


def of_answer(by: Person, verdict: str, question: str, remark: str = "") -> str:
    if verdict == "helpful":
        return f"{by.name} found your answer helpful: “{question}”."
    return f"{by.name} marked your answer as “{SAID[verdict]}”: “{question}”.{_remarked(by, remark)}"


def _remarked(by: Person, remark: str) -> str:
    return f" {by.name.split()[0]} adds: “{remark}”" if remark else ""


def too_long_a_remark(length: int, most: int) -> str:
    return f"That is {length:,} characters; write up to {most:,}."


def heard(told: Sequence[Person], untold: Sequence[str], *, watched: bool) -> str:
    """Who hears of a verdict; `untold` are sentences about owners whom nobody here can write to."""
    later = "I tell you when the page has changed."
    if told:
        names = wording.listed([person.name for person in told])
        first = f"{names} will hear of it, and {later}" if watched else f"{names} will hear of it."
        return " ".join(("Thank you.", first, *untold))
    noted = untold or ("It is noted for enablement.",)
    return " ".join(("Thank you.", *noted, *((later[0].upper() + later[1:],) if watched else ())))


def out_of_reach(title: str, owner: str, people: Sequence[Person]) -> str:
    """`people` are those whom the page's owner is, if anybody is known by that name."""
    by_mail = wording.listed([f"{one.name} ({one.email})" for one in people if one.email])
    if by_mail:
        return f"“{title}” belongs to {by_mail}, whom I cannot write to here: write yourself."
    return f"“{title}” names {owner} as its owner, whom I cannot write to here: tell them yourself."


def mended(question: str, title: str, owner: str) -> str:
    """`question` is empty where only another's words for it are known."""
    by = f" by {owner}" if owner else ""
    if not question:
        return f"There is a page now{by} for something you asked: “{title}”. Ask me again for its answer."
    return f"You asked “{question}”. There is a page for it now{by}: “{title}”. Ask me again for its answer."


def changed(title: str, verdict: str, day: date, today: date) -> str:
    when = wording.day(day, today)
    said = f"“{title}”, which you marked as “{SAID[verdict]}” on {when}, has changed since."
    return f"{said} Ask me again for the newest answer."
