"""A question told by its form, whatever it is about: a verb before its subject, or what sets off its end."""

from __future__ import annotations

import re

_OUR_WORDS = r"(?:an?|the|their|our|your|its|any|some|such|every|each|another|one|most|both|all)"
_PLURAL = r"(?!(?:always|sometimes|perhaps|besides|towards|less|yes|thus|this)\b)[a-z]+[^\Wsui_]s"
"""No base form of a verb ends so; `discuss`, `focus` and `process` do not either."""
_SETTLED = (
    r"(?:included|supported|possible|available|allowed|needed|required|necessary|free|extra|negotiable|"
    r"covered|mandatory|optional|compulsory|encrypted|refundable|permitted|billed|charged|stored|hosted|accepted|"
    r"offered|limited|enough|legal|safe|ok|okay|compatible|certified|eligible|exempt)"
)
"""What one asks of an offer, not what one tells of a person."""
_ADVERB = (
    r"(?:now|still|also|not|already|really|very|so|quite|just|only|too|often|then|more|almost|always|never|"
    r"super|all|no|[a-z]+ly)\b"
)
_INVERTED = re.compile(
    rf"^\W*(?:(?:hey|hi|hello|so|ok|okay|and|but|btw|also|quick question)[\s,:–-]+)*(?:"
    rf"(?:can|could|may|must|should|shall|will|would) {_OUR_WORDS} [a-z]|"
    rf"(?:can|could|must|should|shall|would) {_PLURAL} [a-z]|"
    r"(?:may|will) (?:customers|clients|users|reps|sellers|partners|prospects|buyers|people) [a-z]|"
    rf"(?:is|was) (?!{_ADVERB})(?:an? )?(?:[a-z]+ ){{1,3}}?{_SETTLED}\b|"
    rf"(?:are|were) (?!{_ADVERB}){_PLURAL} (?:[a-z]+ ){{0,2}}?{_SETTLED}\b)"
)
_UNTOLD = re.compile(
    rf"^\W*(?:(?:so|ok|okay|and|but|also)[\s,:–-]+)*(?:do (?:the )?{_PLURAL} [a-z]+ [a-z]|"
    r"can (?!(?:do|make|send|push|move|meet|get|have|go|call|share|take|bring|confirm|see)\b)"
    rf"[a-z]+ {_PLURAL} [a-z]+ [a-z]|"
    rf"(?:has|was|were) (?:the|our|their) (?:[a-z]+ ){{1,3}}[a-z]+ed\W*$|"
    rf"(?:have|were) {_PLURAL} (?:[a-z]+ ){{0,2}}[a-z]+ed\W*$)"
)
"""Also how a note of one's own begins that leaves its subject out."""
_HOW = r"how (?:long|much|many|often|soon|far|big|large|fast|quickly|early|late)"
_LAST_WORD = re.compile(
    rf"\b(?:{_HOW}|(?:with|for|to|by|from|of|on|at|in) (?:whom|what|which)|"
    r"(?:[a-z]+[^\Wsui_]s|get paid|is|are) (?:what|where|when|who|which))(?: again| then)?\W*$"
)
_SOUGHT = re.compile(
    r"\b(?:ask\w*|find(?:ing)? out|found out|know\w*|learn\w*|see|check\w*|wonder\w*|tell\w*|told|said|say\w*"
    r"|clear|unclear|sure|idea|discuss\w*|clarif\w*|confirm\w*|matters?|explain\w*|depend\w*|show\w*|guess\w*|"
    r"whether|if|decid\w*|undecided|agree\w*|remember\w*|understand\w*|forg[eo]t\w*)\b"
)
_OR_NOT = re.compile(r"\w+ \w+.* or (?:not|no|nah)\W*$")
_CHECKED = re.compile(
    r"(?:\b(?:is|are|has|have|can|may|must|will|do|does|gets?|costs?|includes?|supports?|takes?|needs?|offers?|"
    r"starts?|ends?|runs?|gives?|works?|covers?)\b|'s|'re) .*"
    r"(?:(?:,\s*|(?<!the)(?<!is)(?<!are)(?<!be)(?<!not)(?<!all)(?<!get)(?<!it)(?<!go)(?<!quite) )"
    r"(?:right|correct)|,?\s+(?:is|are|do|does|ca|can|have|has|wo|did|was)n'?t (?:we|it|they|you))\W*$"
)


def formed_as_question(sentence: str, *, of_record: bool) -> bool:
    """Of a folded sentence. `of_record`: it names one, or one is being talked about: then it may be a note
    that leaves its subject out or that tells what is to be found out."""
    if _INVERTED.search(sentence):
        return True
    if of_record or _SOUGHT.search(sentence):
        return False
    return any(form.search(sentence) for form in (_UNTOLD, _LAST_WORD, _OR_NOT, _CHECKED))
