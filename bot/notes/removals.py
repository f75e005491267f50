"""Items taken off a record: an order to remove one, or the news that it is out."""

from __future__ import annotations

import re

from bot.notes.assertion import is_conditional, is_hedged
from bot.notes.clauses import fold
from bot.notes.model import FieldChange
from bot.notes.segment import Passage
from bot.sales import FieldName, Verifier

_FILLER = (
    r"\W*(?:(?:hey|hi|ok|okay|so|and|also|oh|btw|actually|sorry|no|wait|yes|please|pls|plz|can|could|you|we|"
    r"let's|lets|just|then|now|should|but)\b[\s,:;!.-]*)*"
)
_ITEMS = r"(?:[\w'-]+(?: [\w'-]+)?\s*(?:,|and|&)\s*){0,3}"
_ARTICLES = (
    r"(?:(?:the|our|their|competitor|contact|champion|rival|vendor|evidence|verifier|person|both)\s+)*"
)
_ORDER = re.compile(
    rf"{_FILLER}(?:drop|remove|delete|strike|unlink|untick|uncheck|unset|untag|scratch|cross (?:off|out)|"
    rf"take (?:off|out)|kick out|(?P<take>take))\s+{_ITEMS}{_ARTICLES}$"
)
_PLACE = (
    r"(?:it|this|that|here|there|the (?:\w+ )?(?:record|contacts?|deal|opp\w*|list|competitors?|card|crm|"
    r"draft|"
    r"account|evidence|verifiers|note))?"
)
_TAIL = (
    rf"(?:\s*(?:as (?:a |an |the |our )?\w+|from {_PLACE}|off(?: {_PLACE})?|out|please|pls|thanks|again|"
    rf"too))*"
    r"\s*(?:$|[.,;!?)\n]| and\b| &)"
)
_ORDER_TAIL = re.compile(_TAIL)
_TAKEN = re.compile(rf"\s+(?:off|out|away)\b{_TAIL}")
_OUT = re.compile(
    r"\s*(?:,? ?who )?(?:is |are |was |were |has |have |just |now |got |'s |been |officially |finally )*(?:"
    r"out(?=\s*(?:$|[.,;!)\n]|now\b|of (?:it|the)\b))|dropped out|eliminated|knocked out|withdrew|withdrawn|"
    r"pulled out|disqualified|bowed out|ruled out|excluded|no longer (?:in\b|a competitor|competing|involved|"
    r"considered|on the (?:list|shortlist)|an option))"
)
_BY_THEM = re.compile(
    r"\b(?:they|she|he|customer|client|team|board|procurement|cfo|cio|cto|ceo)(?:'ve| have| has|"
    r"'s)? (?:just |now |"
    r"finally |officially |also )*(?P<verb>dropped|eliminated|ruled out|knocked out|kicked out|"
    r"(?:is |are |'re )?no longer (?:considering|looking at|talking to|evaluating))\s*$"
)


def is_taken_away(p: Passage, start: int, end: int) -> bool:
    """`drop Dana`, `take Quorvia off`: an order about the name at [start:end]."""
    clause = p.reading.clause_at(start)
    opening = max(clause.opening, p.start)
    before = p.reading.folded[opening:start]
    for a, b in p.names:
        if opening <= a and b <= start:
            before = before[: a - opening] + " " * (b - a) + before[b - opening :]
    order = _ORDER.fullmatch(before)
    tail = _TAKEN if order and order["take"] else _ORDER_TAIL
    return bool(order and tail.match(p.reading.folded[: clause.closing], end))


def is_out(p: Passage, start: int, end: int) -> bool:
    """`Quorvia is out`, `they ruled out Quorvia`, as a fact."""
    ruled = _BY_THEM.search(p.reading.before(start))
    if ruled:
        verb = start - len(ruled.group()) + ruled.start("verb") - ruled.start()
        return not is_conditional(p.reading, start) and not p.reading.clause_at(verb).asked
    return bool(_OUT.match(p.reading.folded, end)) and not is_hedged(p.reading, start, start)


def removal(p: Passage, field: FieldName, item: str, start: int, end: int) -> FieldChange:
    """Stated for an item that the record holds; for any other there is nothing to take off."""
    held = getattr(p.opportunity, field) if p.opportunity and not p.unsettled else ()
    sure = item in held and not is_conditional(p.reading, start) and not p.reading.in_quotes(start)
    return FieldChange(field, (item,), p.said(start, end), "stated" if sure else "hedged", remove=True)


def evidence_taken_away(p: Passage, verifier: Verifier) -> FieldChange | None:
    """`remove budget confirmed`, `budget is no longer confirmed`."""
    for name in (verifier.label, verifier.id.replace("_", " "), *verifier.synonyms):
        words = fold(name).split()
        said = r"\s+".join(map(re.escape, words))
        for match in re.finditer(rf"(?<!\w){said}(?!\w)", p.folded) if words else ():
            if is_taken_away(p, match.start(), match.end()):
                return removal(p, "verifiers", verifier.id, match.start(), match.end())
        undone = _undone(p, words)
        if undone:
            return removal(p, "verifiers", verifier.id, undone.start(), undone.end())
    return None


def _undone(p: Passage, words: list[str]) -> re.Match[str] | None:
    if len(words) < 2:
        return None
    subject, done = r"\s+".join(map(re.escape, words[:-1])), re.escape(words[-1])
    return re.search(
        rf"(?<!\w){subject}\s+(?:is |are |was )?(?:no longer (?:\w+ )?{done}|not {done} any ?more)(?!\w)",
        p.folded,
    )
