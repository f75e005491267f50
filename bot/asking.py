"""What a sentence asks for: a value of the CRM read back, or knowledge. Weighed by whom the question is about
(a record, the seller's own list, us and our product) and by what it wants to know, not by whole phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.intent_words import ITS_FIELD, KNOWLEDGE
from bot.notes.vocabulary import listed
from bot.question_forms import formed_as_question

Wanted = Literal["crm_lookup", "question"]


@dataclass(frozen=True, slots=True)
class About:
    """`named`: the sentence names a record or one of its people; `talking`: a record is being talked about;
    `words`: the folded words of the sentence that are no part of a name; `stage`: the message names a stage,
    `valued`: it states a value."""

    named: bool = False
    talking: bool = False
    words: tuple[str, ...] = ()
    stage: bool = False
    valued: bool = False


_LEAD = (
    r"^\W*(?:(?:hey|hi|hello|so|ok|okay|and|but|btw|also|um|uh|well|sorry|cool|thanks|wait|again|sir|madam|"
    r"quick(?: one| q(?:uestion)?)?|question|pls|please|kindly|just|team|all|fyi|bitte|mal|"
    r"any idea|any clue|just wondering|wondering|curious|do you know|can you tell me|tell me|"
    r"(?:can|could|would|will) (?:you|u|someone|anyone)(?: please| pls| kindly| quickly| just)?)[\s,:–-]+)*"
)
_ASKS = re.compile(
    rf"{_LEAD}(?:what(?:'s|s|'re)?(?! an? )|when(?:'s|s)?|where(?:'s|s)?|who(?:'s|s)?|whom|whose|which|why|"
    rf"how(?:'s|"
    rf"s)?|"
    r"can (?:i|we|they|it|someone|anyone)|could (?:i|we|they|it)|should (?:i|we|they|the|[\w ]{2,30} (?:be|"
    r"go|move|stay|sit))|shall (?:i|we)|"
    r"may (?:i|we)|must (?:i|we)|do (?:we|i|they)|do you (?:have|know|think|offer|support)|does|"
    r"did (?:i|we|they|she|he|it|anyone|someone|any)|"
    r"is (?:there|it|this|that|our|the|he|she|anyone|someone|my)|is \w+ (?:still|already|ours|mine)|"
    r"are (?:we|they|there|you|our|the|any|my)|am i|will (?:we|it|they|the)|would (?:it|we|they)|"
    r"have (?:we|they|i)|has (?:anyone|someone|any|it|he|she)|"
    r"any(?:one|body)? (?:ever|here|know|got|have|has|using|sold|else|tips|advice|idea|case|good|update|news|"
    r"reference|example|customer|activity|movement|change|progress|word|luck|thing)|"
    r"anything (?:new|on|from|due|about|i|we|to|for|open|closing|happening)|"
    r"explain|help me|remind me (?:what|how|who|when|why|which|where|of)|need (?:help|advice|an? \S+ "
    r"(?:answer|one-?liner|summary|line)|an? (?:answer|battlecard|one-?liner|one-?pager|reference|case|deck|"
    r"line|template|good|quick|short|comparison)|the (?:deck|battlecard|one-?pager|template|latest))|"
    r"looking for (?:an?|the|some|any|our)|(?:have )?you got (?:an?|any|anything)|got (?:any|anything)|"
    r"got an? (?:\S+ ){0,2}?(?:case|deck|battle\w*|template|reference|example|one-?pager|tips?|advice|idea|"
    r"doc|sheet|"
    r"slides?|answer|link|minute|sec\w*)|"
    r"wie|was (?:ist|sind|kostet|sag\w*|haben|macht|mache)|wer|wo|wann|warum|welche[rs]?|wieviel|"
    r"haben wir|hat|ist|sind|kommt|wird|gibt es|kann (?:ich|man)|konnen wir|darf ich|soll (?:ich|ten wir)|"
    r"hoe|wat|waar|waarom|wanneer|kan ik|mag ik|hebben we|is er)\b"
)
_READ = (
    r"(?:(?:give|show|get|send|fetch|tell|read|zeig\w*|gib) (?:me|us|mir|uns)(?: back)?|show|share|display|"
    r"list|"
    r"pull up|pull|look ?up|quick look (?:at|on)|look at|prep(?:are)?(?: me)?(?: for)?|brief(?: me)?(?: on|"
    r" for)?|briefing(?: on| for)?|status(?: of| on)|recap(?: of| on)?|summar(?:y of|i[sz]e)|open|find|focus|"
    r"strategi[sz]e|history(?: of| on| for)?|update me on|fill me in on|catch me up on|read back|tell|check|"
    r"get me|my (?:pipeline|deals|opps|opportunities|data|forecast))"
)
_MID = re.compile(
    r"\b(?:is|are) (?:how (?:many|much|long)|what|which|when|where)\b|"
    r"\b(?:when|where|what|who|how (?:much|many|long)) (?:was|is|are|were) (?:it|that|this|he|she|they)\W*$|"
    r"\b(?:kya|kab|kitn[aei]|kaun|kahan|kyu|kyun|kaise) (?:[a-z]+ ){0,3}(?:hai|he|h|tha|thi|hua|hoga|hain)\b|"
    r"\b(?:batao|bata do|bataiye|bata dijiye|dikhao|dikha do)\b"
)
"""`the credit period is how many days`, `last call when was it`, `amount kya hai`"""
_COMMANDS = re.compile(rf"{_LEAD}(?P<verb>{_READ})\b(?!\s*(?:(?::|is|->|→|was|went|done|sent|going)(?!\w)))")
_DOUBTFUL = frozenset({"share", "tell", "check", "find", "open", "pull", "look at", "get me", "focus"})
"""Also what a seller notes to do next: orders to read only with something of the CRM as their object."""
_FIELD = (
    r"(?:stages?|amounts?|value|deal size|size|worth|clos\w+ dates?|close|owners?|next steps?|status|latest|"
    r"activit(?:y|ies)|history|(?:last|latest) (?:notes?|touch|call|contact|update|meeting|e-?mail|activity)|"
    r"notes?|probability|seats?|contacts?|competitors?|verifiers?|evidence|champion|economic buyer|"
    r"betrag|stand|abschluss\w*|phase|bedrag|stadium)"
)
_OF_RECORD = re.compile(rf"\b{_FIELD}\b")
_LISTS = re.compile(
    r"\b(?:(?:pipeline|forecast|quota|attainment)\b(?! (?:gener\w+|review|hygiene|template|meeting|tips))|"
    r"(?:my|our|his|her|their|all|open|offenen|meine\w*|team'?s?) (?:\w+ ){0,2}(?:deals?|opps?|opportunit\w+|"
    r"accounts?|book)|which (?:of my )?(?:deals?|opps?|opportunit\w+|accounts?)|what (?:deals?|opps?)|"
    r"how many (?:deals?|opps?|opportunit\w+|accounts?)|(?:biggest|largest|oldest|newest|stalest) (?:deals?|"
    r"opps?|opportunit\w+)|(?:deals|opps|opportunities)\b|deal (?:are|do i|that|in|over|above|without|with "
    r"no|closing|due|slipping)|"
    r"(?:everything|anything|all|what(?:'s|s)?|stuff|those|ones)\b.{0,24}\b(?:mine|i(?:'ve)? (?:have|own|got|"
    r"hold)|closing|due|overdue|slipping|stale|open)|closing (?:this|next|in)\b|due (?:this|today|tomorrow|"
    r"next))"
)
_PROGRESS = re.compile(
    r"\b(?:when|how (?:much|big|long|far|many|large|old)|where|who(?:'s)?|whose|what(?:'s)?|which|wann|wer|"
    r"wo|"
    r"wie (?:steht|weit|viel|hoch)|hat|ist|sind|schon|noch|still|already|yet|latest|last|again|log(?:ged)?|"
    r"wr(?:ite|ote)|not(?:e|ed)|"
    r"activity|movement|news|progress|did|has|have|had|is|are|was|were|does)\b"
)
_ADVICE = re.compile(
    r"^\W*should\b|\b(?:how (?:do|should|can|would|could|to|shall|might|best)\b(?! (?:it|they) (?:look|"
    r"stand))|should "
    r"(?:i|"
    r"we)|shall (?:i|we)|(?:can|could|may|must|do) (?:i|we) (?:need|offer|do|give|sell|match|share|"
    r"discount|say|"
    r"promise|use|support|integrate|allow|provide|run|comply|hold|bring|ask|send|put|get|charge|include|ship|"
    r"host|store|encrypt|handle|sign|throw)|why\b|what (?:do|should|can|would|could|shall) (?:i|we) (?:say|"
    r"tell|answer|reply|do|offer|send|use|bring|show|quote|pitch|ask|respond|position)|what if|"
    r"is an? [\w% -]{2,40} (?:ok|okay|fine|allowed|possible|normal|too much)|"
    r"any(?:one|body|where) (?:ever|here|have|has|got|know|else|using|sold|done)|does any(?:one|body)|has "
    r"any(?:one|body)|who else (?:has|in|uses?|sold|sells)|is (?:it|that|this) (?:too|ok|okay|worth|fair|"
    r"safe|"
    r"wise|normal|possible|allowed|fine|smart|a good|usual)|are we (?!still|on|going|in)|is our|does our|"
    r"do our|"
    r"our (?!deal|opp|pipeline|number|last|champion|contact)|help me|explain|looking for|need (?:help|advice|"
    r"an?|the)\b|(?:is|are) there (?:an?|any|some)\b(?! (?:update|news|movement|activity|next|open|deal))|"
    r"got (?:an?|any|anything)\b(?! (?:update|news))|any (?:tips|advice|idea|case|good|reference|example|"
    r"customer)|haben wir|gibt es|wie (?:argumentier\w*|gehe|kann|soll|sag\w*|reagier\w*)|kann (?:ich|man)|"
    r"darf ich|soll(?:te)? ich)\b"
)
_LOGGED = re.compile(
    r"\bdid (?:i|we|you|anyone|somebody) (?:ever |already |even )*(?:put|log|write|note|set|record|save|"
    r"enter|update|add|"
    r"change|move)\b|\bhow(?:'s|s| is| are| has) .{0,40}\b(?:looking|doing|going|coming along|shaping up|"
    r"getting on)\W*$|"
    r"\b(?:kya|kitna|kab) .{0,24}\b(?:likha|chal raha|hua|status)\b"
)
"""What was written down, or how it stands."""
_IT = re.compile(r"\b(?:it|they|them|there|he|she|this one|that one)\b")
_TOLD_QUESTION = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|wants? to know|wanted to know|wonder(?:s|ed|ing)?|(?:is |are )?curious|queried|"
    r"fragt\w*|will wissen|mochte wissen|vraagt|vroeg|(?:has|have|having|had) (?:an? )?(?:doubt|query|"
    r"question))"
    r"\b[\s,:]*(?:me |us |again |about |on |now |mich |uns )*(?:if|whether|how|what|when|why|where|who|which|"
    r"do (?:we|you)|does|can (?:we|you|i|it|they|shifts?)|are (?:we|you)|is (?:it|there|our|the|your)|will|"
    r"could|"
    r"ob|wie|wo|was|warum|welche\w*|hoe|wat|of we)\b"
)
"""`she asks whether we …`: somebody's question passed on."""
_FILLERS = frozenset(
    listed(
        "quick a an the of on for at in to by with from about please pls plz kindly thanks thx sir madam "
        "hey hi "
        "ok so "
        "and my our me us their its his her team current latest new last value s deal deals opp opps "
        "opportunity "
        "opportunities account again now today this that one quarter month week year all open next q1 q2 "
        "q3 q4 as picture chart graph csv table image competitor "
        "total totals rep reps sum count bei von fur der die das den dem bitte mal"
    )
)
_NOUNS = frozenset(
    listed(
        "stage stages amount value size worth close closing date dates owner step steps status latest "
        "activity "
        "history note notes probability seats contacts pipeline forecast quota attainment betrag phase "
        "update "
        "updates champion competitors verifiers evidence"
    )
)
_LIST_NOUNS = frozenset(listed("pipeline forecast quota attainment"))
_READ_NOUNS = _NOUNS - {"note", "notes", "update", "updates", "close", "closing", "latest"}


