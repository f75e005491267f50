"""What a message wants, judged before anything is read out of it. Rules for now; another judge (a classifier
over embeddings) can add its votes to `Evidence` without changing who calls this."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.notes.clauses import WRITE_ORDER, Clause, Reading
from bot.notes.model import Intent


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the words hold beside their wording. `facts`: a stated value that could be written;
    `named`: a record of the book is named; `stranger`: an unknown company is presented as a prospect;
    `talking`: a card or record is being talked about."""

    named: bool = False
    facts: bool = False
    mentions: bool = False
    stranger: bool = False
    talking: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    intent: Intent
    secondary: Intent | None = None
    confidence: float = 1.0


_COACHING = re.compile(
    r"\bcoach(?:ing|es|ed)?\b|\brole[- ]?play|\b(?:practi[cs]e|practi[cs]ing|rehearse|"
    r"drill)\b(?! (?:manager|director|lead|head))|\bnudges?\b|\bremind me (?:to|on|at|tomorrow|next|in|"
    r"about|that i|every)\b|"
    r"\b(?:my|the|his|her|their|\w+'s) (?:coaching|development|60[- ]day|learning|skill) plan\b|"
    r"\b(?:pause|resume|stop|start|snooze|skip|extend|end|show|what's|whats)\b.{0,30}\b(?:coaching|"
    r"nudges?|driver|drivers|development plan|plan (?:for|with) [a-z]+)\b|"
    r"\b(?:1:1|1-1|one[- ]on[- ]one|one-to-one)s?\b.{0,40}\b(?:with|agenda|prep|for|note|log)\b|"
    r"\b(?:prep|agenda|log|note)\b.{0,30}\b(?:1:1|1-1|one[- ]on[- ]one)|\b(?:which|who) of my (?:reps|"
    r"team|sellers|people)\b|\bmy (?:reps|team)(?:'s)? (?:activity|notes|performance|skills?)\b|"
    r"\bquiz me\b|\btest me\b|\bmock (?:call|demo|pitch|discovery)|\bhow (?:am i|is \w+) doing on\b|"
    r"\b(?:give|gave) \w+ feedback\b|\bfeedback (?:for|to) (?:my rep|[a-z]+ (?:on|about) (?:her|his|"
    r"their) (?:call|demo|discovery))|\bday \d+ of 60\b|"
    r"\bobservations?\b|\bobserved \w+(?:'s)?\b|\b(?:let me|i want to|can i|want to|wanna) (?:try|run|pitch|"
    r"practi[cs]e) (?:my|a|the) (?:pitch|discovery|demo|opening|objection)|\b(?:log|"
    r"record) (?:a )?(?:coaching|observation)\b|\bwhat should i (?:coach|work on|practi[cs]e)"
)
_REMINDER = re.compile(
    r"^\W*(?:(?:hey|ok|pls|please|can you|could you)[\s,]+)*remind me (?:to|on|at|"
    r"in|tomorrow|next|about)\b"
)
_INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:instructions?|rules?|prompts?|"
    r"polic(?:y|ies)|guidelines|guardrails|everything (?:above|before)|previous|prior)\b|"
    r"\bsystem prompt\b|\byou are now\b|\bpretend (?:you are|to be)\b|\bact as (?:an? )?(?:admin|root|"
    r"developer|dan)\b|\bdeveloper mode\b|\bjailbreak|"
    r"\b(?:set|change|update|make|mark|move|delete|zero|wipe|reset|close|drop)\b.{0,20}\b(?:every|all|"
    r"each)\b.{0,30}\b(?:amounts?|deals?|opportunit\w*|opps?|records?|stages?|accounts?|pipeline)\b|"
    r"<\s*/?\s*(?:system|admin|script|instruction)|\[\s*(?:system|admin|inst)\b|^\s*(?:system|admin|"
    r"root|assistant)\s*:|"
    r"\b(?:drop|delete|truncate) (?:table|from|database)\b|\b(?:reveal|print|show|dump|export|list|"
    r"give)\b.{0,30}\b(?:secrets?|api keys?|tokens?|passwords?|credentials|config(?:uration)?)\b|"
    r"\bsudo\b|\brm -rf\b",
    re.MULTILINE,
)
_DRAFTING = re.compile(
    r"^\W*(?:please |pls |can you |could you |help me |hey |quickly )*(?:write|draft|compose|rewrite|"
    r"translate|summari[sz]e this|proofread|generate|polish|shorten|make me a|"
    r"create a)\b(?!.{0,12}\b(?:it|that|this) (?:down|up|to)\b)"
)
_ADMIN = re.compile(
    r"\b(?:reset|forgot|change|unlock)\b.{0,16}\b(?:my |the )?(?:password|login|2fa|mfa|pin|account|"
    r"e-?mail address)\b|\b(?:add|remove|invite) \w+ to (?:the )?(?:channel|workspace|slack|team|crm|"
    r"salesforce|bot)\b|\bgive \w+ access\b|\b(?:i )?need access\b|"
    r"\bpermissions?\b.{0,20}\b(?:crm|salesforce|hubspot|bot)\b|\blog (?:me )?(?:in|out)\b|\b(?:change|"
    r"set|update) my (?:language|time ?zone|locale|notifications?|email|name|profile)\b|\b(?:weather|"
    r"joke|recipe|football|soccer|movie|song|poem|lunch menu|horoscope|stock price|bitcoin|lottery)\b|"
    r"\b(?:expenses?|expense report|holiday request|pto request|payslip|parking|printer|vpn|"
    r"wifi)\b.{0,30}\b(?:submit|file|approve|how|where|broken|down|form)?|\b(?:reassign|"
    r"transfer) (?:my |the |all |this )?(?:accounts?|territory|book)\b|\bbook (?:me )?(?:a )?(?:flight|"
    r"hotel|room|taxi|table)\b"
)
_LOOKUP = re.compile(
    r"^\W*(?:(?:hey|hi|so|ok|and|quick(?: one| q(?:uestion)?)?|remind me|tell me|can you|could you|"
    r"please|pls|show me|give me|check|just)[\s,:]+)*(?:"
    r"(?:what(?:'s| is|s| are| was)?|when(?:'s| is| does| do| did| will| was)?|who(?:'s| is)?|"
    r"how (?:much|big|old|many|long)(?: is| are)?|where(?:'s| is| are)?|which|is|are|does|do|did|has|"
    r"have)\b.*"
    r"(?:\b(?:stage|amount|close date|closing date|next steps?|owner|owns?|pipeline|forecast|value|"
    r"seats? (?:do|does|on|in)|contacts? (?:at|on|for|do)|champion (?:at|on|for)|economic buyer (?:at|"
    r"on|for)|last (?:touch|note|activity|contact|update|call|meeting|spoke)|status|probability|"
    r"competitors? (?:on|at|in|for)|deals?|opps?|opportunit(?:y|ies)|quota|attainment|on the books|"
    r"in (?:the )?crm|evidence|verifiers?)\b|^)|"
    r"(?:prep|prepare me for|brief(?: me)?(?: on| for)?|briefing|status(?: of| on)?|pull up|look ?up|"
    r"show|list|open|find|get|display|summary of|summari[sz]e|recap|focus|history(?: of| on| for)?|"
    r"strategi[sz]e|my (?:pipeline|deals|opps|opportunities|data|forecast))\b)"
)
_ABOUT_RECORD = re.compile(
    r"^\W*(?:(?:hey|so|ok|and|remind me|tell me|quick one|quick|btw)[\s,:]+)*(?:when (?:does|do|is|"
    r"will|did|are|was)|when's|how much (?:is|was|are|did)|how big|how many|where (?:are we|"
    r"do we stand|is|did we)|where's|who(?:'s| is| are| else| do i know| do we know| owns| did| was| signs|"
    r" has)|what(?:'s| is| was| are|s)? (?:the |our )?(?:latest|status|stage|amount|value|close|next|"
    r"last|going on|happening|up with|size|number)|what did|"
    r"what stage|which stage|what amount|what do (?:we|i) (?:have|know) (?:on|about)|what's left|"
    r"anything (?:new|on|from)|is it true|did (?:i|we|they|she|he)|do (?:we|i) (?:have|know)|"
    r"have (?:we|i|they)|has|is|does|are|was|any (?:news|update|movement))\b"
)
_LOOKUP_NOUN = re.compile(
    r"\b(?:my (?:pipeline|forecast|deals|opps|opportunities|open|quota|number|book)|pipeline|"
    r"closing (?:this|next|in)|due this|overdue|stale|which (?:deals|opps|opportunities|accounts|"
    r"of my (?:deals|opps|accounts))|what (?:deals|opps)|how many (?:deals|opps|opportunities)|"
    r"list (?:my|all|the)|biggest deals?|deals? (?:are|do i|closing|in|over|above|without|that))\b"
)
_KNOWLEDGE = re.compile(
    r"\b(?:do we (?:support|offer|have an?|integrate|sell|do|allow|provide|ship|run|comply|hold)|"
    r"can we (?:offer|do|give|sell|match|share|discount|say|promise|use)|are we|is our|does our|do our|"
    r"does it|does the product|our (?:policy|pricing|price|sla|security|roadmap|dpa|msa|terms|discount|"
    r"plan|plans|product|payment|competit\w*|battlecard|pitch|case stud\w*|docs?|soc ?2|iso|certif\w*|"
    r"refund|trial|free|uptime|data|encryption|api|integrations?)|"
    r"battle ?card|one-?liner|talk track|case stud(?:y|ies)|objection|discount (?:policy|can|"
    r"authority|approval)|compliant|"
    r"compliance|gdpr|hipaa|soc ?2|iso ?\d+|fedramp|pci|sso|saml|scim|encrypt\w*|sla\b|certif\w*|"
    r"data resid\w*|differ(?:ence|ent|s|entiat\w*)|compare[ds]?|vs|versus|roadmap|policy|best practice|"
    r"what do i (?:say|tell|answer|reply|do)|how (?:do|should|can|would|to|could) (?:i|we|you|one)?|"
    r"what should i|why (?:should|do|does|are|is)|advice|tips?|template|playbook|pitch|positioning|"
    r"reference (?:customer|in|for)|example[s]?|payment terms|list price|pricing|price list|expensive|"
    r"pushback|respond)\b"
)
_ASKING = re.compile(
    r"^\W*(?:(?:hey|hi|hello|so|ok|and|but|quick(?: one| q(?:uestion)?)?|question|btw|also|um|uh|well|"
    r"sorry|pls|please|team|all|anyone know|does anyone know|any idea|any clue|just wondering|"
    r"wondering|curious|fyi)[\s,:\-–]+)*"
    r"(?:what(?:'s|s)?|when(?:'s)?|where(?:'s)?|who(?:'s)?|whom|whose|which|why|how(?:'s)?|can (?:i|we|"
    r"you|they|someone|u)|could (?:i|we|you|they)|should (?:i|we)|do (?:we|i|you|they)|does|"
    r"did (?:i|we|you|they|she|he|it|anyone|someone)|"
    r"is (?!out|now|at|in|dead|gone|won|lost|signed)|are (?:we|they|there|you|our)|am i|will (?:we|it|"
    r"they)|would (?:it|you|we)|have we|has anyone|anyone|any (?:tips|advice|idea|case|good|update|"
    r"news|reference|example|customer)|tell me|explain|help me|remind me (?:what|how|who|when|why|"
    r"which|of)|need (?:help|advice|a case|the|an? (?:answer|battlecard|one-pager|reference))|"
    r"looking for|got (?:a|any)|wie|was (?:ist|sind|kostet|sag)|wer|wo|warum|welche|hoe|wat|waar|"
    r"waarom|kann ich|kan ik|mag ik|gibt es)\b"
)
_REPORTED = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|want(?:s|ed|ing)? to know|wonder(?:s|ed|ing)?|curious|is asking|"
    r"question(?:s|ed)?|query|says?|say|said|claims?|thinks?|worried|concern\w*|push(?:es|ing|"
    r"ed)? back|object\w*|raised|complain\w*|heard|told me|tells? me)\b"
)
_SMALLTALK = re.compile(
    r"^\W*(?:hi|hey|hello|yo|hiya|howdy|morning|good (?:morning|afternoon|evening|night|one|job|stuff)|"
    r"gm|thanks?|thank you|thx|ty|tysm|cheers|merci|danke|bedankt|dhanyavaad|shukriya|lol|lmao|haha\w*|"
    r"hehe|ha|ok(?:ay)?|k|kk|cool|nice|great|awesome|perfect|sweet|wow|omg|ugh|phew|yay|woo\w*|"
    r"congrats|welcome|bye|see (?:you|ya)|cya|ttyl|brb|good to know|got it|gotcha|understood|noted|"
    r"sure|yep|yes|yeah|no|nope|nah|np|no worries|happy (?:friday|monday)|tgif|you rock|"
    r"you're (?:the best|great|awesome)|love (?:it|this|you)|well done|sorry|oops|never ?mind|"
    r"how are you|what's up|whats up|wassup|sup|test(?:ing)?|hmm+|mm+|coffee|need coffee|long day|"
    r"what a (?:day|week|call|mess)|hooray|moin|servus|hoi|namaste)\b"
)
_FEELING = re.compile(
    r"\b(?:lol|lmao|haha\w*|hehe|omg|ugh|train ?wreck|exhausted|tired|knackered|weekend|coffee|beer|"
    r"brutal|wild|crazy|so happy|so tired|long day|can't believe|what a|monday blues|friday feeling|"
    r"love this bot|you rock|legend|hungry|holiday|vacation|birthday|happy|funny|hilarious|nightmare|"
    r"joke|kidding|jk|thank you|thanks)\b"
)
_JOKING = re.compile(r"\b(?:lol|lmao|rofl|haha\w*|hehe|jk|kidding|hilarious|funny|joke)\b|[😂🤣🙈😜🤪]")
_NOTEWORTHY = re.compile(
    r"\b(?:deal|opp|call(?:ed)?|met|meeting|demo|email(?:ed)?|budget|stage|clos\w+|sign\w*|contract|"
    r"proposal|quote|discount|legal|procurement|security|champion|want[s]?|need[s]?|asked|asking|said|"
    r"says|update|sent|send|spoke|talked|interested|moved|renewal|pilot|poc|seats?|price|pricing|"
    r"waiting|pushed|approved|confirmed|decision|timeline|competitor|stakeholder|follow|next step|out|"
    r"back|left|joined|no update|nothing new|going|looking|went|delayed|stuck|quiet|dark|happy|likes?|"
    r"loves?|hates?|concern\w*|risk|blocked|on hold|late|review\w*|evaluat\w*)\b"
)


