"""Mail pasted as it came: what it asks is asked of the seller, not of the bot."""

from __future__ import annotations

import re

from bot.notes.clauses import Reading

_GREETS = re.compile(
    r"^[ \t]*(?:hi|hello|hey|dear|good (?:morning|afternoon)|hallo|guten tag|moin|liebe[rs]?|sehr "
    r"geehrte[rs]?|beste|"
    r"namaste)\b[^\n?]{0,40}[,!]?[ \t]*\n",
    re.MULTILINE,
)
_CLOSES = re.compile(
    r"^[ \t]*(?:(?:kind|best|warm|many|with)? ?(?:regards|wishes|thanks)|regards|thanks(?: again| so "
    r"much)?|cheers|best|"
    r"sincerely|yours|thank you|(?:mit )?(?:freundlichen|besten|viele[n]?|liebe[n]?|herzliche[n]?|"
    r"schone[n]?) gru\w+|"
    r"gru\w+|vg|lg|mfg|met vriendelijke groet|groeten)\b[^\n?]{0,20}[,.!]?[ \t]*(?:\n|$)",
    re.MULTILINE,
)
_HEADED = re.compile(
    r"^[ \t>]*(?:from|von|van|de):[^\n]+\n(?:[^\n]*\n){0,4}?[ \t>]*(?:subject|betreff|to|an|sent|date):",
    re.MULTILINE,
)

_ORDERS = re.compile(
    r"<!--.*?-->|"
    r"\[\s*(?:system|assistant|ai|bot|admin|inst)\s*[:,][^\]\n]*\]|"
    r"(?:^|(?<=[.!?] ))[ \t>*#-]*(?:system|assistant|ai|bot|admin|(?:note|message|instructions?) (?:to|for) "
    r"(?:the )?(?:ai|bot|assistants?)|"
    r"important:? (?:(?:ai|bot)\b[ \w]*|assistants?\b[ \w]*))\s*(?::|must\b|should\b)[^\n]*",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^[ \t>]*(?:subject|subj|betreff|betr|onderwerp):[^\n]*|\A[ \t>]*(?:(?:fw|fwd|re|wg|aw|tr|antw):[ "
    r"\t]*)+[^\n]*\n",
    re.MULTILINE,
)
_FORWARDED = re.compile(
    r"\A[ \t]*(?:(?:fw|fwd|wg|tr)\b[: ]|forward(?:ed|ing)?\b|past(?:ed|ing)\b|weitergeleitet|doorgestuurd|"
    r"begin forwarded|-{3,}|from (?:her|his|their) (?:mail|e-?mail))"
)
_QUOTES = re.compile(
    r'"[^"\n]{30,}|^[ \t]*>|\n\s*(?:dear|hi|hello|hallo|regards|thanks|best)\b', re.MULTILINE
)


def without_orders(text: str) -> str:
    """With spaces in place of what a pasted text says to machines, where enough of a note is left beside it:
    a note's own words mean what they say, and an order alone is refused as one."""
    left = _ORDERS.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
    return left if len(left.split()) >= _A_NOTE else text


_A_NOTE = 4


def in_subject(reading: Reading, start: int) -> bool:
    """A mail's subject names what it is about, and states nothing."""
    return any(m.start() <= start < m.end() for m in _SUBJECT.finditer(reading.folded))


def is_mail(reading: Reading) -> bool:
    """A head, or a greeting and a close on lines of their own."""
    folded = reading.folded
    if _HEADED.search(folded) or (_FORWARDED.match(folded) and _QUOTES.search(folded)):
        return True
    greeting = _GREETS.match(reading.folded)
    return bool(greeting and _CLOSES.search(reading.folded, greeting.end()))
