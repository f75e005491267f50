"""What people say around a question: greetings, thanks, excuses, a signature. None of it is searched for."""

from __future__ import annotations

import re

_ADDRESSED = r"(?: (?:there|all|everyone|everybody|team|folks|guys|again|mate))*"
_AROUND = (
    rf"(?:hi+|hey+|heya|hiya|hello|hallo|good (?:morning|afternoon|evening)|greetings){_ADDRESSED}",
    r"(?:i )?hope (?:you|everyone|all)(?:'re|'s| are| is)? (?:doing )?(?:well|good|having a \w+ \w+)",
    r"sorry (?:to (?:bother|bug)(?: you)?|in advance)",
    r"(?:a )?(?:quick|small|silly|dumb|stupid|random) (?:one|question|q|thing)(?! (?:from|for)\b)",
    r"one more (?:thing|question)|last (?:one|question)|me again|long day|by the way|btw|you know|i mean",
    r"if you have a (?:sec|second|minute|moment)",
    r"um+|uh+|erm+|hmm+|ok(?:ay)?|pls|plz|so|basically|anyways?",
    r"(?:please |pls )?(?:tell me|let me know|remind me)(?= (?:how|what|who|where|when|why|which|if)\b)",
    r"(?:could|can|would|will) (?:you|someone|anyone|somebody|u)(?: please| pls)? (?:tell me|let me know|"
    r"remind me)(?= (?:how|what|who|where|when|why|which|if)\b)",
    r"(?:does|do) (?:anyone|anybody|someone|you guys|you|u)(?: here)?(?: happen to)? know(?: if)?",
    r"anyone knows?(?: if)?",
    r"(?:i was|i'm|i am|just) (?:just )?wondering(?: if)?|i wonder(?: if)?",
    r"(?:what )?(?:i'd like|i want|i need|i would like) to (?:know|ask)(?: is| if)?",
)
_BEFORE_A_STOP = (
    r"right|well|look|listen|dear \w+|question|sorry|actually|morning(?: all| team)?|thanks|please"
)
_LEADING = re.compile(
    rf"^\W*(?:(?:(?:{'|'.join(_AROUND)})\b(?![-'’]\w)|(?:{_BEFORE_A_STOP})(?=\s*[,:!;–—]))[\s,.:;!…)–—-]*)+"
    r"(?:but\b)?\s*",
    re.IGNORECASE,
)
_THANKS = (
    r"(?:many |much )?(?:thanks|thank you|thx|tnx|tia|cheers)"
    r"(?: (?:a (?:lot|ton|million)|so much|very much|in advance|again|all|team|folks|everyone|guys))*"
)
_TRAILING = re.compile(
    rf"(?P<stop>[\s,.;!?–—-]+)(?:{_THANKS}|please|pls|plz|much appreciated)[\s!.:;)(]*$", re.IGNORECASE
)
_MENTION = re.compile(r"(?<!\S)@[\w.-]+[,:]?\s*")
_SIGNATURE = re.compile(
    r"\n\s*(?:--+[ \t]*$|sent from my |(?:(?:best |kind |warm )?(?:regards|wishes)|best|cheers),?[ \t]*$).*",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)


def without_pleasantries(text: str) -> str:
    """The text itself where nothing would be left."""
    bare = _LEADING.sub("", _MENTION.sub("", _SIGNATURE.sub("", text)))
    bare = _TRAILING.sub(lambda end: "?" if "?" in end["stop"] else "", bare).strip()
    return bare if any(c.isalnum() for c in bare) else text
