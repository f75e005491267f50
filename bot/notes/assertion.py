"""Is something said stated, or only negated, supposed, wished, quoted or asked?"""

from __future__ import annotations

import re

from bot.notes.clauses import Reading

_NOT = (
    r"(?:not|never|no(?!-)(?!\.? ?#?\d{4,})|"
    r"none|nobody|neither|nor|without|cannot|hardly|refused|declined|denied|rejected|"
    r"nicht|kein\w*|"
    r"niet|geen|nie|nahi|ain't|\w+n't|dont|doesnt|didnt|isnt|hasnt|havent|wont|wasnt|cant|arent|unable|"
    r"failed to|(?<!no )doubts?|doubtful|unlikely|sceptical|skeptical|"
    r"yet to|far from|instead of|rather than|fake|false)"
)
_NEGATED = re.compile(
    rf"\b{_NOT}\b(?!\s*(?:,|no\b|still\b|actually\b|it's\b|now\b|only\b|later\b|doubt\b|problem|"
    rf"worries|just\b|surprise|issue|"
    rf"longer a))[\w\s/'’$€£₹.~-]{{0,44}}$"
)
_NEGATED_AFTER = re.compile(
    r"\s*(?:is |are |was |were |'s |stage |has |have )?(?:not\b(?!\s+(?:[\d$€£₹~]|(?!yet|any|real|"
    r"true|sure|final|done|approved|confirmed|signed|now)\w+\s*$))|isn't\b|never\b|yet to\b|"
    r"off the table|"
    r"is out\b|"
    r"was rejected|got rejected|rejected|refused|won't\b|didn't\b|wasn't\b|hasn't\b|cancelled\b|"
    r"fell through)"
)
_MAYBE = (
    r"maybe|perhaps|possibly|potentially?|potential|might|could(?! (?:you|u)\b)|would(?! you\b)|"
    r"may(?=\s+(?:be|go|get|have|sign|"
    r"close|slip|push|"
    r"move|come|land|need|want|end|still|well|just|also|not|become|take|reach|start|add|grow|buy|do|"
    r"bring|drop|even|"
    r"shift|slide)\b)|mebbe|unsure|not sure|unclear|wondering|guess(?:ing)?|i think maybe|vielleicht|"
    r"eventuell|evtl|"
    r"misschien|wellicht|zou|in theory|theoretically|rumou?r\w*|allegedly|who knows|"
    r"tentative(?:ly)?|"
    r"fingers crossed|hopefully|hope|hopes|hoping|hoped|wish|wishes|wished|dream|ideally|toying|"
    r"floated|threatening|"
    r"threatened|tempted|upside|stretch|best case|worst case|pretend|imagine|suppose|supposedly|"
    r"what if|i bet|betting"
)
_MAYBE_BEFORE = re.compile(rf"\b(?:{_MAYBE})\b.{{0,50}}$", re.DOTALL)
_GERMAN_WOULD = re.compile(r"\b(?:würde|könnte|wäre|hätte|möchte|dürfte|sollte)", re.IGNORECASE)
_MAYBE_AFTER = re.compile(
    r"\s*(?:\(?\s*)(?:maybe|perhaps|possibly|potentially|hopefully|vielleicht|eventuell|evtl|"
    r"misschien|wellicht|no wait|scratch that|no no|tbc|tbd|if\b|unless\b|might|"
    r"could|or so they say|"
    r"is possible|at best|not confirmed|unconfirmed|fingers crossed|i hope|touch wood|at the earliest)"
)
_CONDITION = re.compile(
    r"\b(?:if|unless|assuming|assumes|provided|providing|in case|depend(?:s|ing)? on|subject to|"
    r"contingent|wenn|falls(?! (?:in|on|under|through|back|to|into|behind|out|short|away|off)\b)|"
    r"sofern|als het|mits|whether|otherwise|or else|should they|were they)\b"
)
_SOFT_CONDITION = re.compile(
    r"\b(?:as if|what if anything|if i'm honest|if that helps|if you can|let me know)\b"
)
_ASKING = re.compile(
    r"\W*(?:(?:so|and|hey|ok|btw)[\s,]+)*(?:did|does|didn't|doesn't|should (?:i|we)|shall (?:i|we)|is it|"
    r"are they|was it|"
    r"have they|has (?:he|she|it)|do (?:we|they|i)|hat (?:er|sie|es)|haben (?:sie|die)|ist (?:es|das|die|"
    r"der))\b"
)
"""A question needs no mark at its end."""
_FUTURE = re.compile(
    r"\b(?:will|'ll|shall|should|ought|going to|gonna|gotta|to be|"
    r"(?<!use )(?<!used )(?<!agreed )to (?:get|have|be|pass|"
    r"confirm|approve|sign|review|close|win|clear|lock|meet|start|agree)|needs?|need to|has to|have to|"
    r"had to|must|"
    r"expects?|expecting|expected|plan(?:s|ning|ned)?|about to|hopefully|soon|tomorrow|until|till|once|"
    r"when|before|"
    r"after|pending|waiting|await\w*|try|trying|tries|tried|wants?|wanted|looking to|aim(?:s|ing)?|"
    r"target(?:s|ing)?|"
    r"ready (?:to|for)|nachste\w* (?:woche|monat|jahr)|morgen|bald|demnachst|sobald|volgende (?:week|"
    r"maand)|straks|"
    r"binnenkort|zodra|wollen|mochten?|willen|next week|next month|next|close to|nearly|almost|"
    r"promised|promises|"
    r"can(?! (?:you|confirm)\b)|let's get|asking for|asked for|required?|requires|"
    r"still (?:need|miss|wait|open|pending)|"
    r"missing|werden|wird|"
    r"moet|zal|gaat|muss|soll|working on|works on|chasing|push for|pushing for|by (?:monday|tuesday|"
    r"wednesday|thursday|"
    r"friday|eow|eom|eoq|next))\b.{0,45}$",
    re.DOTALL,
)
_FUTURE_AFTER = re.compile(
    r"\s*(?:\w+\s+){1,6}?(?:next week|tomorrow|tmrw)\b|"
    r"\s*(?:\w+\s+){0,2}?(?:next (?:week|month|quarter)|tomorrow|tmrw|soon|once\b|when\b|after\b|"
    r"as soon as|"
    r"is pending|pending|still (?:open|pending|missing)|in progress\b|is due|due\b|expected|needed|"
    r"required|to follow|"
    r"by (?:mon|tue|wed|thu|fri|eo[wmq]|next|end|q[1-4]))\b"
)