def asks(sentence: str, *, marked: bool, about: About) -> bool:
    """Whether the folded words want something back. `marked`: they end in a question mark."""
    return (
        marked
        or bool(_ASKS.search(sentence) or _MID.search(sentence))
        or bool(_TOLD_QUESTION.search(sentence))
        or is_command(sentence, about)
        or is_bare_field(about)
        or formed_as_question(sentence, of_record=about.named or about.talking)
    )


def is_command(sentence: str, about: About) -> bool:
    """`show me …`, `pull up …`: an order to read."""
    match = _COMMANDS.search(sentence)
    if match is None:
        return False
    if match["verb"] not in _DOUBTFUL:
        return True
    verb = set(match["verb"].split())
    if about.named and all(w in _FILLERS | verb for w in about.words):
        return True
    wanted = sentence[match.end() :]
    return bool(_OF_RECORD.search(wanted) or _LISTS.search(wanted)) and not _ADVICE.search(sentence)


def is_bare_field(about: About) -> bool:
    """`close date on Acme pls`, `pipeline by stage for my team`: the name of a field and no value for it."""
    left = [w for w in about.words if w not in _FILLERS]
    if not left or not all(w in _NOUNS for w in left):
        return False
    held = (about.named or about.talking) and not about.valued
    return any(w in (_READ_NOUNS if held else _LIST_NOUNS) for w in left)


def passes_on(sentence: str) -> bool:
    """Somebody else's question is passed on."""
    return bool(_TOLD_QUESTION.search(sentence))


def wanted(sentence: str, about: About) -> Wanted:
    """Which of the two an asking sentence wants; knowledge where nothing speaks for the CRM."""
    if passes_on(sentence):
        return "question"
    if about.talking and ITS_FIELD.search(sentence):
        return "crm_lookup"
    if _LOGGED.search(sentence):
        return "crm_lookup"
    of_us = bool(_ADVICE.search(sentence))
    if not of_us and (_LISTS.search(sentence) or is_bare_field(about)):
        return "crm_lookup"
    if of_us or (KNOWLEDGE.search(sentence) and not _OF_RECORD.search(sentence)):
        return "question"
    if about.stage and not about.named and re.search(r"\b(?:in|at|auf)\b", sentence):
        return "crm_lookup"
    held = about.named or about.talking
    if is_command(sentence, about):
        return "crm_lookup" if held or _OF_RECORD.search(sentence) else "question"
    known = _PROGRESS.search(sentence) or _OF_RECORD.search(sentence)
    return "crm_lookup" if known and (about.named or (about.talking and _IT.search(sentence))) else "question"
