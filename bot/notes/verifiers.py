"""Evidence that came from the customer, only where it is stated as done."""

from __future__ import annotations

import re

from bot.notes.assertion import is_unrealised
from bot.notes.clauses import fold
from bot.notes.model import FieldChange
from bot.notes.removals import evidence_taken_away
from bot.notes.segment import Passage

_OK = (
    r"(?:approved|confirmed|signed off(?: on)?|secured|allocated|released|in place|locked(?: in|"
    r" down)?|okayed|ok'?d|"
    r"green-?lit|sanctioned|cleared|through|funded|granted|agreed|unlocked|freed up|ring-?fenced|"
    r"earmarked|done|genehmigt|"
    r"freigegeben|bewilligt|goedgekeurd|akkoord|rubber-?stamped|authori[sz]ed|passed|greenlighted|"
    r"has been given|there|got approved)"
)
_BE = (
    r"(?:\s+(?:is|was|are|were|has|have|had|been|now|got|finally|all|just|already|fully|officially|ist|"
    r"sind|wurde|zijn|werd|also|formally|jetzt|nu|nun|bereits|reeds))*(?:'s)?[\s:]+"
)
_THE = r"(?:\s+(?:the|their|his|her|its|our|a|an|full|new|on|all|entire|us|for|q\d|\d{4}|of))*\s+"
_POC = (
    r"(?:poc|p\.o\.c\.|pilot|trial|proof of (?:concept|value)|pov|tech(?:nical)? (?:eval(?:uation)?|"
    r"validation|test(?:ing)?|review|proof)|bake-?off|sandbox(?: test)?|sandpit)"
)
_SEC = (
    r"(?:security|infosec|info sec|vendor risk|pen ?test|it security|cyber(?: ?security)?|soc ?2|"
    r"data protection)(?: (?:review|questionnaire|assessment|audit|check|team|testing|due diligence|"
    r"evaluation|approval|prufung))?"
)
_LEGAL = (
    r"(?:legal|lawyers?|counsel|general counsel|gc|attorneys?|legal team|rechtsabteilung|juristen|"
    r"juridische zaken)"
)
_PAPER = r"(?:contract|msa|agreement|paper(?:work|s)?|draft|dpa|order form|terms|t&cs?|sow|redlines?)"
_PROC = r"(?:procurement|purchasing|sourcing|einkauf|inkoop|buying team|purchase team)"
_CRITERIA = r"(?:decision|evaluation|selection|buying|vendor|scoring|award|purchase) criteria"
_PLAN = (
    r"(?:mutual (?:action |close |closing |success |evaluation )?plan|map\b|decision process|close plan|"
    r"closing plan|joint (?:action |execution |close )?plan|jep\b|buying process|go-?live plan|"
    r"evaluation plan|path to signature|approval process|sign-?off process)"
)
_BUYER = (
    r"(?:eb|economic buyer|decision[- ]maker|signatory|budget (?:holder|owner)|signer|final approver|"
    r"(?:person|one|guy|lady|woman|man) who (?:can |will )?signs?|cheque signer|check signer)"
)

