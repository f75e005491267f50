"""Sentences and formats users read, in one place so that they sound like one voice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.chat import Reply, Text
from bot.sales import Book, FieldName, Value

LABELS: dict[FieldName, str] = {
    "amount": "Amount",
    "currency": "Currency",
    "amount_type": "Amount is",
    "stage": "Stage",
    "close_date": "Close",
    "next_step": "Next step",
    "next_step_due": "Next step due",
    "seats": "Seats",
    "contacts": "Contacts",
    "competitors": "Competitor",
    "verifiers": "Evidence",
    "note_type": "Kind of contact",
    "status": "Status",
    "reason": "Reason",
}

HELP = (
    "Ask me anything about product, pricing, competitors or process: just type the question.\n"
    "Tell me what happened with a customer: just type the note. I show what I would write; you press Save.\n"
    "prep ACCOUNT · what to know before a call\n"
    "my opportunities · what is open and when it closes; or ask: what closes this month, my biggest deals, "
    "what changed on ACCOUNT since Monday\n"
    "focus · your opportunities by customer evidence; managers: team pipeline\n"
    "plan · your coaching plan; managers: coach NAME on DRIVER\n"
    "remind me to … on Thursday\n"
    "undo · takes back what you saved last"
)
PROMPTS_TITLE = "Ask, or tell me what happened"
PROMPTS = (
    ("What is open", "my opportunities"),
    ("My coaching plan", "plan"),
    ("What I can do", "help"),
)
"""Offered to whoever opens an empty chat: a title and what it says."""
LOOKING = "is looking…"
UNKNOWN_PERSON = (
    "I do not know you yet, so I can neither answer nor write anything. "
    "Ask your administrator to add you to the people in cornerman.toml."
)
NOT_LOOKED_UP = "I could not look up who you are just now, so I did nothing. Please write again in a minute."
GUEST = "I answer only people of this company, and you are a guest here: I read nothing and keep nothing."
LINKED_ALREADY = (
    "I know the person with your e-mail address by another account here, so I did nothing. "
    "Ask your administrator which of the two is yours."
)
NO_WORDS = "I could not find any words in that. Ask a question, or tell me what happened with a customer."
WELCOME = "You are welcome."
ASK_ALONE = "To pass the question to an expert, ask it by itself."
SMALLTALK = "I am here: ask a question, or tell me what happened with a customer and I draft the update."

OTHER = "I help with product questions, notes on your opportunities and coaching. Type help to see how."
NOT_PERMITTED = (
    "That is not one of your opportunities, so I wrote nothing and show nothing of it. "
    "If it should be yours, ask its owner or your sales operations to add you to the team."
)
NO_OPPORTUNITY = "You have no open opportunity there."
NOT_SHOWN = "That is not one of your opportunities, so I show nothing of it."
NO_RECORD = (
    "I could not tell which of your open opportunities this is about, so nothing is written. "
    "Start with the account's name: “Acme: …”."
)
NOTE_ON_ACCOUNT = "You have no open opportunity there: Save keeps this as your own note on the account."
QUESTION_DELETED = "The question was deleted, and its answer with it."
NOT_FOR_THIS_CHANNEL = (
    "The question was changed, and what answers it now is not for everybody here: ask me in our own chat."
)
AS_REWORDED = "As you say it now:"
NO_NOTE_ANY_MORE = (
    "You changed your message, and it is no note any more: its draft is closed, nothing is written."
)
MESSAGE_DELETED = "You deleted your message: its draft is closed, and nothing is written."
OLD_CARD = "That card is closed; nothing was changed."
CLOSED = {
    "applied": "That is saved already; nothing was written twice.",
    "noted": "That is saved already; nothing was written twice.",
    "undone": "That was saved and undone; send the note again if you want it after all.",
    "discarded": "That was discarded and nothing was written; send the note again if you want it after all.",
    "expired": "That went unanswered for three days and is closed; nothing was written. "
    "Send the note again if it still holds.",
}
"""What an old draft card says, by its state."""
NEXT_STEP_OF = "Next step"
NO_NEXT_STEP = "none yet"
NOTHING_CHANGED = "Nothing changed, so nothing was written."
MY_PLAN = "My coaching plan"
KNOWN_OF_YOU = "What I know of you"
WHO_CHANGES_IT = (
    "Time zone and language came from your profile here when you wrote to me first; "
    "what you change stays yours."
)
WHICH_NUMBER = (
    "I changed nothing: which number is meant? Say it with its field, such as “seats 40” or “amount 85k”."
)
NOTHING_TO_UNDO = "There is nothing of yours to undo here."
NOTHING_WAITING = (
    "Nothing is waiting for that here. Ask a question, or tell me what happened with a customer."
)
NO_CRM_USER = (
    "I do not know which user of the CRM you are. Your administrator can match you by your e-mail address "
    "with `cornerman people sync`, or name your `crm_user`."
)
CRM_QUEUED = "Confirmed. The CRM does not answer right now; I keep trying and tell you when it is saved."
ON_TRIAL = (
    "On trial: nothing was written, your note neither. Please enter this in the CRM yourself; "
    "your administrator compares."
)

MEANWHILE = "I wrote nothing; send it again later. Questions I can answer meanwhile."
SIGN_IN_WAITS = "What you confirmed waits and is written when that works again; nothing is lost."
MESSAGE_LIMIT = 8_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def without_controls(text: str) -> str:
    """What a person typed, without marks that nobody sees."""
    return _CONTROL.sub(" ", text).strip()


def plain(text: str) -> Reply:
    return Reply(parts=(Text(text),))


def drafts_waiting(count: int) -> str:
    return "A draft waits for your Save" if count == 1 else f"{count} drafts wait for your Save"


def opportunities_open(count: int, listed: int) -> str:
    if not count:
        return "You have no open opportunities."
    shown = f"; the first {listed}" if count > listed else ""
    return f"{count} open {'opportunity' if count == 1 else 'opportunities'}, the next to close first{shown}"


def our_fault(code: str) -> str:
    """`code` stands in the log too."""
    return (
        f"Something went wrong on my side; nothing was written. Please try again, or tell your administrator "
        f"the code {code}."
    )


def unanswered(code: str) -> str:
    return f"I could not answer this; please ask again. (Code {code} in the administrator's log.)"


def not_shown(code: str) -> str:
    return (
        f"The form could not be shown, and nothing was written: press its button again. "
        f"(Code {code} in the administrator's log.)"
    )


def listed(names: Sequence[str]) -> str:
    """`Ana`, `Ana and Ben`, `Ana, Ben and Chi`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def too_long(length: int) -> str:
    return (
        f"That is {length:,} characters; I read up to {MESSAGE_LIMIT:,} at once. "
        "Send me the part that matters, or split it in two."
    )


