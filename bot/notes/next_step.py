"""The next thing somebody owes or has booked on the opportunity, and when it is due."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.notes.assertion import is_hedged
from bot.notes.clauses import fold
from bot.notes.closing import CLOSE
from bot.notes.dates import DateHit
from bot.notes.model import FieldChange
from bot.notes.segment import Passage
from bot.notes.vocabulary import listed

_DO = (
    r"(?:send|sending|share|sharing|call|calling|ring|ringing|phone|email|emailing|mail|meet|meeting|"
    r"demo|demoing|book|booking|schedule|scheduling|follow|following|prepare|preparing|prep|"
    r"prepping|draft|drafting|write|writing|build|building|get|getting|give|giving|check|checking|ping|"
    r"pinging|present|presenting|"
    r"circle|circling|chase|chasing|review|reviewing|update|finali[sz]e|finali[sz]ing|set up|setting up|"
    r"deliver|delivering|loop|introduce|connect|run|running|do|doing|visit|visiting|fix|fixing|answer|"
    r"answering|submit|submitting|provide|providing|"
    r"return|reply|respond|revert|come back|go back|speak|talk|discuss|walk|host|organi[sz]e|arrange|"
    r"invite|nudge|show|put together|redo|revise|work|clear|sort|resend|hand|bring|pull)"
)
_OWES = re.compile(
    rf"\b(?P<verb>(?:i'll|i will|i'm going to|i am going to|im gonna|ill|i'm gonna|i need to|i have to|"
    rf"i must|i should|i gotta|gotta|need to|have to|"
    rf"we'll|we will|we need to|we have to|we must|we're going to|we are going to|going to|gonna|must|"
    rf"to ?do:?|todo|action:?|ai:)\s+(?:then |also |now |just |still |quickly )?(?={_DO}\b))|"
    rf"(?:^\W*|[.,;:–-]\s*)(?P<bare>(?:will|shall)\s+)(?={_DO}\b)|"
    r"\b(?P<owe>i owe|i still owe|we owe|owe|owes (?:me|us))\s+|"
    r"\b(?P<label>next steps?(?: (?:is|are|=|will be))?|ns|n/s|nxt step|follow[- ]?up|action item|"
    r"nachster schritt|volgende stap)\s*(?::|=|->|→|-|is|will be)\s*|"
    r"(?:^\W*|[.,;:!–-]\s*|\b(?:then|and|so|i'm|im|i am|we're|we are)\s+)(?P<doing>(?:sending|"
    r"calling|emailing|booking|scheduling|"
    r"meeting|demoing|following up|presenting|chasing|preparing|sharing|drafting|send|call|email|"
    r"follow up|book|schedule|ping|chase|circle back|check in)\b(?! (?:in )?from\b))|"
    rf"\b(?P<they>(?:she|he|they|[a-z]+)(?:'ll| will| to| is going to| are going to|'s going to| owes|"
    rf" promised to| agreed to| needs to| need to| is| are)\s+(?=(?:send|get|come|revert|share|return|"
    rf"reply|respond|give|provide|confirm|introduce|set up|schedule|review|call|email|loop|forward|"
    rf"sending|getting|reviewing|coming|fill|complete|test)\b))|"
    r"\b(?P<wait>waiting (?:for|on)|awaiting|expecting|due:?)\s+"
)
_ONGOING = re.compile(
    r"\W*(?:now |still |just |then )?(?P<doing>(?:sending|calling|emailing|booking|scheduling|"
    r"demoing|following up|"
    r"presenting|chasing|preparing|sharing|drafting)\b)"
)
_EVENT = re.compile(
    r"\b(?:(?:tech(?:nical)?|security|legal|pricing|product|intro|discovery|follow-?up|second|final|"
    r"exec(?:utive)?|joint|onsite|video|weekly|scoping|kick-?off|next|deep dive|live|phone|team|"
    r"contract|commercial|negotiation|procurement) )*"
    r"(?:demo|call|meeting|mtg|workshop|onsite|on-site|session|lunch|coffee|dinner|walkthrough|sync|"
    r"qbr|ebr|presentation|review|kick-?off|deep dive|site visit|visit|readout|check-?in|catch-?up|"
    r"intro|poc start|comments|redlines|feedback|commercials|questionnaire|quote|proposal|offer|"
    r"offerte|angebot|termin|termijn|afspraak|deck|draft|sow|training|webinar|roi)\b"
)
_HELD = re.compile(
    r"\b(?:went|was|were|had|done|happened|held|yesterday|last|met|spoke|talked|said|completed|finished|"
    r"landed|sent|approved|loved|came|returned|arrived|started|joined|cleared|passed|received|wanted)\b"
)
_INTERNAL = re.compile(
    r"\b(?:board|committee|steerco|vote[s]?|voting|decid\w*|decision|town hall|budget (?:meeting|cycle|"
    r"round)|all hands|internal(?:ly)?|discuss(?:es)? (?:it )?with (?:his|her|their))\b"
)
_CLOSING = re.compile(rf"^(?:{CLOSE})\b")
_TRIM = re.compile(
    r"^[\s,.:;!\-–—→>]*(?:(?:and|then|so|but|also|plus|the|a|an|her|him|them|me|us|you)\b[\s,]*)*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,.;:!\-–—→>(@]*(?:\b(?:on|by|at|for|is|are|set|booked|scheduled|due|to|the|and|before|until|"
    r"till|this|w/|in|planned|confirmed|moved|pushed|rescheduled|no later than|latest)\b[\s,.:;]*)*$",
    re.IGNORECASE,
)
_PUSHED = re.compile(
    r"\b(?:push(?:ed|es)?|moved|rescheduled|postponed)(?: (?:us|me|it))?(?: out| back)? to\s+$"
)


_EMPTY = re.compile(
    r"(?:do|call|send|email|ping|text|check|update|get)?(?:\s?(?:do|it|that|this|me|you|so|later|now|soon))*"
)
"""`will do`, `call me`: words to the bot, no step on a record."""
_FELT = re.compile(r"\b(?:good|great|nice|productive|quick|tough|bad|awful|fantastic|solid|weird)\s+$")


@dataclass(frozen=True, slots=True)
class _Step:
    text: str
    start: int
    end: int
    due: DateHit | None
    hedged: bool


def read_next_step(p: Passage) -> list[FieldChange]:
    """The earliest dated step, or the first without a date. Things only considered are hedged."""
    steps = [s for s in _steps(p) if s.text and (s.due or not _EMPTY.fullmatch(fold(s.text)))]
    if not steps:
        return []
    firm = [s for s in steps if not s.hedged]
    dated = sorted((s for s in firm if s.due), key=lambda s: s.due.day if s.due else p.today)
    step = (dated or firm or steps)[0]
    start, end = (step.start, step.end)
    text, whole = _whole_phrase(p, step.text)
    unsure = step.hedged or not whole
    found = [p.change("next_step", text, start, end, hedged=unsure)]
    if step.due:
        due = step.due
        found.append(p.change("next_step_due", due.day, due.start, due.end, hedged=unsure or due.not_before))
    return found


_PAPERS = frozenset({"quote", "proposal", "offer", "deck", "draft", "sow", "offerte", "angebot"})
_MEETINGS = frozenset(
    listed(
        "demo call meeting mtg workshop onsite on-site session lunch coffee dinner walkthrough sync qbr ebr "
        "presentation review kickoff kick-off visit readout check-in catch-up intro training webinar termin"
    )
)
_OPEN_ENDED = re.compile(r"(?:.*\b)?(?:get|come|go) (?:bk|back)")


def _whole_phrase(p: Passage, text: str) -> tuple[str, bool]:
    """A step that reads by itself: `demo` is one with the account, `quote` is to be sent."""
    words = fold(text)
    if _OPEN_ENDED.fullmatch(words):
        return text, False
    if len(words.split()) != 1 or words == "commercials":
        return text, True
    if words in _PAPERS:
        return f"send {text}", True
    if words in _MEETINGS and p.account:
        return f"{text} with {p.account.name}", True
    return text, False


def _steps(p: Passage) -> Iterator[_Step]:
    for clause in p.clauses():
        start, end = max(clause.start, p.start), min(clause.end, p.end)
        step = _owed(p, start, end) or _pushed(p, start, end) or _booked(p, start, end)
        if step and not _INTERNAL.search(p.reading.folded[step.start : step.end]):
            yield step


def _owed(p: Passage, start: int, end: int) -> _Step | None:
    match = _OWES.search(p.reading.folded[start:end]) or _ONGOING.match(_without_names(p, start, end))
    if not match:
        return None
    kind = match.lastgroup or ""
    begin = start + (match.start(kind) if kind in {"doing", "wait", "they"} else match.end())
    due = _due(p, start, end)
    if (
        kind in {"they", "wait"}
        and due is None
        and kind == "they"
        and not re.search(r"\b(?:will|'ll|owes|to|promised)\b", match.group())
    ):
        return None
    said = p.reading.folded[begin:end]
    if (
        _CLOSING.match(said)
        or (kind == "doing" and _HELD.search(said))
        or re.match(r"\s*(?:get|getting) (?:it |this )?(?:signed|closed|done)", said)
    ):
        return None
    text = _text(p, begin, end, due)
    if kind == "owe" and text:
        text = f"send {text}"
    return _Step(text, begin, end, due, is_hedged(p.reading, begin, end))


def _without_names(p: Passage, start: int, end: int) -> str:
    words = p.reading.folded[start:end]
    for a, b in p.names:
        if start <= a and b <= end:
            words = words[: a - start] + " " * (b - a) + words[b - start :]
    return words


def _pushed(p: Passage, start: int, end: int) -> _Step | None:
    """`pushed to Friday for commercials`: the step moved, not the close date."""
    due = _due(p, start, end)
    if not due or not _PUSHED.search(p.reading.folded[start : due.start]):
        return None
    match = re.match(r"\s+for (?:the |a |an )?(?!sure|real|now)", p.reading.folded[due.end : end])
    if not match:
        return None
    begin = due.end + match.end()
    return _Step(_text(p, begin, end, None), begin, end, due, is_hedged(p.reading, begin, end))


def _booked(p: Passage, start: int, end: int) -> _Step | None:
    due = _due(p, start, end)
    event = _EVENT.search(p.reading.folded, start, end)
    if (
        not due
        or not event
        or due.past
        or _is_over(p, event.start(), due, end)
        or _HELD.search(p.reading.folded[start:end])
    ):
        return None
    between = p.reading.folded[min(event.start(), due.start) : max(event.end(), due.end)]
    if re.search(
        r"\b(?:clos\w+|sign\w*|countersign\w*|tekent|unterschr\w+|cd|slip\w*)\b", between
    ) and not re.search(
        r"\b(?:moved|pushed|slipped|booked|shifted|rescheduled|delayed|postponed)\b", between
    ):
        return None
    finish = max(event.end(), due.start) if due.start > event.start() else _phrase_end(p, event.end(), end)
    return _Step(
        _text(p, event.start(), finish, due),
        event.start(),
        finish,
        due,
        (due.day <= p.today and not _LATER.search(p.reading.folded[max(0, due.start - 8) : end]))
        or is_hedged(p.reading, event.start(), event.end()),
    )


_LATER = re.compile(r"\b(?:later|at \d|this (?:afternoon|evening)|tonight|eod|cob|before)\b")


def _is_over(p: Passage, event: int, due: DateHit, end: int) -> bool:
    """`Lunch with Dana today.` and a story after it: it has happened."""
    rest = p.reading.folded[due.end : p.end].strip()
    more = (
        len(p.reading.folded[end : p.end].strip()) > 12
        or bool(_CHEER.search(rest))
        or bool(_FELT.search(p.reading.before(event)))
    )
    return due.day <= p.today and more and not _LATER.search(p.reading.folded[due.start - 8 : end])


_CHEER = re.compile(r"[👍🎉🙌💪🔥😀😊🚀👏👌✅]|\b(?:went|great|good|done|happy|all fine)\b")


def _phrase_end(p: Passage, at: int, end: int) -> int:
    tail = re.match(r"\s+(?:with|to|for|about|on|w/)\s+[\w\s]{1,40}", p.reading.folded[at:end])
    return at + tail.end() if tail else at


def _due(p: Passage, start: int, end: int) -> DateHit | None:
    return next((d for d in p.dates if start <= d.start < end and not d.past and d.day >= p.today), None)


def _text(p: Passage, start: int, end: int, due: DateHit | None) -> str:
    """The words without the date; a date in the middle is cut out."""
    text = p.reading.text
    if due and start <= due.start < end:
        left = _TAIL.sub("", text[start : due.start])
        right = text[due.end : end].strip(" ,.;:!")
        right = right if len(right.split()) <= 6 and left == "" else ""
        said = f"{left} {right}"
    else:
        said = text[start:end]
    said = _FILLERS.sub(" ", said)
    return " ".join(_TRIM.sub("", _TAIL.sub("", said)).split())[:255]


_FILLERS = re.compile(r"\b(?:uh+m?|umm?|erm?)\b", re.IGNORECASE)