_DONE: dict[str, str] = {
    "budget_confirmed": rf"(?:budget|funding|funds|capex|money|spend|business case funding|"
    rf"mittel)(?: (?:for \w+|line|request))?{_BE}{_OK}|"
    rf"{_OK}{_THE}(?:budget|funding|funds|capex|spend|money)(?! (?:discussion|review|cycle|meeting|"
    rf"question))|"
    r"(?:has|have|'ve|got|found) (?:the |their |full )*(?:budget|funding|capex) (?:approval|sign-?off|"
    r"sanction|secured|for (?:it|this|us))|got (?:the )?budget\b|"
    r"budget (?:approval|sign-?off) (?:is )?(?:in|received|done|came|granted|through|confirmed)|"
    r"budget steht|budget is rond",
    "economic_buyer_met": rf"(?:met|meeting with|sat down with|presented to|spoke (?:to|with)|"
    rf"lunch with|demoed to|pitched)(?: with)?(?: \w+,?){{0,4}}? (?:the |their |our )?{_BUYER}\b|"
    rf"{_BUYER} (?:meeting|mtg|call|session)(?: \w+){{0,3}} (?:done|held|happened|went|complete[d]?|"
    rf"was (?:great|good))|"
    rf"met(?: with)? (?:\w+ ){{1,4}}?(?:,|\(|who|she|he)\s?(?:she |he |who )?(?:is |"
    rf"'s )?(?:the one who |can |does |actually )*(?:signs?\b|holds? the (?:budget|purse|pen)|(?:the |"
    rf"our )?{_BUYER})",
    "champion_confirmed": r"(?:agreed|offered|volunteered|happy|willing|committed|promised|"
    r"said (?:she|he|they)(?:'d| would| will)) to (?:be (?:our |the |my )?(?:internal )?(?:champion|"
    r"sponsor)|(?:champion|sponsor|back) (?:us|it|this|the (?:project|deal))|sell (?:it|us|"
    r"this) internally|push (?:it|this|us) internally)|"
    r"(?:said|says|confirmed) (?:that )?(?:she|he|they)(?:'ll|'d| will|"
    r" would) (?:be our (?:internal )?(?:champion|sponsor)|(?:champion|sponsor) (?:us|it|this)|"
    r"sponsor)|(?:is|'s|as|became|now) (?:now |officially )?(?:our|my|the) (?:internal )?(?:champion|"
    r"sponsor)\b|"
    r"(?:is|are) (?:championing|sponsoring) (?:us|it|this)|(?:agreed|confirmed) (?:as|to sponsor)\b|"
    r"confirmed as (?:our )?(?:champion|sponsor)|sponsors us",
    "decision_criteria_agreed": rf"{_CRITERIA} (?:doc(?:ument)?|list|sheet)?\s*(?:came (?:over|in|back)|"
    rf"arrived|landed)|{_CRITERIA}{_BE}(?:agreed|signed off|written(?: down| up)?|"
    rf"documented|locked(?: in| down)?|finali[sz]ed|set|confirmed|approved|in writing|settled|"
    rf"nailed down|done)|"
    rf"(?:agreed|signed off|aligned|finali[sz]ed|locked|confirmed|sent|sent over|wrote|wrote up|gave|"
    rf"shared|documented|nailed down)(?: (?:on|down|up|over|us|me|with \w+))*{_THE}(?:written |"
    rf"final )?{_CRITERIA}|agreed (?:on )?(?:the |their )?criteria",
    "decision_process_agreed": rf"{_PLAN}{_BE}(?:agreed|signed off|accepted|confirmed|approved|"
    rf"locked(?: in)?|in place|mapped(?: out)?|finali[sz]ed|aligned|laid out)|"
    rf"(?:agreed|signed off|aligned|accepted|confirmed|approved|finali[sz]ed|locked|walked (?:us|"
    rf"me) through)(?: (?:on|to|down|in))*{_THE}(?:dated |written )?{_PLAN}",
    "technical_win": rf"{_POC}(?:{_BE}|\s+(?:\w+\s+){{0,2}}?)(?:passed|succeeded|successful(?:ly)?|"
    rf"a success|hit (?:every|all|its|the|100)|met (?:all|every|its|the|their)|signed off|green|aced|"
    rf"validated|exceeded|nailed|cleared|bestanden|geslaagd|erfolgreich)|"
    r"(?:hit|met|passed|achieved|cleared|exceeded|ticked|smashed) (?:all |every |each |100% of |"
    r"off )?(?:of )?(?:the |their |our )?(?:poc |pilot |success |acceptance |technical |"
    r"trial )*(?:criteri(?:a|on)|targets?|kpis|success metrics)|success criteria (?:were |are |all |"
    r"have been |is |was )*(?:met|passed|hit|achieved)|"
    rf"(?:passed|aced|won|nailed|completed|sailed through|cleared) (?:the |their |"
    rf"our )?(?:technical (?:validation|evaluation|eval|round|test|win)|{_POC}\b(?! kick))|"
    rf"(?:technical|tech) (?:win|sign-?off|validation|approval) (?:is )?(?:done|confirmed|in\b|"
    rf"received|complete|given|secured|achieved|ours)|"
    rf"(?:got|have|received|gave us|secured) (?:the |their )?(?:technical|tech) (?:win|sign-?off|"
    rf"approval|thumbs up)|signed off (?:on )?(?:the |our |technically)*{_POC}",
    "security_review_passed": rf"{_SEC}{_BE}(?:passed|cleared|approved|signed off|done|completed?|"
    rf"through|ok|okay|green|happy|satisfied|bestanden|afgerond|positive|closed|finished)|"
    rf"(?:passed|cleared|completed|approved|got through|came through|through|signed off(?: on)?|aced|"
    rf"finished|sailed through|done with)(?: (?:us|the|their|our|all|on|by|from|with|in|of|"
    rf"it))*\s+{_SEC}|(?:clean|green light|thumbs up|sign-?off|approval|ok|clearance) (?:from|"
    rf"by) (?:their |the |it )?{_SEC}|"
    rf"{_SEC} (?:sign-?off|clearance|approval|green light)(?: is)? (?:received|in\b|granted|done|given|"
    rf"obtained|came)|{_SEC} (?:gave|signed|has cleared|have cleared|cleared|passed|approved) us",
    "legal_review_started": rf"(?<!our ){_LEGAL}(?:{_BE}|\s+)(?:started |began |begun |busy |"
    rf"already )?(?:redlin\w*|review\w*|marking up|marked up|looking at|going through|"
    rf"working through|has the|have the|got the|reading|commenting|"
    rf"sent (?:back )?(?:\w+ )?(?:redlines|comments|mark-?ups?)|on it\b|came back|returned|pruf\w*)|"
    rf"(?<!our ){_LEGAL} (?:has|have|got|now has|is looking at|received) (?:the |our |it|"
    rf"a )?(?:{_PAPER})?|redlines? (?:are |is |just |have |has |finally )*(?:back|received|came|in\b|"
    rf"arrived|landed|from|returned)|(?:got|received|have|has|sent(?: us)?|returned|getting) (?:the |"
    rf"their |first |our |back |over |some |first round of )*redlines|"
    rf"stuck (?:in|with) legal|(?:sent|returned|came) (?:us )?back (?:with )?(?:the |"
    rf"their )?(?:redlines|redlined \w+|"
    rf"mark-?ups?)|{_PAPER} (?:is |are |went |has gone |have gone |now |sits |sitting |currently |"
    rf"landed )*(?:with|to|in|at|on) (?!our)(?:their |the |customer'?s? |\w+'s )?{_LEGAL}|(?:in|into|"
    rf"entered|started|under) legal review|legal review (?:has |is |was )*(?:started|underway|"
    rf"in progress|began|begun|kicked off|ongoing|running)|liegt (?:bei der|beim) rechtsabteilung|"
    rf"bij (?:hun )?juristen",
    "procurement_engaged": rf"(?<!our ){_PROC}(?:{_BE}|\s+)(?:team )?(?:is |finally |just |has )?(?:engaged|"
    "involved|"
    rf"started|on it|picked (?:it |this )?up|kicked off|opened|begun|began|sent|issued|raised|working|"
    rf"processing|running|"
    rf"in the loop|pulled in|joined|reached out|assigned|creating|onboarding|active|asked|wants|"
    rf"emailed|called|contacted|has (?:the|our|it)|have (?:the|our|it)|eingeschaltet|betrokken)|"
    rf"vendor (?:onboarding|registration|setup|set-up|forms?|portal)(?:{_BE}|\s+)(?:started|sent|"
    rf"received|came|under ?way|in progress|kicked off|begun|done|complete[d]?|open(?:ed)?)|(?:went|"
    rf"gone|moved|handed|passed|sent|is|it's|now|already) (?:on |over |it )?(?:to|with|"
    rf"in) (?!our)(?:their )?{_PROC}|(?:pr|purchase requisition|requisition|purchase request) (?:is |"
    rf"was |has been )?(?:raised|created|submitted|opened|in)|(?:heard from|intro(?:duced)? to|met|"
    rf"speaking with|talking to|spoke (?:to|with)|call with|"
    rf"engaged(?: with)?) (?!our)(?:their )?{_PROC}|liegt beim einkauf",
    "verbal_commit": r"verbal(?:ly)? (?:yes|commit(?:ment|ted)?|ok(?:ay)?|agree(?:ment|d)|go-?ahead|"
    r"approv(?:al|ed)|confirm(?:ation|ed)|nod|accepted|said yes)|(?:gave|given|got|have|received|"
    r"gives) (?:us |me )?(?:a |the |her |his |their |firm |solid )*(?:verbal|nod|green light|"
    r"go-?ahead|thumbs up|ok to proceed)\b|said yes\b|(?:agreed|committed|said|confirmed|"
    r"accepted) verbally|shook (?:hands|on it)|handshake|(?:we have|it's) a (?:verbal|deal|"
    r"handshake)|sir agreed|agreed to (?:the )?(?:deal|buy|go ahead|proceed|price|terms)|"
    r"mundlich zugesagt|mondeling akkoord|zugesagt|promised",
    "problem_confirmed": r"(?:confirmed|agreed|admitted|acknowledged|told us|said|says|"
    r"stated)(?: that)?[\w\s,']{0,40}?\b(?:is|are|was|'s)?\s*(?:a |an |the |their |now |his |"
    r"her )*(?:top|number one|#1|no\.? ?1|biggest|main|real|key|big|burning|board-level|huge|high|"
    r"urgent|major|critical) (?:\d |three |five )?(?:priorit(?:y|ies)|problem|pain|issue|pain point|"
    r"headache)|"
    r"confirmed (?:the |their |this )?(?:\w+ ){0,3}?(?:problem|pain|pain point|issue|priority)\b|(?:is|"
    r"'s) (?:now )?(?:a |the|their|his|her|our) (?:top|number one|#1|no\.? ?1|biggest|"
    r"board-level) (?:\d |three |five )?(?:priority|problem|pain|headache)",
}
_PATTERNS = {name: re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)") for name, pattern in _DONE.items()}
_AUTHORITY = re.compile(
    r"\b(?:cfo|ceo|coo|cio|cto|cro|cmo|ciso|c[a-z]o|vp|svp|evp|vice president|president|owner|founder|"
    r"director|directeur|geschaftsfuhrer\w*|managing|md|partner|"
    r"head of|chief|decision[- ]maker|economic buyer|eb|signatory|board|who signs|signs|"
    r"budget (?:owner|holder)|sir|boss|chairman|general manager|gm|minister)\b"
)
_NO_AUTHORITY = re.compile(
    r"\b(?:can't sign|cannot sign|doesn't sign|not (?:the|her|his|a|their) (?:call|decision|signer)|"
    r"no authority|not up to|doesn't (?:decide|have)|has no (?:say|authority)|isn't the|but (?:she|he|"
    r"they) (?:can't|doesn't|isn't)|without authority|only a user|not the (?:buyer|decision))\b"
)
_OURS = re.compile(
    r"\b(?:our|my)\s+(?:own )?(?:\w+ )?$|\b(?:i|we)(?:'ve| have| just| finally)*\s*(?:\w+ly )?$|"
    r"\binternal(?:ly)?\s*$"
)
_SELF = frozenset(
    {"budget_confirmed", "legal_review_started", "procurement_engaged", "security_review_passed"}
)