def judge(reading: Reading, evidence: Evidence) -> Judgement:
    """The intent, and a second one when the message also asks something."""
    folded = reading.folded.strip()
    if not any(ch.isalnum() for ch in folded):
        return Judgement("smalltalk", confidence=0.9)
    if _INJECTION.search(folded) and not (evidence.facts and _injection_is_quoted(reading)):
        return Judgement("other")
    if _REMINDER.search(folded) or (_COACHING.search(folded) and not (evidence.facts and evidence.named)):
        return Judgement("coaching")
    return _by_form(reading, evidence, folded)


def _injection_is_quoted(reading: Reading) -> bool:
    match = _INJECTION.search(reading.folded)
    return bool(match and reading.in_quotes(match.start()))


def _by_form(reading: Reading, evidence: Evidence, folded: str) -> Judgement:
    if WRITE_ORDER.search(folded) and (
        evidence.named or evidence.facts or evidence.talking or evidence.stranger
    ):
        return Judgement("crm_update", _asked(reading, evidence))
    if not (evidence.facts and evidence.named) and (_DRAFTING.search(folded) or _ADMIN.search(folded)):
        return Judgement("other", confidence=0.8)
    asked = _asked(reading, evidence)
    if asked:
        states = (evidence.facts and (evidence.named or evidence.talking or evidence.stranger)) or (
            evidence.named and _answers_itself(reading)
        )
        return Judgement("crm_update", asked) if states and not _only_asks(reading) else Judgement(asked)
    return _told(evidence, folded)


