"""Customers named as an example, a past win or somebody's former employer are not what a note is about."""

from __future__ import annotations

import re

from bot.notes.clauses import Reading
from bot.notes.names import Mention

_REFERENCE = re.compile(
    r"(?:(?<!would )(?<!'d )(?<!they )(?<!we )(?<!you )(?<!don't )(?<!really )\blike|"
    r"\b(?:reference|same(?: \w+)? as|no relation (?:to|of)|not to be confused with|unrelated to|"
    r"nothing to do with|similar to|case study(?: (?:of|on|from|about))?|just as|as with|"
    r"(?:told|tell|telling|showed|show|sent|gave) (?:them|him|her|(?!me\b|us\b)\w+) (?:about )?(?:the )?|"
    r"example of|story(?: of)?|how|"
    r"the way|remember (?:the )?|reminds me of|win at|won at|worked at|used to be at|came from))"
    r"\s*-?(?:we (?:did|do) (?:for|at|with) )?(?:our |the |what )?$|"
    r"\b(?:ex|formerly(?: at)?)[\s-]*$"
)
_TOLD = re.compile(r"\b(?:about|how|what|which)\b")
_GOT = re.compile(r"\s+(?:got|gets|saw|achieved|did|saved|runs|uses|used)\b")
"""`told them about the savings Acme got`"""
_MOVED = re.compile(r"\b(?:joined|left)\s*$")
_REFERENCE_AFTER = re.compile(
    r"\s*(?:'s)?\s*(?:(?:is|was|as) (?:the|a|an|our|their) (?:reference|example)|"
    r"case study|reference|success story|win\b|story|logo)"
)


def is_reference(reading: Reading, mention: Mention) -> bool:
    before = reading.before(mention.start, 48)
    did = re.search(r"\b(?:did|done|do|worked|built) (?:this |that |it )?(?:for|at|with)\s*$", before)
    told = _TOLD.search(before) and _GOT.match(reading.folded, mention.end)
    return bool(
        _REFERENCE.search(before) or did or told or _REFERENCE_AFTER.match(reading.folded, mention.end)
    )


def is_former(reading: Reading, mention: Mention) -> bool:
    """`joined Acme`, `left Acme`: about Acme only where nobody else is named."""
    return bool(_MOVED.search(reading.before(mention.start, 48)))


_DENIED = re.compile(
    r"\b(?:not|nicht|niet|instead of|rather than|statt|other than)(?: (?:the|for|about|at|with|on))*\s*$"
)


def is_denied(reading: Reading, mention: Mention) -> bool:
    """`that's Acme, not Borealis`: Borealis is not meant."""
    return bool(_DENIED.search(reading.before(mention.start, 32)))


_PAPER = frozenset({"pr", "po", "msa", "nda", "dpa", "sow", "rfp", "rfq", "rfi", "loi", "poc", "sla"})
_OF_PAPER = re.compile(
    r"\b(?:the|our|their|an?|this|that|signed|draft|requisition|purchase|send|sent|redlined)\s+$"
)
_NUMBERED = re.compile(r"\s?[-#:]?\s?\d")


def is_paper(reading: Reading, mention: Mention) -> bool:
    """`PR-5510`, `the MSA`: a document, though an account has the same initials."""
    if reading.folded[mention.start : mention.end] not in _PAPER:
        return False
    numbered = _NUMBERED.match(reading.folded, mention.end)
    return bool(numbered or _OF_PAPER.search(reading.before(mention.start, 16)))
