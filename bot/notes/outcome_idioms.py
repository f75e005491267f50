"""What a customer did that wins or loses an opportunity, told with its subject: `Acme bailed on us`,
`it's a no from Acme`, `Rival won Acme`, `the PO from Acme landed`. Read over words in which every record is
one sign and every competitor another, so that who did it stands in the pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from bot.notes.clauses import fold
from bot.notes.segment import Passage

_NAME, _RIVAL = "\u01c1", "\u01c3"
"""Letters that no note holds, so that they make words."""
_N = rf"{_NAME}+"
_R = rf"{_RIVAL}+"
_CLIENT = (
    r"(?:customer|client|prospect|board|committee|buyer|management|bosses|leadership|council|kunde|klant)"
)
_THEM = (
    rf"(?:{_N}(?: (?:ji|sir|sahab|team|people|folks|lot|guys|mob))?|they|(?:the |their |der |de )?{_CLIENT})"
)
_HAVE = (
    r"(?:'s|'ve|'re|\s+(?:has|have|had|is|are|was|were|be|been|now|just|finally|officially|sadly|all|both|"
    r"also|"
    r"already|unfortunately|in the end|today|basically|really|well and truly|simply|ultimately|ist|sind|hat|"
    r"haben|leider|jetzt|nun|uns|heeft|helaas))*\s+"
)
_ENDS = (
    r"(?=\s*(?:$|[^\w\s'’&/(-]|[-–—(]\s?|(?:for|in favou?r of|over (?:price|cost|budget)|on (?:price|cost|"
    r"budget|us)"
    r"|after|due|because|since|cos|coz|as|and|but|so|und|en|weil|today|yesterday|this (?:morning|week|"
    r"afternoon)|last (?:night|week)|at the (?:last|final|end)|in the (?:end|last|final)|to save|yaar|sir|"
    r"heute|gestern|leider|helaas|i'm afraid|sadly|too|which)\b))"
)
_IT = r"(?:it|this|this one|that one|the whole thing)"
_PROJECT = (
    r"(?:the|their|this|our|that|your|das|het)\s+(?:(?:whole|entire|complete|bloody|damn|new|"
    r"blessed)\s+){0,2}"
    r"(?:projects?|programmes?|programs?|deal|initiative|tender|rfp|purchase|plans?|idea|order|thing|rollout|"
    r"requirement|contract|opportunity|investment|procurement|projekt|vorhaben)"
)
_SAME = (
    r"(?:spreadsheets?|excel|paper|whiteboards?|sharepoint|the status quo|pen and paper|nothing|"
    r"(?:what|whatever) (?:they|he|she|it) (?:has|have|had|know|got|'ve got|already \w+)|"
    r"(?:the|their) (?:(?:current|existing|old|incumbent|present|own|in-?house|home-?grown|legacy)\s?)+"
    r"(?:system|tools?|vendor|supplier|solution|provider|set-?up|process|software|platform|kit|way|one|lot)?)"
)
_LOST = re.compile(
    rf"\b(?:dropped|ditched|dumped|binned|rejected|declined|refused|ruled|knocked|kicked|sacked|eliminated|"
    rf"cut|"
    rf"turned|passed(?: up)? on|said no to|disqualified|deselected|jilted|bailed on|walked out on|pulled "
    rf"out on) "
    rf"us(?: (?:off|out|down|loose|back))?(?: of (?:it|the \w+))?{_ENDS}|"
    rf"{_N}{_HAVE}(?:bailed(?: out)?(?: on us)?|walked(?: (?:away|out))?(?: (?:from|on) (?:us|it|the "
    rf"deal))?|said "
    rf"(?:a (?:flat|firm|hard|polite) )?no(?: thanks?)?|opted out|called it off|called it quits|jumped ship|"
    rf"chickened out|got cold feet|went dark for good){_ENDS}|"
    rf"\b(?:they|it)(?:'ve| have| has)?{_HAVE}(?:bailed(?: out)?(?: on us)?|walked away){_ENDS}|"
    rf"(?:{_THEM}|it|this one)(?:'s|'re| is| are| was| were)(?: now| just)? an? (?:(?:hard|flat|firm|clear|"
    rf"polite|"
    rf"definite|straight|resounding|big|fat) )*(?:no(?:[- ]go)?|nope|non-?starter){_ENDS}|"
    rf"\b(?:it's |its |it was |that's |got )?an? (?:(?:hard|flat|firm|clear|polite|definite|straight|big|"
    rf"fat) )*"
    rf"no(?:pe)? (?:from|at) {_N}{_ENDS}|"
    rf"\b(?:{_THEM}|and|have|has|just|they've){_HAVE}(?:killed|canned|scrapped|shelved|binned|axed|nixed|"
    rf"abandoned|"
    rf"mothballed|spiked) (?:{_IT}|{_PROJECT}){_ENDS}|"
    rf"(?:{_THEM}){_HAVE}(?:cancelled|canceled|pulled|dropped|ditched|stopped|buried|halted|pulled the "
    rf"plug on|"
    rf"walked away from|backed out of|pulled out of|decided against|given up on|shut down|withdrawn) "
    rf"{_PROJECT}{_ENDS}|"
    rf"(?:{_THEM}|will|'ll|be|are|is|'re){_HAVE}(?:stay(?:ing|ed|s)?|stick(?:ing|s)?|stuck|carry(?:ing)? on|"
    rf"liv(?:ing|es?)|mak(?:ing|es?) do|remain(?:ing|s)?|putting up) (?:put )?with {_SAME}{_ENDS}|"
    rf"(?:{_THEM}|the (?:deal|project)|it|this){_HAVE}(?:isn't|is not|"
    rf"ain't|not|won't be|never) (?:happening|going to happen|gonna happen){_ENDS}|"
    rf"\bwe(?:'re|'ve)?(?: (?:are|were|got|have been|just got))? (?:knocked out|cut|eliminated|kicked out|"
    rf"ruled "
    rf"out|not shortlisted|disqualified|deselected|beaten|pipped|outbid)(?: (?:at|by|bei|from|on|of) "
    rf"[^.;,\n]{{1,40}})?"
    rf"{_ENDS}|"
    rf"\b(?:didn't|did not|haven't|never) ma(?:k|d)e (?:the|their) (?:shortlist|(?:final )?cut|final \w+)\b|"
    rf"{_N}(?: ist| sind)?(?: leider| nun| jetzt| damit)* raus{_ENDS}|\bwir sind (?:leider |nun |jetzt |"
    rf"damit )*"
    rf"(?:bei \S+ )?(?:raus|rausgeflogen){_ENDS}|"
    rf"{_R}{_HAVE}(?:won|bagged|clinched|landed|signed|stole|nicked|pinched|snatched|scooped|nabbed|got|took|"
    rf"taken) (?:{_N}|it|this(?: one)?|the (?:deal|business|order|contract|tender|nod|award|job|"
    rf"work)){_ENDS}|"
    rf"{_R}{_HAVE}(?:beat|pipped|outbid|edged) us\b|"
    rf"{_N}(?: ji| sir| wal[oe]n?)?(?: ne)? (?:mana|inkaar|reject) kar (?:diya|di|diye|chuke){_ENDS}|"
    rf"\bhaath se (?:gay[aie]|nikal \w+|chal\w* gay\w)|\b(?:deal|order|project) (?:gay[ai]|khatam|cancel ho "
    rf"gay[ai]|chal[ai] gay[ai]){_ENDS}"
)
_MORE_LOST = re.compile(
    rf"\b(?:decided|chosen|chose|opted|elected|plump\w*|going|gone|went|want|wants|prefer\w*)(?: (?:to|for|"
    rf"on|in "
    rf"favou?r of|go|going|sign|stay|stick|buy|with|from))* {_R}(?: instead)?{_ENDS}|"
    rf"(?:bought|signed|gone|went|going|shopping|placed it|awarded|buying) elsewhere{_ENDS}|"
    rf"\b(?:chose|chosen|picked|selected|went with|gone with|going with|awarded it to|gave it to) "
    rf"(?:somebody|someone|"
    rf"something|anyone) else{_ENDS}|"
    rf"\b(?:won|taken|bagged|snapped up|nabbed) by {_R}|\bawarded (?:it |the \w+ )?to {_R}|"
    rf"{_R} (?:has |have |just )*(?:walked|ran|run|gone|waltzed) (?:away|off) with (?:{_N}|it|this|the "
    rf"\w+){_ENDS}|"
    rf"\bno deal (?:with|at|for|from) {_N}{_ENDS}|(?:^|[.,:;–-]\s?)no deal{_ENDS}|"
    rf"(?:{_THEM})(?:'s|'re| is| are)? (?:not|no longer|isn't|aren't) (?:interested|keen|in the market|"
    rf"pursuing it|"
    rf"moving ahead|proceeding|going ahead|going forward|continuing)(?: any ?more| any longer| at all| "
    rf"with us| with "
    rf"(?:it|this))?{_ENDS}|"
    rf"(?:{_N}|it|this one)? ?\b(?:rip|r\.i\.p\.?|bye bye|game over|all over|kaput|toast|gone for good|"
    rf"stone dead|"
    rf"a dead duck|a lost cause|a write-?off){_ENDS}|"
    rf"\b(?:will|'ll|going to|gonna|decided to|want to|prefer to|are|is|'re|opted to|chose to|have decided "
    rf"to) (?:build|"
    rf"do|make|run|develop|handle|keep|write|code|cobble)(?:ing)? (?:it|this|that|everything|one|something|"
    rf"the thing|"
    rf"their own)?(?: (?:together|up))? ?(?:themselves|themself|in[- ]?house|internally|on their own|intern|"
    rf"selbst){_ENDS}|"
    rf"\b(?:macht|machen|baut|bauen|entwickel\w*|losen) (?:es|das|sich das|was)? ?(?:nun |jetzt |lieber "
    rf")?(?:intern|"
    rf"selbst|selber|inhouse){_ENDS}|"
    rf"\b(?:put|puts) (?:the kibosh|a stop|paid|an end|the mockers) (?:on|to) (?:{_IT}|{_PROJECT}){_ENDS}|"
    rf"\b(?:we|i) (?:didn't|did not|haven't|never|failed to) (?:get|win|land|gotten|won) (?:{_N}|the "
    rf"(?:deal|order|"
    rf"contract|business|tender|bid)){_ENDS}|^\s*(?:didn't|did not) (?:get|win|land) {_N}{_ENDS}|"
    rf"\b(?:we|i)(?: have| were|'re)? (?:came|come|finished|ended up|placed) (?:a (?:close |good |distant "
    rf")?)?(?:second|"
    rf"last|third|runners?[- ]up)\b|"
    rf"(?:^|[:,;.–-]\s?|{_N}\s)(?:leider )?(?:eine )?absage(?: (?:von|bei) {_N})?{_ENDS}|"
    rf"(?:{_THEM}) (?:hat|haben) (?:leider |nun |jetzt |uns |doch )*(?:abgelehnt|kein interesse(?: mehr)?|"
    rf"das projekt "
    rf"(?:gestoppt|beendet|abgebrochen|eingestellt|gekippt)|sich dagegen entschieden|gecancelt){_ENDS}|"
    rf"\b(?:thrown|threw|chucked) in the towel\b|\bthema (?:ist )?(?:erledigt|durch|gegessen|vom tisch|"
    rf"beendet){_ENDS}|"
    rf"\b(?:gave us the boot|showed us the door|sent us packing|kicked us to the (?:kerb|curb)|thanks but "
    rf"no thanks|"
    rf"shown the door|(?:deal|it|this one|{_N}) (?:has |have |just |all )*(?:fell|fallen|come|came) "
    rf"(?:apart|flat|undone)|"
    rf"(?:deal|it|this one|{_N}) (?:has |have |just )*(?:collapsed|imploded|unravell?ed|evaporated|died(?: "
    rf"a death)?|"
    rf"croaked|went (?:up in smoke|down the toilet|pear-?shaped)|gone (?:up in smoke|pear-?shaped))){_ENDS}|"
    rf"(?:{_THEM})(?: has| have|'ve| just)* decided not to (?:renew|sign|continue|pursue it|bother|do it|"
    rf"change|switch)"
    rf"{_ENDS}"
)
_CAME = (
    r"(?:(?:landed|arrived|came)(?: (?:in|through|back|over|today))?(?: (?:in|on) (?:my|our|the) \w+)?|"
    r"received|recd|rcvd|in|here|through|back|da|binnen|dropped|"
    r"(?:is |sitting )?(?:on my desk|in (?:my|our|the) (?:inbox|hands?|mailbox))|in hand|signed|"
    r"countersigned|"
    r"eingegangen|aa gay[ai]|mil gay[ai]|hit (?:my|the|our) (?:inbox|desk))"
)
_PAPER = (
    r"(?:po|p\.o\.|purchase order|order|bestellung|auftrag|opdracht|(?:signed|countersigned|executed) "
    r"(?:copy|contract|agreement|order form|paperwork|docs?))"
)
_WON = re.compile(
    rf"\b{_PAPER} (?:from|by|of|for|von|van) {_N}{_HAVE}{_CAME}{_ENDS}|"
    rf"\b{_PAPER}{_HAVE}{_CAME}{_ENDS}|"
    rf"(?:{_THEM}){_HAVE}(?:ordered|bought){_ENDS}|"
    rf"(?:{_THEM}){_HAVE}(?:gave|given|awarded|handed) us (?:the|their) (?:order|business|contract|award|"
    rf"deal|job|"
    rf"tender|work){_ENDS}|"
    rf"\bawarded (?:(?:it|this|the \w+) )?to us{_ENDS}|\bwe've been awarded\b|"
    rf"\bwe (?:finally |just )?(?:bagged|clinched) {_N}{_ENDS}|"
    rf"\b(?:hat|haben|heeft|hebben) (?:(?:heute|gestern|jetzt|nun|endlich|schon|bei uns|offiziell) "
    rf")*(?:bestellt|"
    rf"beauftragt|gekauft|unterzeichnet|besteld){_ENDS}|"
    rf"\b(?:deal|vertrag|sache|auftrag|das|alles)(?: ist| sind)? (?:unter dach und fach|in trockenen tuchern|"
    rf"eingetutet){_ENDS}|"
    rf"\b(?:contract|agreement|order form|po|paper\w*|deal|msa|order)(?: is| was| has been|'s)?(?: now| "
    rf"fully| duly| "
    rf"finally| all| properly)+ (?:executed|signed|countersigned|inked){_ENDS}|"
    rf"(?:{_THEM}){_HAVE}(?:renewed|re-?signed|re-?upped|extended)(?: with us| for (?:another )?\w+ years?|"
    rf" their "
    rf"contract){_ENDS}|"
    rf"(?:{_THEM}){_HAVE}(?:signed on the dotted line|pulled the trigger|put their name to it|a (?:paying |"
    rf"signed |new "
    rf")?customer(?: now)?|home and (?:dry|hosed)|in the win column){_ENDS}|\b(?:put|puts|stuck|scribbled) "
    rf"(?:her|his|their|the) "
    rf"(?:name|signature|autograph|moniker|john hancock|initials|kringel) (?:on|to|under) (?:it|the "
    rf"(?:contract|"
    rf"order|paper\w*|dotted line)|ours){_ENDS}|\b(?:tinte (?:ist )?trocken|(?:ist )?die tinte "
    rf"trocken){_ENDS}|"
    rf"\bpopp(?:ed|ing) the "
    rf"(?:champagne|corks?)\b|"
    rf"\b(?:po|order|contract|agreement) (?:de|bhej|aa|mil|release kar|issue kar|sign kar) (?:diya|di|diye|"
    rf"gay[aie])\b|"
    rf"\b(?:deal|order|contract|po|sign|signature|agreement) (?:ho|mil|aa|sign ho|confirm ho|final ho) "
    rf"gay[aie]\b|"
    rf"\bsign kar (?:diya|di|diye)\b"
)
_OUTCOMES: tuple[tuple[Literal["won", "lost"], re.Pattern[str]], ...] = (
    ("lost", _LOST),
    ("lost", _MORE_LOST),
    ("won", _WON),
)
_NO_SUBJECT = re.compile(
    r"\b(?:at|from|of|with|for|by|in|to|bei|von|an|mit|fur|aus|zu|voor|van|met|angebot|quote|proposal|"
    r"offer|deck|"
    r"demo|invite|champion|contact|sponsor|guy|rep)\s+(?:the |die |der |de )?$"
)
_MEETING = re.compile(
    r"\b(?:meeting|mtg|demo|call|workshop|visit|trip|session|appointment|lunch|termin|treffen|besuch|"
    r"schulung|"
    r"afspraak|training|webinar|milna|room|taxi|lunch)\b[^.;\n]{0,24}$"
)


def idiomatic_outcomes(p: Passage) -> Iterator[tuple[Literal["won", "lost"], int, int]]:
    """Each outcome told in such words, with its place. Whether it is stated is for the caller to judge."""
    signs = _signs(p)
    for value, pattern in _OUTCOMES:
        for match in pattern.finditer(signs, p.start):
            if not _is_of_another(p, signs, match):
                yield value, match.start(), match.end()


def _is_of_another(p: Passage, signs: str, match: re.Match[str]) -> bool:
    """`Greta at Acme walked`, `Angebot an Acme ist raus`, `the demo they cancelled`."""
    before = p.reading.before(match.start())
    return bool(signs[match.start()] == _NAME and _NO_SUBJECT.search(before)) or bool(_MEETING.search(before))


def is_a_rivals(p: Passage, start: int) -> bool:
    """`Quillon lost Acme`, `Quillon is dead there`: what stands at `start` is told of a competitor."""
    before = p.reading.before(start)
    if any(
        re.search(rf"\b(?:an|to|against|gegen|tegen|aan|with) {re.escape(fold(r))}\b", before)
        for r in p.book.competitors
    ):
        return False
    return any(re.search(rf"\b{re.escape(fold(r))}{_HAVE[:-3]}\s*$", before) for r in p.book.competitors)


def _signs(p: Passage) -> str:
    """The passage with each company or opportunity as one sign, and each competitor as another. People stay
    words: what they did is not yet what their company did."""
    folded = p.folded
    people = {w for c in p.people for w in fold(c.name).split()}
    company = set(fold(p.account.name).split()) if p.account else set()
    for start, end in p.names:
        if not set(re.findall(r"[\w'-]+", folded[start:end])) <= people - company:
            folded = folded[:start] + _NAME * (end - start) + folded[end:]
    for rival in p.book.competitors:
        folded = folded.replace(fold(rival), _RIVAL * len(rival))
    return folded
