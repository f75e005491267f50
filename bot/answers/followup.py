"""Tell a follow-up ("and for a renewal?") from a new question by its wording alone."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from content_index.confidence import telling_words

Wording: TypeAlias = Literal["follows", "may_follow", "fragment", "stands_alone"]
"""A fragment neither points nor asks: "type 2?" needs what came before, "liability cap" does not."""

LONGEST = 14
"""Words. Who writes more than that has said what it is about."""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_WORD = re.compile(r"\w[\w'’./+-]*")
_SENTENCE = re.compile(r"(?<=[.?!:;])\s|\s[–—-]\s")
_OPENING = _any(r"^(?:(?:ok(?:ay)?|and|but|or|so|also|then|cool|great|thanks|got it)\b[\s,:–-]*)+")
_PREPOSITION = (
    r"for|with|in|on|at|from|under|without|outside|after|before|per|via|as|to|by|during|over|within"
)
_ABOUT = _any(
    r"^(?:what|how) about\b",
    r"^what of\b",
    r"^what if\b",
    r"^(?:is )?(?:(?:it )?the )?same (?:thing )?(?:for|with|in|on)\b",
)
_ABOUT_PLAIN = _any(rf"^(?:{_PREPOSITION})\b")
# A clause of its own: a question word, or a verb that asks.
_CLAUSE = _any(
    r"\b(?:how|what|what's|whats|who|who's|whos|whose|whom|when|where|where's|which|why)\b",
    r"\b(?:is|isn't|are|aren't|was|were|am|do|don't|does|doesn't|did|can|can't|could|will|won't|would|should)\b",
    r"\b(?:shall|may|might|must|has|have|had|gets?|got|needs?|wants?|tell|give|show|find|explain|list)\b",
)
_ASKING = r"is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|isn't|doesn't|won't|can't"
_THAT = _any(
    r"\bth(?:ose|ese)\b(?! (?:days|there)\b)",
    r"\bthis\b(?! (?:week|month|quarter|year|page|time|morning|afternoon|bot|channel|thread)\b)",
    rf"\b(?:{_PREPOSITION}|of|about|like|than|besides|and|or) that\b(?! (?:there|we|you|i|they)\b)",
    rf"(?:\b(?:{_ASKING})|'s) that\b(?! (?:there|we|you|i|they)\b)",
    r"\bthat(?=\W*$|[,;.?!])",
    r"\bthat(?= (?:one|case|way|up|on|off|out|down|in|for|with|without|too|as well|again|or|if|when)\b)",
    r"\bthe (?:others?|latter|former)\b",
    r"\bthe same(?=\W*$|[,;.?!]| (?:for|with|in|on)\b)",
    r"(?<!is )(?<!are )\bthere(?=\W*$)",
)
_ONE = _any(r"(?<!quick )(?<!no )(?<!any)\bones?(?=\W*$|[,;.?!])")
_IT = _any(r"\b(?:it|its|itself|it's|it'll)\b")
_THEY = _any(r"\b(?:they|them|their|theirs|he|she|him|his|her)\b")
# "is it ok to …", "how long does it take to …", "what is it that …": this "it" stands for nothing.
_EMPTY_IT = _any(
    r"\b(?:is|was|would|isn't) it(?: \w+){0,3}? (?:to|that|if|when)\b",
    r"\b(?:does|will|would|did|can) it (?:take|cost|mean|matter|help|make sense)(?: \w+){0,3}? (?:to|if)\b",
    r"\bit(?:'s| is) (?:\w+ )?(?:to|that|if)\b",
    r"\b(?:it that|make it|worth it)\b",
)
_ADDING = _any(r"\b(?:too|also|instead|as well|either|otherwise)\b", r"\belse\W*$")
_BARE = _any(
    rf"^(?:(?:{_PREPOSITION}|since|until|of|about) )?(?:why|how|when|where|who|whose|which|what else)\b"
)
_DEFINITE = _any(r"\bthe \w+(?: \w+)?\W*$")
_HERE = _any(r"\b(?:this(?! one)|these days|here)\b")


def wording(question: str) -> Wording:
    """Whether the question needs the one before it to be understood, as far as its words tell."""
    body, opened = _body(question)
    length = len(_WORD.findall(body))
    if not length or length > LONGEST:
        return "stands_alone"
    if _is_slot(body, opened) or _names_nothing(body, length):
        return "follows"
    if (that := _THAT.search(body)) and not _said_before(body[: that.start()]):
        return "follows"
    if _may_point(body, length):
        return "may_follow"
    return "fragment" if _is_fragment(body, length) else "stands_alone"


def _is_fragment(body: str, length: int) -> bool:
    # A whole question is one word where a script puts no spaces, but of many terms.
    terms = [term for one in telling_words(body) for term in one.terms]
    return length <= 3 and len(terms) <= 3 and not _CLAUSE.search(body)


def slot(question: str) -> str:
    """The piece that takes the place of another: "EMEA" in "what about EMEA?", "kafka" in "kafka too?".
    Empty where the question is none."""
    body, opened = _body(question)
    if not _is_slot(body, opened):
        return ""
    rest = _ADDING.sub("", body)
    return _ABOUT_PLAIN.sub("", _ABOUT.sub("", rest).strip()).strip(" ?!.,;:–-")


def _body(question: str) -> tuple[str, bool]:
    """The question without "and", "ok, but" and the like before it, and whether there was any."""
    text = " ".join(question.replace("’", "'").split())
    opening = _OPENING.match(text)
    return (text[opening.end() :], True) if opening else (text, False)


def _is_slot(body: str, opened: bool) -> bool:
    length = len(_WORD.findall(body))
    if body.lower().startswith("what if"):
        return length <= 8 and bool(_THEY.search(body) or _IT.search(body))
    about = _ABOUT.match(body)
    if not length or _CLAUSE.search(body[about.end() :] if about else body):
        return False
    if about or opened:
        return length <= 8
    adds, begins = bool(_ADDING.search(body)), bool(_ABOUT_PLAIN.match(body))
    return (adds and length <= 5) or (begins and length <= 4)


def _names_nothing(body: str, length: int) -> bool:
    """ "why?", "how much?", "can the user move it?": no word says what it is about."""
    if _telling(body) or _HERE.search(body):
        return False
    points = bool((_IT.search(body) and not _EMPTY_IT.search(body)) or _THEY.search(body))
    return length <= 7 if points else length <= 3 and bool(_BARE.match(body))


def _said_before(start: str) -> bool:
    """Whether an earlier sentence of the same message has named what is pointed at."""
    *earlier, _ = _SENTENCE.split(start)
    return len(_telling(" ".join(earlier))) > 1


def _may_point(body: str, length: int) -> bool:
    """It points at something, but also names something, which may be what it points at."""
    telling = _telling(body)
    if _ABOUT.match(body):
        return length <= 8
    if (it := _IT.search(body)) and not _EMPTY_IT.search(body):
        # "the biggest message before it's dropped" has named what it means.
        return len(_telling(body[: it.start()])) <= 2 and len(telling) <= 3
    if _ADDING.search(body):
        return len(telling) <= 2 and length <= 8
    if they := _THEY.search(body):
        return len(telling) <= 1 or (len(telling) <= 2 and not _telling(body[: they.start()]) and length <= 6)
    if _DEFINITE.search(body) or _ONE.search(body):
        return len(telling) <= 1
    return len(telling) <= 1 and length <= 3 and bool(_BARE.match(body))


def _telling(text: str) -> tuple[str, ...]:
    return tuple(one.word for one in telling_words(text) if one.word != "I")
