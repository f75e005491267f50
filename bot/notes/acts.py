"""Whether a message only answers a card: takes it back, drops it or agrees to it.

Agreeing writes, so each of its words must be known to agree. Dropping and undoing write nothing new: there an
act counts when nothing beside it tells news of a customer or a value."""

from __future__ import annotations

import re
from typing import Literal

from bot.notes.vocabulary import listed

Act = Literal["confirm", "cancel", "undo"]

_THAT = (
    r"(?:it|that|this|them|these|those|everything|the (?:same|last|entry|change|update|note|card|save|draft)"
    r"(?: (?:change|one|entry|save|update|thing|note))?)"
)
_UNDO = re.compile(
    rf"\b(?:undo(?:ing)?|un-?do|revert(?:ing)?|roll(?:ing)? ?(?:{_THAT} )?back|reverse|restore|unsave|"
    rf"(?:take|put|change|set|turn|switch|move) {_THAT} (?:back|off|out)|(?:put|change|set|turn) "
    rf".{{0,30}}?\bback to "
    r"(?:what|how|where) it was|ctrl[ -+]?z|ruckgangig|zuruck(?:setzen|nehmen|drehen)?|mach das weg|ongedaan|"
    r"terugdraaien|wapas)\b"
)
_DROP = re.compile(
    rf"\b(?:cancel(?:ling)?|discard|never ?mind|nvm|(?:forget|ignore|scrap|scratch|bin|delete|remove|drop|"
    rf"abort|"
    rf"throw|chuck|leave|skip|dump|kill|lose|wipe)(?: about)? (?:{_THAT}|one|last|me)|abort|"
    r"(?:don'?t|do not|not|never)(?: actually)? (?:sav(?:e|ing)|log(?:ging)?|writ(?:e|ing)|do(?:ing)? "
    r"(?:it|that)|"
    r"bother|updat(?:e|ing)|want(?:ing)? (?:it|that|this))|no need|hold off|"
    r"verwerfen|abbrechen|lass (?:es|mal|das|gut sein)|annuleer|laat maar|vergiss (?:es|das)|neither|"
    r"none(?: of (?:them|those|these))?|rehne do|mat karo)\b"
)
_BARE_NO = frozenset(listed("no nope nah n nein nee nahi 2 stop skip cancel ❌ ✖ 🚫 👎 not now thanks none"))
_NEWS = re.compile(
    r"\b(?:they|she|he|his|her|their|we|we're|customer|client|demo|call|meeting|pilot|trial|quote|proposal|"
    r"contract|"
    r"visit|workshop|poc|budget|price|pricing|discount|renewal|send|sent|email|meet|schedule|book|ask|tell|"
    r"team|will(?!\W*do )|"
    r"need|must|wants?|said|says|but|except|only|damage|why|how come|until|till|"
    r"tomorrow|today|"
    r"next)\b|\d{2}|%"
)
_OF_CARD = re.compile(r"\bback to (?:how|what|where) it was\b|\bhow it was\b|\b(?:last|wrong) \w+")
_LATER = re.compile(
    r"\b(?:i(?:'ll| will)|let me) (?:come|get|go) back\b(?: to (?:you|this|that|it))?"
    r"(?: (?:on|about) (?:this|that|it))?"
)
_AROUND = frozenset(
    listed(
        "actually sorry oh wait please pls plz kindly hmm ok okay um uh ah ugh damn hey oops ta thanks "
        "thank you "
        "cheers mate just then for now all it that it's that's this them those these the one ones both of "
        "my bad "
        "wrong deal opp account mistake was is were meant not didn't did i i've shouldn't have saved "
        "saving should "
        "bitte danke mal doch das es alles wieder machen mach nimm ach falsch so jetzt den die der ganze "
        "can could "
        "would let's lets yeah yes well last change update save everything what card draft note entry "
        "anything "
        "either at later myself another time i'll ill ll do have one day sometime "
        "again no nah nope nein and again in out yet to as be accidentally quickly right away same 🙏 😅 "
        "🙈 s"
    )
)
_AGREES = frozenset(
    listed(
        "1 y ya yes yep yup yeah yess yea aye ok okay k kk save saved saving correct confirm confirmed "
        "confirming "
        "sure perfect right exactly good great fine approved agreed ja jawohl jep passt haan han ha theek "
        "sahi "
        "bilkul klopt prima akkoord lgtm done go do ship lovely brilliant super spot bang absolutely "
        "definitely "
        "sounds works proceed affirmative accept richtig genau korrekt stimmt gut speichern abspeichern "
        "sichern top "
        "ideal jo joa 👍 ✅ ✔ ☑ 👌 💯 🆗 yes!"
    )
)
_BESIDE = frozenset(
    listed(
        "ahead one me gerne it that that's thats this the them both all one same please pls plz kindly "
        "thanks "
        "thx thank "
        "you ta "
        "cheers mate looks look is so its it's send book log write fire update on for me by with then to "
        "up away "
        "hit press click crack make everything cool nice awesome dann danke bitte es das alles einfach mal "
        "mach "
        "gerne me ji hai kar karo do sir madam yaar dear bot hey ah oh well very much 🙏 🎉 👏 🙌 "
        "indeed be happy am i'm just now great"
    )
)
_WEAK = frozenset(listed("do good great fine"))
"""Agree only beside another word that agrees, or as a whole answer."""
_MARKS = re.compile("[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f\u200d]")