_SELF_ANSWER = re.compile(r"^\W*(?:not yet|no\b|nope|nah|yes\b|yep|still\b|not really|sadly)")


def _answers_itself(reading: Reading) -> bool:
    """`Acme signed? not yet` tells; it does not ask."""
    sentences = _sentences(reading)
    return any(
        asked and not later_asked and _SELF_ANSWER.search(later)
        for (_, asked), (later, later_asked) in pairwise(sentences)
    )


def _told(evidence: Evidence, folded: str) -> Judgement:
    if evidence.named:
        casual = _JOKING.search(folded) and not _NOTEWORTHY.search(folded)
        if casual and not evidence.mentions:
            return Judgement("smalltalk", confidence=0.6)
        return Judgement("crm_update")
    if evidence.stranger or evidence.facts or (evidence.talking and evidence.mentions):
        return Judgement("crm_update", confidence=0.8)
    if _SMALLTALK.search(folded) or _FEELING.search(folded):
        return Judgement("smalltalk")
    if _KNOWLEDGE.search(folded) and not evidence.mentions:
        return Judgement("question", confidence=0.6)
    if evidence.mentions or _NOTEWORTHY.search(folded):
        return Judgement("crm_update" if evidence.mentions else "smalltalk", confidence=0.5)
    return Judgement("question" if _KNOWLEDGE.search(folded) else "other", confidence=0.5)


