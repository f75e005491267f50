"""What the form of a note says of the contact: a pasted e-mail, an exported chat, minutes."""

from __future__ import annotations

import re

from bot.notes.model import FieldChange
from bot.notes.segment import Passage
from bot.sales import NoteType

_HEADERS = re.compile(
    r"^[ \t>]*(?:from|von|van|de|to|an|aan|subject|betreff|onderwerp|sent|gesendet|cc|"
    r"date)\s?:",
    re.MULTILINE,
)
_CHAT_LINE = re.compile(
    r"^[ \t>]*\[?\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?,? \d{1,2}:\d{2}(?::\d{2})?"
    r"(?: ?[ap]m)?\]? ?(?:- )?[\w .]{2,40}:",
    re.MULTILINE,
)
"""A line of an exported chat: `[27/11, 6:12 pm] Name:`."""
_ATTENDED = re.compile(
    r"^\W*(?:attendees|participants|present|in the room|on the call|teilnehmer|tn|anwesend|"
    r"aanwezig(?:en)?|deelnemers)\s?:"
    r"[^\n]+|^\W*(?:meeting|besprechungs?|gesprachs?|termin|overleg|vergader\w*)[ -]?(?:notes?|"
    r"notiz(?:en)?|protokoll|recap|"
    r"summary|minutes|verslag|notities)\b[^\n]*",
    re.MULTILINE,
)
"""Who was there, or the heading of minutes."""
_ON_A_LINE = re.compile(r"\b(?:call|phone|telefonat|telko|zoom call|teams call|dial-?in)\b")
_GREETING = re.compile(
    r"^\W*(?:hi|hello|dear|hallo|hey|good (?:morning|afternoon|evening)|sehr geehrte\w*|lieber?|"
    r"guten (?:tag|morgen)|beste|geachte)\b[^\n]{0,40}[,!]\s*$",
    re.MULTILINE,
)
_FAREWELL = re.compile(
    r"^\W*(?:(?:kind|best|warm|many|with|all the|yours) ?)?(?:regards|thanks|thank you|cheers|best|"
    r"sincerely|wishes|rgds|br|thx|"
    r"(?:mit )?(?:freundlichen|viele|beste|schone|liebe|herzliche|met vriendelijke) \w+|mfg|vg|"
    r"groet(?:en)?|mvg)\W*$",
    re.MULTILINE,
)


def form_of_contact(p: Passage, *, told: bool) -> FieldChange | None:
    """`told`: the words already tell of a contact, so that a list of who was there adds nothing."""
    chat = _CHAT_LINE.search(p.reading.folded, p.start, p.end)
    if chat:
        return p.change("note_type", "other", *chat.span(), inferred=True)
    pasted = pasted_mail(p)
    if pasted:
        return p.change("note_type", "email", *pasted, inferred=True)
    attended = _ATTENDED.search(p.reading.folded, p.start, p.end)
    if told or attended is None:
        return None
    kind: NoteType = "call" if _ON_A_LINE.search(p.folded) else "meeting"
    return p.change("note_type", kind, *attended.span(), inferred=True)


def pasted_mail(p: Passage) -> tuple[int, int] | None:
    """A mail's head, or a greeting with a farewell below it, each on lines of their own."""
    words = p.reading.folded[p.start : p.end]
    heads = list(_HEADERS.finditer(words))
    greeting = _GREETING.search(words)
    farewell = _FAREWELL.search(words, greeting.end()) if greeting else None
    shown = heads[0] if len(heads) > 1 else farewell
    return (p.start + shown.start(), p.start + shown.end()) if shown else None
