"""Evidence told in words that nobody listed as a phrase: a thing and what became of it near each other in one
clause, in either order, with nothing between that could turn the meaning."""

from __future__ import annotations

from bot.notes.evidence_words import BUDGET, HEAD, LEGAL, PLAN, POC, PROC, SEC

_BAR = (
    r"(?:but|if|unless|until|till|when|once|before|who|which|whether|not|no(?! (?:open|more|further))|never|"
    r"nobody|none|zero(?! open)|\w+n't|will|shall|should|would|could|may|might|must|can|needs?|wants?|asks?|"
    r"waiting|pending|still|next|tomorrow|later|soon|wordt|volgende|nachste\w*|morgen|morgens|for our|our "
    r"own|aber|wenn|nicht|noch|kein\w*|wird|werden|muss|soll|"
    r"maar|als|niet|nog|geen|zal|moet)\b"
)
_GAP = rf"(?:[ ,:–-]+(?!{_BAR})[\w'’./&]+){{0,6}}?[ ,:–-]+"


def _near(thing: str, done: str) -> tuple[str, str]:
    return (rf"(?:{thing}){HEAD}(?:'s|'ve)?{_GAP}(?:{done})", rf"(?:{done})\b{_GAP}(?:{thing}){HEAD}")


_YES = (
    r"(?:(?:gave|given|gives|got|gotten|has|have|had|with|was given|been given) (?:\w+ ){0,3}?(?:nod|thumbs "
    r"up|green light|go-?ahead|approval|all[- ]clear|tick|blessing|sanction|sign-?off|ok|okay|clearance))"
)
_PASSED = (
    r"approved|okayed|ok'd|blessed|sanctioned|cleared|signed off|green-?lit|waved through|nodded through|"
    r"rubber-?stamped|ratified|genehmigt|freigegeben|bewilligt|abgesegnet|goedgekeurd|akkoord"
)
_MONEY = (
    rf"(?:{BUDGET}|expenditure|dollars|pounds|euros|chec?k|cheque|purchase amount|the (?:amount|sum|spend))"
)
_IN_HAND = (
    rf"{_PASSED}|{_YES}|released|set aside|put aside|put by|parked|ring-? ?fenced|earmarked|allocated|"
    r"reserved|secured|unlocked|freed up|carved out|moved into (?:his|her|their)|sitting in (?:his|her|"
    r"their)|"
    r"in (?:his|her|their|this year's|next year's|the) (?:\w+ )?(?:plan|budget|forecast)|"
    r"written|banked|lined up|accounted for|not an issue|no issue|no problem|isn't an issue|"
    r"available|in place|found|sorted"
)
_SECURITY = (
    rf"(?:{SEC}(?: \w+)?|infosec|ciso|cyber|dpo|it audit|it check|pen ?test|penetration test|data protection|"
    r"vendor risk|datenschutz\w*|it-sicherheit|informationssicherheit)"
)
_SAFE = (
    rf"{_PASSED}|{_YES}|passed|clean|all clear|happy|satisfied|ticked|(?:zero|no) (?:open |more |further |"
    r"outstanding )?(?:items|findings|issues|concerns|objections|observations?|remarks|questions|red flags)|"
    r"without (?:any |a )?(?:observation|finding|remark|issue|comment)s?|nothing (?:found|outstanding|open)|"
    r"keine (?:einwande|bedenken|auflagen|beanstandungen)|ohne (?:beanstandung|auflagen|befund)\w*|"
    r"geen (?:bezwaren|opmerkingen|bevindingen)"
)
_TRIED = (
    rf"(?:{POC}|field (?:test|trial)|benchmark|bench test|dry run|user testing|tests?(?: (?:phase|drive|"
    rf"run))?|"
    r"side[- ]by[- ]side|shadow run|test ?betrieb|probebetrieb|teststellung|proefdraai\w*)"
)
_WORKED = (
    r"(?:blew|blown|sailed|flew) (?:past|through) (?:\w+ )?(?:targets?|numbers?|goals?|kpis?|bar|tests?|it)|"
    r"did (?:everything|all|what|exactly what) (?:\w+ )?(?:they|she|he|it) (?:needed|wanted|asked|was)\w*|"
    r"knocked it out|flying colou?rs|(?:hit|met|beat|exceeded|smashed|reached|made|above|over) (?:all |"
    r"every |"
    r"each |the |its |their |his |her |both )+(?:\w+ ){0,2}?(?:targets?|numbers?|goals?|kpis?|criteri\w+|"
    r"metrics?|marks?|bar|thresholds?|benchmarks?)|every (?:\w+ )?(?:green|passed|ticked)|all (?:\w+ "
    r")?(?:green|"
    r"passed|ticked)|worked (?:perfectly|flawlessly|like a charm|a treat)|ticked (?:all|every)|"
    r"(?:convinced|won over|sold) (?:them|her|him|their \w+)|uberzeugt|erfullt|alle ziele"
)
_LAWYERS = rf"(?:{LEGAL}|law firm|legal (?:eagles?|cell|bods|side|people|folk)|paralegal)"
_AT_WORK = (
    r"(?:started|begun|began|dug|dived|got stuck|waded) (?:in|on|into|going)\b|picking (?:over|through|at|"
    r"apart)|"
    r"poring|vett(?:ing|ed)|mark(?:ing|ed)[- ]?up|red-?lin\w+|(?:round|turn) (?:\w+ )?of (?:edits|comments|"
    r"changes|redlines|mark-?ups)|(?:raft|list|page|string|bunch|load|set|couple|handful|batch) of "
    r"(?:changes|"
    r"edits|comments|questions|queries|amendments|tweaks|points)|bleeding red|red ink|tracked changes|"
    r"amendments|had a (?:go|crack|look) at|(?:has|have|got|took|is on|are on|on) (?:it|this|the "
    r"(?:contract|paper|msa|"
    r"agreement|draft|terms)|our \w+|page \d+)|(?:\w+ )?(?:clauses?|sections?|paragraphs?|terms|wording|"
    r"points) "
    r"(?:changed|amended|struck|removed|reworded|redrafted|rewritten|out|softened|added)|(?:sent|gave|"
    r"made|has|have|with|their) (?:\w+ )?(?:comments|edits|changes|queries|remarks)|"
    r"reviewing|reading (?:it|the|our|through)|going (?:through|over)|gone through|anmerkungen|kommentare|"
    r"opmerkingen|am vertrag"
)
_BUYING = (
    rf"(?:{PROC}|purchase (?:officer|dept|department|team|head)|buying (?:team|dept|office)|category manager|"
    r"commercial team|indent|requisition|purchasing dep\w+)"
)
_BEGUN = (
    r"raised|called for|opened|floated|kicked off|on(?:to)? the case|(?:asked|asking|want|wants|wanted|"
    r"emailed|"
    r"sent|sending|issued|gave|called|requested|needs?) (?:\w+ ){0,3}?(?:vendor|supplier|onboarding|"
    r"registration|bank|tax|insurance|quotation|rfq|tender|w-?9|gst|pan|forms?|packet|pack|docs|code)|"
    r"(?:set|get|setting|getting|create|creating|register\w*|onboard\w*) us (?:up|on|in|as)|"
    r"(?:opened|raised|logged) a (?:ticket|case|request|file)"
)
_SUPPLIER = (
    r"(?:(?:vendor|supplier) (?:registration|onboarding|code|master|forms?|number|set-?up|portal)|"
    r"(?:bank details|insurance cert\w*|tax form|w-?9|pan card|gst (?:certificate|number)))"
)
_CRITERIA_ARE = (
    r"(?:weightings?|scor(?:ing|ecard)|(?:the )?(?:\d+|\w+) (?:things|points|questions|measures|items) "
    r"(?:that )?(?:they|she|he)(?:'ll| will)? (?:decide|judge|score|rate|measure|pick|choose)\w*(?: "
    r"us)?(?: on| "
    r"by)?|how (?:they|she|he|\w+)(?:'ll| will|'s going to| are going to| would)? (?:mark|score|judge|"
    r"weigh|rank|"
    r"rate|compare|assess|evaluate)\b(?: \w+){0,3})"
)
_FIXED = (
    r"confirmed|agreed|settled|okayed|ok'd|approved|signed off|shook on|locked|fixed|finali[sz]ed|accepted|"
    r"wrote (?:it |them )?down|written down|nailed|mapped|in writing|abgestimmt|vereinbart|festgelegt|"
    r"afgesproken|"
    r"vastgelegd|down on paper|(?:on|in) black and white|aligned|happy with|on board with|nailed down"
)
_ROUTE = (
    rf"(?:{PLAN}|approval (?:flow|chain|route|steps|sequence|order)|(?:the |all )?(?:next )?steps\b|"
    rf"sign(?:ing|ature)? "
    rf"(?:flow|chain|sequence|order)|timeline (?:to|till|until|for) (?:signature|signing|close)|weg bis zur "
    rf"(?:unterschrift|bestellung)|freigabe(?:weg|prozess|schritte)|who (?:has to|needs to|must) sign(?: "
    rf"off)?(?: what| when| and when| and by when)?|"
    r"(?:route|steps|path|way|road) to (?:an? |the )?(?:signature|order|contract|po|ink|signing)|close[- "
    r"]plan|"
    r"order of (?:sign-?offs?|approvals?))"
)
_TO_THE_TOP = (
    r"(?:(?:the|his|her|their) (?:\w+ )?(?:exec\w*|board|committee|council|steerco|leadership|chief|boss|"
    r"directors?|management|ceo|cfo|coo|cio|md)|upstairs|steering committee|beirat|vorstand|chef|directie)"
)
_SPEAKS = (
    r"(?:take|carry|bring|sell|push|drive|present|pitch|champion|argue|fight|lobby|bang the drum|vouch|"
    r"put in a "
    r"(?:good )?word|make (?:our|the) case|wave the flag|stand up|back us|go in to bat|vertreten|vertritt|"
    r"pushen|durchboxen)"
)
_VOWED = (
    r"(?:put (?:his|her|their) hand up|offered|promised|volunteered|agreed|vowed|pledged|undertook|said "
    r"(?:she|he|they)(?:'ll|'d| will| would)|she said so|he said so|told (?:me|us) (?:she|he|they)(?:'ll|"
    r"'d| will|"
    r" would)|versprochen|zugesagt|angeboten|beloofd|aangeboden)"
)
_HURTS = (
    r"(?:bane of (?:his|her|their)|(?:driv\w+) (?:him|her|them|everyone) (?:mad|nuts|crazy|up the wall|"
    r"insane|spare)|(?:cost\w*|los\w+|bleed\w*|burn\w*|wast\w+) (?:them|him|her) (?:\w+ ){0,3}?(?:a fortune|"
    r"money|millions?|thousands?|a packet|a bomb|dear(?:ly)?|\d\S*|[$€£₹]\S*)|heavy loss(?:es)?|"
    r"(?:needs?|has|have|had|got) to (?:(?:go|stop|end)(?=\s*(?:$|[,.;!]))|be (?:fixed|sorted|solved|"
    r"dealt with)\b)|"
    r"wants? (?:it|this|that) (?:gone|fixed|sorted|solved|dealt with|stopped|closed)|"
    r"(?:number one|biggest|worst|main|top|single biggest|no\.? ?1) (?:\w+ )?(?:headache|pain|problem|"
    r"priority|"
    r"worry|bugbear|issue|nightmare|bottleneck|thing)|(?:yells?|screams?|shouts?|moans?|complains?|asks?) "
    r"about "
    r"(?:it )?(?:every|all|constantly|weekly|daily)|lose[sn]? sleep|keeps (?:him|her|them) (?:up|awake)|"
    r"top of (?:his|her|their|the) (?:list|agenda|pile)|kostet (?:sie|ihn|uns) (?:\w+ ){0,3}?(?:vermogen|"
    r"geld|"
    r"millionen)|muss weg|can't go on|cannot go on|brennt|hochste prioritat)"
)
_THEY_SAY = (
    r"(?:\w+ ?:(?= ?[\"'i-])|says?|said|told (?:me|us)|reckons?|admit\w*|confirm\w*|complain\w*|moan\w*|"
    r"calls|called|described|agrees?|"
    r"showed (?:me|us)|sagt\w*|meint\w*|klagt\w*|bestatigt\w*|zegt|zei|keh rah\w+|bole|bola)"
)
_SEALED = (
    r"(?:(?:it|order|business|deal|contract|job|work)(?:'s| is| will be| would be)? (?:all )?(?:ours|"
    r"yours|coming to "
    r"us|going to us|will come to us)|we(?:'ve| have)? (?:won|got) (?:it|the (?:deal|order|job|business))|"
    r"we(?:'re| "
    r"are) (?:the one|the ones|in|it|their choice|his choice|her choice|first choice|preferred)|given it "
    r"(?:to us|the "
    r"nod)|gave it (?:to us|the nod)|wir machen das|machen wir mit (?:euch|ihnen)|we doen het)"
)

FRAMES: dict[str, tuple[str, ...]] = {
    "budget_confirmed": _near(_MONEY, _IN_HAND),
    "security_review_passed": _near(_SECURITY, _SAFE),
    "technical_win": _near(_TRIED, _WORKED),
    "legal_review_started": _near(_LAWYERS, _AT_WORK),
    "procurement_engaged": (*_near(_BUYING, _BEGUN), rf"(?:{_BEGUN}){_GAP}{_SUPPLIER}"),
    "decision_criteria_agreed": _near(_CRITERIA_ARE, _FIXED),
    "decision_process_agreed": _near(_ROUTE, _FIXED),
    "champion_confirmed": _near(
        rf"(?:(?:will|'ll|would|'d|is going to) )?{_SPEAKS}{_GAP}(?:{_TO_THE_TOP}|for us|fur uns|voor ons)",
        _VOWED,
    ),
    "problem_confirmed": (rf"{_THEY_SAY}[^.!?\n]{{0,80}}?\b{_HURTS}",),
    "verbal_commit": (rf"{_THEY_SAY}[^.!?\n]{{0,40}}?\b{_SEALED}",),
    "economic_buyer_met": (),
}