def _sentences(reading: Reading) -> list[tuple[str, bool]]:
    spans: dict[int, list[Clause]] = {}
    for clause in reading.clauses:
        spans.setdefault(clause.opening, []).append(clause)
    return [
        (reading.folded[opening : clauses[-1].closing].strip(), any(c.asked for c in clauses))
        for opening, clauses in spans.items()
    ]


def _asked(reading: Reading, evidence: Evidence) -> Intent | None:
    """What the asking sentences want: a value read back, or knowledge. None when nothing is asked."""
    found: list[Intent] = []
    for sentence, marked in _sentences(reading):
        if WRITE_ORDER.search(sentence):
            tail = re.search(
                r"\b(?:and|also|then)\s+(?:tell me|what|how|when|who|do we|can we|remind me|explain|"
                r"let me know|send me|give me|show me)\b.*",
                sentence,
            )
            if tail:
                found.append(_kind_of_question(tail.group(), evidence))
            continue
        if marked or _ASKING.search(sentence) or (_LOOKUP.search(sentence) and _is_command(sentence)):
            found.append(_kind_of_question(sentence, evidence))
    return found[-1] if found else None


_COMMAND = re.compile(
    r"^\W*(?:(?:hey|ok|please|pls|can you|show me|give me)[\s,]+)*(?:prep(?:are me for)?|"
    r"brief(?: me)?(?: on| for)?|briefing|status(?: of| on)?|pull up|look ?up|show|list|open|find|"
    r"display|recap|focus|strategi[sz]e|summari[sz]e|history(?: of| on| for)?|get me|my (?:pipeline|"
    r"deals|opps|opportunities|data|forecast))\b"
)