def tried_for(names: str) -> str:
    return f"On trial, nothing was written for {names}: please enter that in the CRM yourself."


def new_lead(name: str) -> str:
    return (
        f"I do not find {name} in the CRM. Save adds it as a lead of yours, with nothing but its name, and "
        "keeps your note with it."
    )


def no_evidence(stage: str) -> str:
    return f"There is no customer evidence yet for {stage}; you can save it all the same."


def money(amount: Decimal) -> str:
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def day(value: date, today: date) -> str:
    """`31 Mar`, with the year when it is not this one."""
    short = f"{value.day} {value:%b}"
    return short if value.year == today.year else f"{short} {value.year}"


def age(updated: date | None, today: date) -> str:
    """How old a page is: `today`, `5 days old`, `3 months old`; empty when unknown."""
    if updated is None:
        return ""
    days = max((today - updated).days, 0)
    for size, word in ((365, "year"), (30, "month"), (7, "week")):
        if days >= 2 * size or (days >= size and word == "year"):
            count = days // size
            return f"{count} {word}{'s' if count > 1 else ''} old"
    if days == 0:
        return "updated today"
    return f"{days} day{'s' if days > 1 else ''} old"


def which_one(shown: int, fitting: int) -> str:
    more = f" These are {shown} of {fitting}; type the name of another." if fitting > shown else ""
    return f"Which one do you mean?{more}"


def expired(names: Sequence[str]) -> str:
    """`names` are the opportunities of drafts nobody answered; of a question it is not known."""
    about = ", ".join(dict.fromkeys(names))
    return (
        f"Your draft{f' on {about}' if about else ''} went unanswered for three days, so I closed it; "
        "nothing was written. Send the note again if it still holds."
    )


def closed_already(status: str) -> str:
    return f"This opportunity is closed ({status}) and stays so; Save corrects only what stands here."


def show(field: FieldName, value: Value, book: Book, today: date) -> str:
    """A field's value as a person reads it; an unset one is `—`."""
    if value is None or value in ("", ()):
        return "—"
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, date):
        return day(value, today)
    if isinstance(value, tuple):
        return ", ".join(_item(field, item, book) for item in value)
    if field == "stage":
        stage = book.stage(str(value))
        return stage.name if stage else str(value)
    return str(value).replace("_", " ") if field == "reason" else str(value)


def _item(field: FieldName, item: str, book: Book) -> str:
    if field == "contacts":
        contact = book.contact(item)
        return contact.name if contact else item.removeprefix("new:")
    if field == "verifiers":
        return next((v.label for v in book.verifiers if v.id == item), item)
    return item
