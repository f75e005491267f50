"""What someone says to the coach, told apart from everything else. Pure; when in doubt it is not coaching."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Verb: TypeAlias = Literal[
    "coach", "accept", "decline", "plan", "stop", "pause", "resume", "coached", "next", "team",
    "tried", "out", "back", "remind", "reminders", "cancel_reminder", "practise", "why", "done", "snooze",
    "not_relevant", "watch", "wrong_day", "wrong_topic", "more",
    "drivers", "pilot", "poll", "launch", "retire", "digest", "no_digest", "completed",
]  # fmt: skip
NEEDS_SOMETHING_OPEN: frozenset[Verb] = frozenset(
    {
        "accept",
        "decline",
        "why",
        "done",
        "snooze",
        "not_relevant",
        "pause",
        "resume",
        "stop",
        "back",
        "wrong_day",
        "wrong_topic",
        "more",
    }
)
"""Words that mean coaching only to someone who has a plan, a proposal or a nudge to say them about."""


@dataclass(frozen=True, slots=True)
class Ask:
    verb: Verb
    name: str = ""
    driver: str = ""
    rest: str = ""


_WHAT_IS = r"what(?:'s|’s|s|\sis)"
_SELLERS = r"(?:reps?|people|sellers?|team|colleagues|everyone)"
_OWN_WORK = r"(?:logs?|logged|logging|practi[sc]e[sd]?|practi[sc]ing|replie[sd]|responds?)"
_LITTLE = r"(?:least|most|fewest|never|not|hasn['’]?t|doesn['’]?t|didn['’]?t|isn['’]?t|less|more|worst|best)"
_PLAN = r"(?: (?:coaching|(?:my|the|our) (?:coaching )?plan))?"
_WITH = r"(?: (?:with|about|for) (?P<name>(?!a week).+?))?"
_WHOSE = r"(?: (?:with |of |for )?(?P<name>.+?))?"
_TEAM = r"(?:with|for|in) (?:(?P<name>my|our|the|.+?)(?:['’]s|s['’])? team)"
_DOING = (
    r"(?:do|doing|done|get on|getting on|come along|coming along)(?: so far)?"
    r"(?: (?:on|with|in|at) (?P<driver>.+))?"
)
_OVER = r"(?:complete[sd]?|finish(?:ed)?)"
_DROP = r"(?:please )?(?:cancel|delete|remove|drop)"
_PATTERNS: tuple[tuple[Verb, str], ...] = (
    ("coached", r"(?:i(?:'ve|’ve| have)? )?coached (?P<name>.+?) (?:on|in|about) (?P<rest>.+)"),
    ("practise", r"(?:please )?coach me (?:on|in) (?P<driver>.+)"),
    ("coach", r"(?:please |let me |i(?: want|'d like|’d like) to )?(?:start )?coach(?:ing)? "
              r"(?P<name>.+?) (?:on|in|about) (?P<driver>.+)"),
    ("accept", r"(?:yes,? )?(?:i )?accept(?: (?:it|the plan|the coaching|coaching))?|i(?:'m|’m| am) in"),
    ("decline", r"(?:i )?decline(?: (?:it|the plan))?|not now|no,? not now|no,? thanks"),
    ("plan", r"(?:show )?(?:me )?(?:my |our |the )?(?:coaching )?plans?"),
    ("stop", r"(?:please )?(?:stop|end) (?:coaching|(?:my|the|our) (?:coaching )?plan)" + _WHOSE),
    ("stop", r"(?:please )?stop"),
    ("pause", "pause" + _PLAN + _WHOSE),
    ("resume", "resume" + _PLAN + _WHOSE),
    ("next", rf"{_WHAT_IS} (?:up )?next (?:with|for) (?P<name>.+)"),
    ("team", rf"how (?:is|are|was|did|has|have) (?:my |the )?(?:team|reps?) {_DOING}"),
    ("team", rf"how (?:is|are|was|did|has|have) (?P<name>[^,]+?)(?:['’]s|s['’]) team {_DOING}"),
    ("out", r"(?:i(?:'m|’m| am|'ll be|’ll be| will be) )?(?:out(?: of (?:the )?office)?|away|off|on (?:leave"
            r"|vacation|holiday|pto)) (?P<rest>(?:until|till|til|through|thru|from|next week|today|tomorrow"
            r"|on )(?:.*))"),
    ("back", r"(?:i(?:'m|’m|m| am) )?back(?: (?:now|today|already|early|again|at work"
             r"|in the office|from (?:leave|vacation|holiday|pto)))*"),
    ("reminders", r"(?:please )?(?:show (?:me )?|list |what are )?my reminders"),
    ("cancel_reminder", rf"{_DROP} (?:my |the |that |this )?(?P<rest>last|latest|newest) reminder"),
    ("cancel_reminder", rf"{_DROP} (?:my |the |that |this )?reminders?"
                        r"(?: (?:(?:to|about|for|on) )?(?P<rest>.+))?"),
    ("cancel_reminder", r"(?:please )?(?:don['’]?t|do not|stop) remind(?:ing)? me"
                        r"(?: (?:(?:to|about|of) )?(?P<rest>.+))?"),
    ("remind", r"(?:please |can you |could you )?remind me "
               r"(?P<rest>(?!(?:what|how|who|whose|which|where|why|again|later)\b).+)"),
    ("practise", r"(?:let me |let['’]?s |i(?: want to|'d like to|’d like to) )?practi[sc]e"
                 r"(?: (?:it|this|that|now|my plan))?|coach me"),
    ("practise", r"(?:let me |i(?: want|'d like|’d like) to )?practi[sc]e (?P<driver>.+)"),
    ("why", r"why(?: this| now| me| did (?:i get|you send).*)?"),
    ("done", rf"(?:i(?:'m|’m| am) )?(?:done|did it|did that){_WITH}"),
    ("snooze", rf"snooze(?: (?:it|this|that))?{_WITH}"
               r"(?: (?:until |till |to |for )?(?P<rest>tomorrow|next week|a week))?|later"),
    ("not_relevant", rf"(?:(?:this|that|it)(?: is|['’]s) )?not relevant{_WITH}"),
    ("wrong_day", r"(?:it(?:'s|’s| is) the )?wrong day"),
    ("wrong_topic", r"(?:it(?:'s|’s| is) the )?wrong topic"),
    ("more", rf"(?:add |let us add |let['’]?s add )?(?:30|thirty) more days{_WITH}"),
    ("drivers", r"(?:show |list )?(?:me )?(?:the |our |all )?(?:performance )?drivers|"
                r"(?:which|what) drivers?\b.*"),
    ("pilot", r"(?:please )?(?:start (?:a |the )?)?pilot(?:ing)? (?:of |on )?"
              rf"(?P<driver>.+?) {_TEAM}"),
    ("poll", r"(?:please )?(?:ask|poll) (?P<name>my|our|the|.+?)(?:['’]s|s['’])? (?:team|sellers) "
             r"(?:about|on) (?P<driver>.+)"),
    ("launch", rf"(?:please )?launch (?P<driver>.+?) {_TEAM}"
               r"(?:,? (?:anyway|all the same|without (?:a |the |their )?verdict)[,:]? ?"
               r"(?:because|as|since)? ?(?P<rest>.*))?"),
    ("retire", rf"(?:please )?retire (?P<driver>.+?)(?: {_TEAM})?"),
    ("completed", r"(?:please )?(?:how many|what share of|which) (?:of (?:the |our )?)?(?:coaching )?plans "
                  rf"(?:(?:were|are|have been|got|did) )?{_OVER}.*|"
                  rf"(?:show (?:me )?)?(?:the )?(?:coaching )?(?:plans {_OVER}|{_OVER} plans|plan completion)"
                  r"(?: (?:by|per|in|of|for) .+)?"),
    ("no_digest", r"(?:please )?(?:mute|stop|end|turn off|no) (?:the |my )?(?:weekly )?(?:team )?digest"),
    ("digest", r"(?:please )?(?:unmute|start|resume|turn on|show)? ?(?:me )?(?:the |my )?"
               r"(?:weekly )?(?:team )?digest(?: again)?"),
    ("watch", rf"who(?: of my)?\b.*\b{_OWN_WORK}\b.*\b{_LITTLE}\b.*|who\b.*\b{_LITTLE}\b.*\b{_OWN_WORK}\b.*"),
    ("watch", r"who\b.*\b(?:use|uses|used|using|ask|asks|asked|talks to)\b.*"
              r"\b(?:you|bot|cornerman|this tool)\b.*"),
    ("watch", rf"which (?:of )?(?:my |the )?{_SELLERS}\b.*\b(?:{_OWN_WORK}|uses?|used|asks?|asked)\b.*"),
    ("watch", rf"who(?:'s|’s| is| are) (?:my |the )?(?:best|worst|laziest|weakest|least active|most active)"
              rf" {_SELLERS}.*"),
    ("watch", rf"(?:please )?(?:rank|compare|score) (?:all )?(?:my |the |our )?{_SELLERS}\b.*"),
    ("watch", r".*\b(?:leaderboard|league table)\b.*"),
)  # fmt: skip
_COMPILED = tuple((verb, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for verb, pattern in _PATTERNS)
LONGEST = 300


def understood(text: str) -> Ask | None:
    """What `text` asks of the coach, or None. Words of `NEEDS_SOMETHING_OPEN` are only a guess."""
    said = text.strip().rstrip("?!. ")
    if not said or len(said) > LONGEST:
        return None
    for verb, pattern in _COMPILED:
        match = pattern.fullmatch(said)
        if match:
            found = match.groupdict()
            return Ask(verb, *((found.get(name) or "").strip() for name in ("name", "driver", "rest")))
    return None