def read_verifiers(p: Passage) -> list[FieldChange]:
    """At most one change for each kind: stated when any mention of it is a fact, else hedged."""
    found: list[FieldChange] = []
    for verifier in p.book.verifiers:
        gone = evidence_taken_away(p, verifier)
        if gone:
            found.append(gone)
            continue
        changes = [
            c
            for pattern in _patterns(verifier.id, verifier.synonyms)
            for c in _mentions(p, verifier.id, pattern)
        ]
        if verifier.id == "champion_confirmed" and (named := _CHAMPION.search(p.folded, p.start)):
            changes.append(p.change("verifiers", (verifier.id,), *named.span(), hedged=True))
        changes.sort(key=lambda c: c.assertion == "hedged")
        found += changes[:1]
    return found


_CHAMPION = re.compile(r"\bchampion(?: is| =|:) \w+")
"""Whom we take for the champion is not what the customer has confirmed."""


def _patterns(verifier_id: str, synonyms: tuple[str, ...]) -> list[re.Pattern[str]]:
    known = [_PATTERNS[verifier_id]] if verifier_id in _PATTERNS else []
    return known + [re.compile(rf"(?<!\w){re.escape(fold(s))}(?!\w)") for s in synonyms if s.strip()]


def _mentions(p: Passage, verifier_id: str, pattern: re.Pattern[str]) -> list[FieldChange]:
    found = []
    for match in pattern.finditer(p.folded, p.start):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        before = p.reading.before(start)
        if verifier_id in _SELF and _OURS.search(before):
            continue
        hedged = is_unrealised(p.reading, start, match.end()) or _negated_inside(match.group())
        hedged = hedged or (verifier_id == "verbal_commit" and not _has_authority(p, start))
        opens = _subject_start(p, start)
        found.append(p.change("verifiers", (verifier_id,), opens, match.end(), hedged=hedged))
    return found


def _negated_inside(said: str) -> bool:
    return bool(
        re.search(r"\b(?:not|no|never|hasn't|isn't|wasn't|haven't|until|if|should|will|might)\b", said)
    )


def _subject_start(p: Passage, start: int) -> int:
    """Evidence is quoted with who it came from, where the clause opens with them."""
    clause = p.reading.clause_at(start)
    opens = max(clause.start, p.start)
    lead = p.reading.folded[opens:start]
    opens += len(lead) - len(lead.lstrip(" ,.:;-–—"))
    return opens if start - opens <= 40 else start


def _has_authority(p: Passage, at: int) -> bool:
    if _NO_AUTHORITY.search(p.folded, p.start) or re.search(r"\bpromised\b", p.reading.folded[at : at + 10]):
        return False
    clause = p.reading.clause_at(at)
    words = p.reading.folded[clause.opening : clause.closing]
    return bool(_AUTHORITY.search(words)) or any(
        c.role == "economic_buyer" or _AUTHORITY.search(fold(c.title))
        for c in p.people
        if _is_named(c.name, words)
    )


def _is_named(name: str, words: str) -> bool:
    return any(re.search(rf"\b{re.escape(t)}\b", words) for t in fold(name).split() if len(t) > 2)
