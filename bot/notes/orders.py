"""Orders to the bot to write: a polite frame or a bare imperative before a verb of writing, or a tail that
says what to do with the words before it."""

from __future__ import annotations

import re

from bot.notes.vocabulary import listed

_WRITES = listed(
    "put set move change update log mark add bump note record save push make lower raise increase decrease "
    "drop correct fix enter flip write remove close capture undo file park shift slide adjust advance "
    "reduce pop stick jot switch amend edit tweak create open register get take bring cut knock delete tag "
    "untag link reopen store setzen eintragen notieren andern verschieben aktualisieren speichern"
)
_BARE = listed(
    "put set move change update log mark bump record lower raise increase correct flip push advance adjust "
    "remove add amend switch create register setz trag notier"
)


def _gerund(verb: str) -> str:
    stem = verb[:-1] if verb.endswith("e") else verb
    return rf"{stem}{stem[-1]}?ing"


_LEAD = (
    r"^\W*(?:(?:hey|hi|hello|ok|okay|so|also|and|but|btw|oh|then|now|actually|quick(?: one)?|sir|team|bot|"
    r"cornerman|please|pls|plz|kindly|bitte|just)[\s,!:]+)*"
)
_FRAME = (
    r"(?:(?:can|could|would|will|cud|cld) (?:you|u|ya|we|someone)(?: please| pls| kindly)?(?: be able to)?|"
    r"(?:would you |do you |you )?mind|"
    r"(?:any|is there any|is there a) (?:chance|way) (?:of|(?:for )?(?:you|u|we)(?: to|'d| can| could| "
    r"might)?)|"
    r"(?:is it|would it be) possible (?:for you )?to|"
    r"i(?:'d| would)? (?:need|like|want) (?:you|u) to|let'?s|make sure (?:you|to)|be sure to|go ahead and|"
    r"feel free to|(?:don'?t|do not) forget to|please|pls|plz|kindly|kannst du|konntest du|bitte)"
)
_ADVERBS = r"(?:(?:please|pls|just|kindly|also|quickly|possibly|maybe|mal|bitte)\s+)*"
_NOT_FOR_ME = (
    r"(?! (?:me|us|back to me|a look|up (?!to)|on with|in touch|out (?:what|how|if|whether)|sure)\b)"
)
_ASKED = rf"(?:{'|'.join(_WRITES)}|{'|'.join(map(_gerund, _WRITES))})\b{_NOT_FOR_ME}"
_THING = (
    r"(?:it|that|this|them|these|those|accordingly|so|down|on|for (?:me|him|her|them|us)|"
    r"(?:in(?:to)? |on |to )?(?:the|my|his|her|their|our) (?:crm|deal|opp\w*|record|account|card|notes?|"
    r"system|forecast|pipeline))"
)
WRITE_ORDER = re.compile(
    rf"{_LEAD}{_FRAME}\s+{_ADVERBS}{_ASKED}|"
    rf"{_LEAD}(?:(?:{'|'.join(_BARE)})\b{_NOT_FOR_ME}|note(?: that\b|:))"
)
"""`can you put …`, `would you mind moving …`, `please log …`: an order to write, even with a question "
"mark."""
_TAIL = re.compile(
    rf"(?:[,;–—-]|\band\b|\bso\b|\bthen\b)\s*(?:(?:please|pls|kindly|just|can you|could you|can u)\s+)*"
    rf"(?:update|log|note|record|add|stick|put|pop|save|mark|jot|change|file|enter|write|"
    rf"create)\s+{_THING}\b|"
    r"[,;–—-]\s*(?:can|could|would|will) (?:you|u|someone)\s+(?:please |pls )?(?:update|log|note|record|add|"
    r"save|change|create|reflect)\b|"
    rf"[,;–—-]\s*(?:please|pls|plz|kindly)\s+(?:{'|'.join(_WRITES)})\b{_NOT_FOR_ME}"
)
_OPENS_ASKING = re.compile(
    r"^\W*(?:(?:hey|hi|so|ok|and|but|btw)[\s,]+)*(?:what|when|where|who|whom|whose|which|why|how|should|"
    r"shall|"
    r"do|does|did|is|are|am|was|were|has|have|would|can i|may i|any|anyone)\b"
)


def is_order(sentence: str) -> bool:
    """Whether the folded words of a sentence tell the bot to write."""
    if WRITE_ORDER.search(sentence):
        return True
    return bool(_TAIL.search(sentence)) and not _OPENS_ASKING.match(sentence)