def _is_command(sentence: str) -> bool:
    match = _COMMAND.search(sentence)
    return bool(match) and not re.match(
        r"\s*(?::|is|->|→|was|went|done|sent|going|with)", sentence[match.end() if match else 0 :]
    )


def _kind_of_question(sentence: str, evidence: Evidence) -> Intent:
    if _LOOKUP_NOUN.search(sentence) and not re.search(r"\bhow (?:do|should|can) (?:i|we)\b", sentence):
        return "crm_lookup"
    if _is_command(sentence):
        return (
            "crm_lookup"
            if evidence.named or evidence.talking or _LOOKUP_NOUN.search(sentence)
            else "question"
        )
    if _KNOWLEDGE.search(sentence):
        return "question"
    about = _ABOUT_RECORD.search(sentence) or _LOOKUP.search(sentence)
    return "crm_lookup" if about and (evidence.named or evidence.talking) else "question"


def _only_asks(reading: Reading) -> bool:
    """Every sentence asks, or only reports what somebody else asks."""
    return all(
        marked
        or _ASKING.search(sentence)
        or _is_command(sentence)
        or (_REPORTED.search(sentence) and not _NEWS.search(sentence))
        for sentence, marked in _sentences(reading)
        if not WRITE_ORDER.search(sentence)
    ) and not any(WRITE_ORDER.search(s) for s, _ in _sentences(reading))


_NEWS = re.compile(
    r"\b(?:approved|signed|confirmed|clos\w+|moved?|stage|budget|seats|lost|won|passed|redlin\w*|demo|"
    r"send|next step|\d+\s?k)\b"
)