def is_hedged(reading: Reading, start: int, end: int, since: int = 0) -> bool:
    """True when the words at [start:end] were asked, quoted, negated, supposed or hang on a condition. What
    stands before `since` does not negate or suppose them."""
    clause = reading.clause_at(start)
    if (
        clause.asked
        or reading.in_quotes(start)
        or _ASKING.match(reading.folded[clause.opening : clause.closing])
    ):
        return True
    before = _leading(reading, start)
    before = before[max(0, since - start + len(before)) :]
    if _NEGATED.search(before) or _NEGATED_AFTER.match(reading.folded, end):
        return True
    return _is_supposed(reading, start, end, before)


def _is_supposed(reading: Reading, start: int, end: int, before: str) -> bool:
    typed = reading.text[start - len(before) : start]
    if _GERMAN_WOULD.search(typed) or _MAYBE_BEFORE.search(before) or _MAYBE_AFTER.match(reading.after(end)):
        return True
    return _is_qualified(reading, end) or is_conditional(reading, start)


def _leading(reading: Reading, start: int, limit: int = 60) -> str:
    """The words before `start` that may govern it: of its clause, and of a short heading with a colon."""
    clause = reading.clause_at(start)
    heading = reading.folded[clause.opening : clause.start]
    opening = clause.opening if _HEADING.fullmatch(heading) else clause.start
    return reading.folded[max(opening, start - limit) : start]


_HEADING = re.compile(r"[^,:\n]{1,48}:\s*")


def _is_qualified(reading: Reading, end: int) -> bool:
    """`88k, if they sign`, `approved - unconfirmed`: the clause right after, or a few words that end the
    sentence, take the statement back."""
    clause = reading.clause_at(max(end - 1, 0))
    last = reading.clause_at(max(clause.closing - 1, 0))
    rest = [reading.folded[clause.end : clause.closing]]
    if last.start > clause.start and len(reading.folded[last.start : last.end].split()) <= 5:
        rest.append(reading.folded[last.start : last.end])
    return any(_QUALIFIED.match(r) and not _COURTESY.match(r) for r in rest)


_QUALIFIED = re.compile(
    r"[\s,;:()–—-]*(?:but |and |though |only |well |at least |all |that is )*(?:if|unless|provided|"
    r"assuming|as long as|"
    r"subject to|depending on|depends on|contingent|wenn|falls|sofern|mits|als|unconfirmed|not confirmed|"
    r"not certain|"
    r"to be confirmed|tbc|tbd|allegedly|supposedly|rumou?r\w*|hearsay|(?:i'm |im )?not (?:100% |"
    r"entirely |really |"
    r"totally |too )?sure|don't quote me|fingers crossed|hopefully|(?:i )?hope so|touch wood|"
    r"knock on wood|or so "
    r"(?:they|he|she) (?:say|claim)s?|or not|no idea if|who knows|who knows if)\b"
)
_COURTESY = re.compile(
    r"[\s,;:()–—-]*(?:but |and )*(?:if|als|wenn) (?:you|u|that helps|needed|i'm honest|im honest|i may|"
    r"any(?:one|body|thing)?\b|"
    r"possible|ok|okay|not|so\b|nodig|notig|moglich|i remember)"
)


def is_conditional(reading: Reading, start: int) -> bool:
    """From the clause with the `if` to the end of its sentence nothing is a fact."""
    clause = reading.clause_at(start)
    sentence = reading.folded[clause.opening : clause.end]
    return any(
        not _SOFT_CONDITION.search(sentence[max(0, c.start() - 12) : c.end() + 14])
        for c in _CONDITION.finditer(sentence)
    )


def is_unrealised(reading: Reading, start: int, end: int) -> bool:
    """Also true for what is only wanted or still to come: not good enough for evidence, stage or outcome."""
    if is_hedged(reading, start, end):
        return True
    if _NOT_AT_LAST.match(reading.after(end)):
        return True
    return bool(_FUTURE.search(_leading(reading, start)) or _FUTURE_AFTER.match(reading.after(end)))


_NOT_AT_LAST = re.compile(r"(?:\s+\w+){0,4}?\s+(?:nicht|nie|niet|nooit)\b(?!\s+(?:nur|alleen|mehr lange))")
"""German and Dutch deny behind the object: `den Vertrag noch nicht angeschaut`."""
