"""The words by which a seller asks for what their own book holds."""

from __future__ import annotations

import re

from bot.book.request import Grouping
from bot.sales import FieldName

PLEASE = (
    r"^\W*(?:(?:hey|hi|hello|ok|okay|so|and|please|pls|can you|could you|would you|quick|cornerman)[\s,:]+)*"
)
BRIEF = re.compile(
    rf"{PLEASE}(?:prep(?:are)?|brief(?:ing)?|get|make)(?:\s+(?:me|us))?(?:\s+ready|\s+prepared|"
    rf"\s+up)?(?:\s+(?:for|on|about))?\s+(?P<name>.+?)\s*[?.!]*$"
)
BRIEF_ME = re.compile(
    r"\b(?:brief me|prep(?:are)? me|get me (?:ready|prepared|up to speed)|fill me in|catch me up|"
    r"bring me up to speed)\b"
)
READY = re.compile(r"\b(?:get|make) (?:me|us)\b(?! (?:ready|prepared|up to speed))")
FOCUS = re.compile(
    r"^\W*(?:my )?focus\W*$|\b(?:what|where|which|who)\b.{0,30}\b(?:should|do|shall|can|must|"
    r"is) i?\s?.{0,20}\bfocus(?: on)?\b|"
    r"\bwhere (?:should|do|shall) i (?:spend|put|invest)\b|\bwhich\b.{0,40}\b(?:drop|walk(?:ing)? away|"
    r"give up|let go|kill|ditch)\b|"
    r"\b(?:worth (?:dropping|walking away|giving up|keeping))\b|\bwhat (?:should|can|do) i drop\b"
)
CHANGED = r"(?:chang(?:e|es|ed|ing)|new|moved|happen(?:ed|ing)|different|updates?|history)"
CHANGES = re.compile(
    rf"\b(?:whats?(?:'s| is| has| have)?|has anything|have any\w*|any(?:thing)?|"
    rf"did anything) (?:\w+ ){{0,2}}?{CHANGED}\b|"
    rf"\b(?:what|which|did) .{{0,20}}?\b(?:did|do|have) (?:i|we|anyone) .{{0,12}}?\bchanged?\b|"
    rf"^\W*(?:show|list|give|see)\b.{{0,30}}?\b{CHANGED}\b|^\W*history\b"
)
BY: tuple[tuple[Grouping, re.Pattern[str]], ...] = (
    (
        "competitor",
        re.compile(
            r"\b(?:by|per|for each|split by|grouped by|je|pro) (?:competitors?|rivals?|competition)\b|"
            r"\bwhich competitors\b"
        ),
    ),
    (
        "month",
        re.compile(
            r"\b(?:by|per|for each|split by|grouped by|je|pro) (?:(?:clos\w+ )?(?:months?|dates?)|monat)\b"
        ),
    ),
    ("stage", re.compile(r"\b(?:by|per|for each|split by|grouped by|je|pro) (?:stages?|phase)\b")),
)
PIPELINE = re.compile(r"\b(?:pipelines?|forecast|funnel)\b")
DRAWN = re.compile(r"\b(?:picture|chart|graph|csv|table|image|plot|export|spreadsheet|excel)\b")
TEAM = re.compile(
    r"\b(?:(?:for |of |across |in |on )?(?:my|the|our|whole|entire)? ?teams?(?:'s)?|everybody|"
    r"everyone(?:'s)?|across the board)\b"
)
DEALS = re.compile(
    r"\b(?:open |current |active |live )?(?:deals?(?:[- ]wise)?|opps?|opportunit(?:y|ies)|ones?|"
    r"pipeline|book|forecast)\b"
)
SEVERAL = re.compile(r"\b(?:deals|opps|opportunities|ones)\b")
MINE = re.compile(
    r"\b(?:my|mine|of mine|i have(?: got)?|i've(?: got)?|have i(?: got)?|do i have|i got|i own|"
    r"on my plate|am i|do i|did i|did we|we)\b"
)
SUPERLATIVE = re.compile(
    r"\b(?:top (?P<top>\d{1,2}|three|five|ten)|(?P<count>\d{1,2}|three|five|ten) (?:biggest|largest|top)|"
    r"(?:biggest|largest|greatest|highest|top)(?: (?P<after>\d{1,2}))?)\b"
)
SMALLEST = re.compile(r"\b(?:smallest|lowest|tiniest)\b")
NUMBERS = {"three": 3, "five": 5, "ten": 10}
COUNT = re.compile(r"\bhow many\b|\bnumber of\b|\bcount\b")
TOTAL = re.compile(
    r"\bhow much\b|\b(?:in )?total(?: (?:value|amount|worth))?(?: of)?\b|\bvalue\b|\bsum(?: of)?\b|"
    r"\b(?:all )?(?:al)?together\b|\bin all\b|"
    r"\b(?:tot|add|sum) (?:it |them )?up\b|\bworth\b|\bvalue of\b|\bgesamt\w*\b"
)
FILLERS = re.compile(
    r"\b(?:what(?:'s|s)?|which|who|where(?:'s)?|show|see|list|give|tell|get|pull up|find|display|"
    r"any(?:thing)?|every(?:thing)?|"
    r"all|some|please|pls|kindly|me|us|the|an?|of|are|is|do|does|have|has|got|be|been|to|in|on|at|with|"
    r"for|from|and|or|"
    r"there|that|those|them|they|it|i|i'm|right|now|moment|currently|still|yet|so far|due|should|will|"
    r"would|next up|"
    r"open|sitting|sit|stand|expected|face|facing|up|against|as|whats|hey|hi|i\.e|ie|too|also|already|"
    r"customer|up against|"
    r"running|going|list of|one|each|zeig|mir|alle|meine|offene[nr]?|welche|wieviele?|deals)\b|[?!.,:;]"
)
SURE = re.compile(
    r"\b(?:my|mine)\b.{0,30}\b(?:deals?|opps?|opportunit(?:y|ies)|pipeline|book)\b|\b(?:deals?|opps?|"
    r"opportunit(?:y|ies)) of mine\b"
)
NOT_A_LIST = re.compile(
    r"^\W*(?:how (?:do|can|should|to|would|could)|why|should|can (?:i|we)|could (?:i|we)|is it|what if|"
    r"who (?:approves?|signs?|decides?))\b|"
    r"\b(?:should i do|do i (?:say|do|need)|best practices?|template|playbook)\b"
)
MOST_UNREAD = 3
FIELDS: tuple[tuple[tuple[FieldName, ...], re.Pattern[str]], ...] = (
    (
        ("close_date",),
        re.compile(
            r"\bwhen\b.{0,60}\b(?:clos\w*|sign\w*|land\w*|due|come in)\b|"
            r"\b(?:expected )?clos\w+ dates?\b|\bwann\b.{0,40}\b(?:clos\w*|abschl\w*)"
        ),
    ),
    (("competitors",), re.compile(r"\bcompet\w+|\bup against\b|\bwho else\b|\brivals?\b")),
    (("verifiers",), re.compile(r"\bevidence\b|\bverifiers?\b|\bproof\b")),
    (
        ("next_step", "next_step_due"),
        re.compile(
            r"\bnext (?:steps?|action)\b|\bwhat do (?:i|we) owe\b|\bwhat(?:'s| is) next\b|"
            r"\bnachste\w* schritt"
        ),
    ),
    (("seats",), re.compile(r"\b(?:how many )?(?:seats|users|licen[cs]es)\b")),
    (
        ("stage",),
        re.compile(r"\bstages?\b|\bphase\b|\bhow far\b|\bstill (?:in|at)\b|\bwhere (?:are we|do we stand)\b"),
    ),
    (
        ("amount",),
        re.compile(
            r"\bhow (?:much|big|large)\b|\bamount\b|\bworth\b|\bvalue\b|\bdeal size\b|\bbetrag\b|\$\$|"
            r"\bdown for\b"
        ),
    ),
    (
        ("contacts",),
        re.compile(
            r"\bwho(?:'s| is| are| do| did)?\b|\bcontacts?\b|\bchampion\b|\b(?:economic )?buyer\b|"
            r"\bdecision maker\b"
        ),
    ),
)
CARD = re.compile(
    r"\W*(?:(?:show|give|get|open|pull up|see)(?: me)?\s+)?(?:the |our |a )?"
    r"(?:(?:competitor |battle ?)?card (?:for |on |of |against )?(?:the )?#|# (?:competitor |"
    r"battle ?)?card)\W*"
)
"""The name of the competitor stands as `#`."""
ASKS_FOR_SOME = re.compile(
    r"\W*(?:whats?|which|show|list|give me|any(?:thing)?|every(?:thing)?|how (?:many|much)|where|top|"
    r"biggest|largest|smallest|overdue|my|sum|total|tot up|focus)\b"
)
CLOSING_FIRST = re.compile(r"\W*clos(?:ing|es)\b")
