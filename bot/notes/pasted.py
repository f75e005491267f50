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


def is_mail(reading: Reading) -> bool:
    """A head, or a greeting and a close on lines of their own."""
    if _HEADED.search(reading.folded):
        return True
    greeting = _GREETS.match(reading.folded)
    return bool(greeting and _CLOSES.search(reading.folded, greeting.end()))