def plain(said: str) -> str:
    """Emoji as words of their own, without skin tones and variation marks."""
    return re.sub(r"([\u2190-\U0010ffff])", r" \1 ", _MARKS.sub("", said)).strip()


def act_of(said: str, *, pending: bool, applied: bool, news: bool) -> Act | None:
    """What the folded words answer. `news`: they hold a value or name somebody that the card does not."""
    words = [w for w in (w.strip(".,!?;:-–'\"") for w in plain(said).split()) if w]
    if not words or len(words) > 14 or _is_question(said):
        return None
    if not news and _takes_back(said, words, _UNDO):
        return "undo"
    if _refuses(words) or (not news and _takes_back(said, words, _DROP)):
        return "cancel" if pending else "undo" if applied and not _refuses(words) else None
    return "confirm" if pending and (agrees(said) or (not news and _orders_saving(said))) else None


def _orders_saving(said: str) -> bool:
    """`that's it now, save it`: the order itself is said, and nothing that puts it off or adds to it."""
    return bool(_SAVE_IT.search(said)) and not (_PUT_OFF.search(said) or _NEWS.search(said) or "?" in said)


_SAVE_IT = re.compile(
    r"\b(?:save|log|submit|file|store|speicher\w*|sichere) (?:it|that|this|them|both|all|das|es|alles)\b"
)
_PUT_OFF = re.compile(
    r"\b(?:not|don'?t|do not|never|no|wait|before|after|until|till|when|once|if|first|later|why|did|was|"
    r"under|instead|"
    r"nicht|noch|erst|wenn|or)\b|\w+n't\b"
)


def _is_question(said: str) -> bool:
    """An order may be put as a question."""
    return "?" in said and not re.match(
        r"\W*(?:(?:ok|sorry|oops|oh)\W+)*(?:can|could|would|will) (?:you|u|we)\b", said
    )


def _takes_back(said: str, words: list[str], act: re.Pattern[str]) -> bool:
    rest, acts = act.subn(" ", _LATER.sub(" ", said))
    if not acts or _NEWS.search(_OF_CARD.sub(" ", rest)):
        return False
    left = [w for w in (w.strip(".,!?;:-–'\"") for w in plain(rest).split()) if w and w not in _AROUND]
    return len(left) <= 2


def _refuses(words: list[str]) -> bool:
    """`no` and politeness; `no budget` says something else."""
    return bool(_BARE_NO & set(words) - {"now", "thanks", "not"}) and all(
        w in _BARE_NO | _AROUND for w in words
    )


def agrees(said: str) -> bool:
    """Every word is one of consent or goes along with it."""
    words = [w for w in (w.strip(".,!;:-–'\"") for w in plain(said).split()) if w]
    if "one" in words and "the" not in words:
        return False
    core = [w for w in words if w in _AGREES or words[-2:] == ["the", "one"]]
    if not core or len(words) > 8 or "?" in said or not all(w in _AGREES | _BESIDE for w in words):
        return False
    return any(w not in _WEAK for w in core) or len(words) <= 4
