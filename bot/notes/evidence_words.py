"""Words for what evidence is about, as regular expressions: things, people and what is said to be done."""

from __future__ import annotations

WORD = r"[\w'&./-]+"
CREW = (
    r"(?:team|guys|folks?|people|persons?|dept|department|office|officer|mob|lot|crew|bods|chaps|lads|ladies|"
    r"gang|bunch|side|function|group|staff|desk|reviewers?|auditors?|wallahs?|manager|lead|abteilung)"
)
AUX = (
    r"(?:is|was|are|were|has|have|had|been|got|now|finally|all|just|already|fully|officially|also|"
    r"formally|really|today|yesterday|it|they|both|even|us|me|uns|mir|ons|came|come|back|out|turned|and|"
    r"finished|ended|over|concluded|everything|went|gone|ran|liegt|liegen|ligt|steckt|completely|"
    r"successfully|then|"
    r"actually|"
    r"this (?:morning|week|afternoon)|last (?:week|night|\w+day)|'s|'ve|as of \w+|with flying colou?rs|"
    r"ist|sind|wurde|wurden|hat|haben|jetzt|nun|bereits|schon|endlich|heute|gestern|komplett|schriftlich|"
    r"gemeinsam|formell|vollstandig|"
    r"zijn|werd|heeft|hebben|nu|reeds|al|vandaag|gisteren|eindelijk)"
)
ASIDE = (
    rf"\([^()\n]{{1,30}}\)|(?:of|for|from|by|with|at|in|on|vom|von|bei|fur|im|door|van|bij|"
    rf"voor) {WORD}(?: {WORD}){{0,2}}?"
)
PASSIVE = rf"(?:,?\s+(?:{AUX}|{ASIDE})|'s)*[\s:,=–-]+"
"""From the thing to what was done to it."""
LEAD = (
    r"(?:off|on|up|down|over|out|in|with|to|through|us|me|the|their|his|her|its|our|a|an|all|every|"
    r"each|full|"
    r"whole|entire|new|final|of|for|that|this|next|per|extra|required|formal(?:ly)?|internal|\w+'s|q\d|"
    r"fy\s?'?\d\d(?:\d\d)?|20\d\d|den|die|das|der|dem|ihr\w*|sein\w*|unser\w*|alle|het|de|hun|ons|onze|"
    r"[$€£₹]?\d[\d.,]*[km]?)"
)
ACTIVE = rf"(?:\s+{LEAD})*(?:\s+(?!(?:and|but|who|which|that|if|when|to)\b){WORD}){{0,2}}?\s+"
"""From the verb to the thing."""
COMPOUND = (
    r"(?:meeting|mtg|call|session|workshop|discussion|talks?|team|committee|owner|holder|lead|manager|guys|"
    r"cycle|round|season|planning|year|freeze|cap|cut|cuts|question|questions|concerns?|issues?|problems?|"
    r"constraints?|training|deadline|date|kick-?off|slot|extension|scope|environment|users?|group|sites?|"
    r"agreement|contract|fee|fees|pricing|price|terms|invite|budget|deck|slides?|template|link|agenda|"
    r"criteria|matrix|scorecard|plan|proposal|quote|follow-?up|prep|request form|runs?|ends|starts?|talk|"
    r"besprechung|termin|runde|team)"
)
HEAD = rf"(?![\w-]|'(?!s\b))(?!\s+{COMPOUND}\b)"
"""After a thing: `budget meeting` is no budget."""

APPROVED = (
    r"approved|aproved|ok'?d|okayed|okay'd|oked|green-?lit|greenlighted|signed off|sanctioned|cleared|"
    r"released|"
    r"granted|confirmed|authori[sz]ed|ratified|rubber-?stamped|waved through|agreed|accepted|"
    r"given the (?:go-?ahead|green light|nod|thumbs up|all clear)|has been given|got approv(?:ed|al)|"
    r"appropriated|blessed|ticked off|nodded through|(?:given|got|gave|gotten) (?:it )?(?:the |"
    r"a )?(?:nod|thumbs up|green light|ok)|"
    r"genehmigt|freigegeben|bewilligt|abgehakt|grunes licht gegeben|bestatigt|abgesegnet|abgenickt|"
    r"abgezeichnet|"
    r"goedgekeurd|vrijgegeven|akkoord|toegezegd|bevestigd"
)
FUNDED = (
    rf"{APPROVED}|allocated|assigned|set aside|ring-? ?fenced|earmarked|secured|committed|unlocked|"
    r"freed(?: up)?|"
    r"found|locked(?: in| down)?|carved out|reserved|zugeteilt|gesichert|eingestellt|eingeplant|"
    r"gereserveerd|"
    r"toegekend|passed|signed|squared|got (?:through|passed)|went through|in (?:the |this year's |"
    r"next year's )plan|"
    r"(?:sitting|sits?) (?:there|in (?:(?:the|their|her|his|\w+'s) )?(?:\w+ ){0,2}?(?:plan|budget|"
    r"account|pot|cost cent(?:re|er)))|verabschiedet"
)
BUDGET = (
    r"(?:budgets?|dosh|geld|paisa|haushaltsmittel|capital (?:bid|plan)|investeringsaanvraag|funding|"
    r"funds|money|capex|opex|spend|cash|(?:capital|spend|funding|budget|capex) requests?|"
    r"budget line|line item|afe|investment|mittel|gelder|investition|invest|financiering|investering)"
)
POC = (
    r"(?:poc|p\.o\.c\.|pilots?|trial|proof of (?:concept|value)|pov|tech(?:nical)? (?:eval(?:uation)?|"
    r"validation|test(?:ing)?|review|proof|deep dive)|evaluation|bake-?off|(?:sandbox|"
    r"sandpit)(?: tests?| run)?|"
    r"test phase|"
    r"acceptance(?: test(?:s|ing)?| run| trial)?|uat|piloten|pilotphase|testphase|probelauf|"
    r"teststellung|proefperiode|proef)"
)
BAR = (
    r"(?:(?:success|acceptance|exit|poc|pilot|technical|trial|test) (?:criteri(?:a|on)|targets?|kpis|"
    r"metrics|"
    r"goals?)|criteria|kriterien|erfolgskriterien|abnahmekriterien|succescriteria)"
)
BARS = (
    r"(?:targets?|kpis?|metrics?|requirements?|benchmarks?|use cases?|test cases?|tests?|test scripts?|"
    r"scripts?|"
    r"checks?|cases|scenarios?|points?|items?|asks|boxes|box|goals?|"
    r"anforderungen|eisen)"
)
EACH = (
    r"(?:all|every|each|100%|every single|samtliche|alle)(?: of)?"
    r"(?: (?:the|their|our|agreed|\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"\w+teen|twenty))*"
)
MET = (
    r"met|hit|passed|reached|achieved|exceeded|ticked(?: off)?|satisfied|fulfilled|nailed(?! down)|smashed|"
    r"erfullt|erreicht|gehaald|behaald"
)
SEC = (
    r"(?:security|infosec|info ?sec|information security|cyber(?: ?security)?|it[- ]security|vendor risk|"
    r"third[- ]party risk|pen ?test|soc ?2|data protection|privacy|gdpr|dpia|tprm|datenschutz|"
    r"informationssicherheit|sicherheits\w*)"
)
SEC_REVIEW = (
    rf"(?:{SEC}[- ](?:review|assessment|audit|check|due diligence|evaluation|vetting|clearance|screening|"
    r"approval|side|sign-?off|prufung|freigabe|keuring)|pen ?test|dpia|it[- ]security|security|infosec|"
    r"vendor risk|"
    r"sicherheits(?:prufung|check|audit|freigabe)|beveiligingstoets|securitytoets)"
)
SEC_TEAM = (
    rf"(?:{SEC} {CREW}|(?:it|information|cyber|systems?) (?:audit|risk)(?: {CREW})?|infosec|ciso|dpo|isb|"
    r"it[- ]security|"
    r"corporate security|cyber|security|datenschutzbeauftragte\w*)"
)
LEGAL = (
    rf"(?:legal(?: (?:{CREW}|counsel|eagles?))?|lawyers?|(?:general |outside |"
    r"in-?house )?counsel|"
    r"gc|attorneys?|solicitors?|contracts? team|legal cell|rechtsabteilung|jurist(?:en|in)?|anwalte?|"
    r"justi[zt]iar\w*|"
    r"juridische (?:zaken|afdeling))"
)
PAPER = (
    r"(?:contracts?|msa|agreement|paper(?:work|s)?|draft|dpa|order form|terms|t&cs?|sow|redlines?|redline|"
    r"vertrag|vertragsentwurf|contract|overeenkomst)"
)
REDLINES = (
    r"(?:redlines?|red-lines?|marked[- ]up clauses|redlined \w+|mark-?ups?|marked[- ]up (?:copy|"
    r"draft|version|contract|msa)|"
    r"tracked changes|track changes|(?:legal|contract|lawyers?'?) (?:comments|feedback|questions)|"
    r"comments on the (?:contract|msa|paper|agreement|dpa)|vertragsanmerkungen|anmerkungen zum vertrag)"
)
PROC = (
    r"(?:procurement|purchasing|strategic sourcing|sourcing|vendor management|supply chain|einkauf|"
    r"einkaufsabteilung|beschaffung|inkoop|"
    rf"(?:buying|purchase|procurement|purchasing|sourcing) {CREW})"
)
CRITERIA = (
    r"(?:(?:decision|evaluation|selection|buying|vendor|scoring|award|purchase|purchasing)[- ]criteria"
    r"(?: (?:doc(?:ument)?|list|sheet|matrix))?|criteria (?:doc(?:ument)?|list|sheet|matrix)|"
    r"(?:vendor |decision |evaluation |scoring )?(?:scorecard|score ?sheet)|(?:scoring|evaluation|"
    r"marking) (?:sheet|"
    r"grid|list|scheme)|requirements? (?:list|catalogue|catalog|document|doc|spec|matrix|sheet)|"
    r"(?:list of )?(?:requirements|must[- ]haves?)|acceptance list|"
    r"(?:list of )?what (?:she|he|they)(?:'ll| will)? (?:judge|score|measure|rate|decide|assess)(?: us|"
    r" it| vendors)? (?:by|on|"
    r"against)|(?:list of )?what ['\"]?good['\"]? looks like|"
    r"anforderungs(?:liste|katalog)|kriterienkatalog|lastenheft|eisenlijst|programma van eisen|"
    r"(?:evaluation|scoring|"
    r"decision) matrix|"
    r"(?:entscheidungs|auswahl|bewertungs)kriterien|(?:beslis|selectie|gunnings)\w*criteria)"
)
SETTLED = (
    rf"{APPROVED}|written(?: down| up)?|documented|locked(?: in| down)?|finali[sz]ed|finali[sz]e|set|"
    r"in writing|"
    r"settled|nailed down|done|aligned|fixed|final|in place|mapped(?: out)?|laid out|abgestimmt|festgelegt|"
    r"vereinbart|steht|stehen|verabschiedet|vastgelegd|afgestemd|afgesproken"
)
PLAN = (
    r"(?:mutual (?:action |close |closing |success |evaluation |activity )?plan|map\b|decision process|"
    r"close[- ]plan|"
    r"closing plan|joint (?:action |execution |close |evaluation )?plan|jep\b|buying process|go-?live plan|"
    r"evaluation plan|path to signature|(?:approval|sign-?off|purchasing|signature) (?:path|route|"
    r"steps|chain)|"
    r"who signs(?: off)?(?: what| when| and when)|approval process|sign-?off process|(?:steps?|path|"
    r"timeline|plan|"
    r"roadmap) to "
    r"(?:signature|signing|close|contract|sign)|entscheidungsprozess|(?:gemeinsame\w* )?(?:zeitplan|"
    r"fahrplan)|"
    r"besluitvormingsproces|besluitproces|stappenplan)"
)
BUYER = (
    r"(?:eb|economic buyer|decision[- ]maker|signatory|budget (?:holder|owner)|signer|final approver|"
    r"(?:person|one|guy|lady|woman|man|chap|gent) (?:who|that) (?:can |will |actually )?(?:signs?|decides)|"
    r"cheque signer|check signer|entscheider\w*|beslisser)"
)
UPSTAIRS = (
    r"(?:his|her|their|the) (?:own )?(?:board|exec\w*|boss\w*|leadership|ceo|cfo|coo|cto|cio|md|gm|svp|"
    r"evp|vps?|"
    r"vice president|president|chief|chair\w*|directors?|partners|management|committee|steerco|higher-ups|"
    r"seniors?|top brass|team)"
)
SPONSOR = (
    r"(?:be (?:our |the |my |an? )?(?:internal |inside )?(?:champion|sponsor|advocate|voice|man|woman|"
    r"person)|(?:champion|sponsor|back|"
    r"advocate for|vouch for|fight for|go to bat for|lobby for|argue for|root for|get behind) (?:us|"
    r"it|this|"
    r"the (?:project|deal|business case|initiative))|(?:sell|push|carry|drive|pitch|promote|present|"
    r"champion) "
    rf"(?:it|this|us) (?:internally|inside|upstairs|(?:up )?(?:to|with|at|before|past|"
    rf"in front of) {UPSTAIRS})|"
    rf"represent us (?:to|with|at|before|in front of) {UPSTAIRS}|(?:carry|wave|fly|hold) (?:the|"
    rf"our) (?:\w+ )?(?:flag|"
    r"torch|banner)|(?:fight|argue|plead|make) our (?:corner|case)|(?:fight|speak up|stand up|"
    r"go in to bat|lobby|"
    r"bang the drum|put in a (?:good )?word) for us|(?:make|argue) (?:the|our) (?:internal )?case|"
    r"take (?:it|this|us) to (?:his|her|their|the) (?:board|exec\w*|leadership|ceo|cfo|management)|"
    r"put (?:his|her|their) name (?:to|behind|on)|stick (?:his|her|their) neck out)"
)
PRIORITY = (
    r"(?:top|number[- ]one|number 1|no\.? ?1|no\.? one|nr\.? ?1|#1|biggest|main|real|key|big|burning|"
    r"board-level|huge|"
    r"high|highest|urgent|major|critical|chief|massive|serious|worst|single biggest|most (?:urgent|"
    r"pressing|"
    r"painful|important)) (?:\d |two |three |five |business |operational )*(?:priorit(?:y|ies)|problems?|"
    r"pains?"
    r"(?: points?)?|headaches?|nightmare|bottleneck|pain point|challenge|issue)|"
    r"(?:gro(?:ss|ß)te\w*|hochste\w*|dringendste\w*|wichtigste\w*) (?:problem|prioritat|schmerz\w*|thema|"
    r"baustelle)|"
    r"(?:exec|executive|board|boardroom|leadership|management|company)(?:[- ]level)? (?:issue|priority|"
    r"problem|"
    r"topic|pain)|(?:topic|item|issue|concern) (?:number|no\.?|nr\.?) ?(?:one|1|eins)|"
    r"hochste prioritat|top-?prioritat|(?:grootste|hoogste) (?:probleem|prioriteit|pijn)"
)
SAYS = (
    r"(?:confirmed|agreed|admitted|acknowledged|told (?:us|me)|said|says|sez|stated|reckons|calls|called|"
    r"described|"
    r"sagt|sagte|meinte|meint|bestatigt|bestatigte|zegt|zei|bevestigde)"
)
SUM = (
    r"(?:[$€£₹]\s?\d[\d.,]*\s?(?:k|m|mio|lakhs?|cr|crores?)?|\d[\d.,]*\s?(?:k|m|mio|lakhs?|lacs?|cr|"
    r"crores?|€|eur|usd|gbp|chf)|"
    r"the (?:full |whole )?(?:amount|sum))"
)
FOR_LESS = (
    r"(?!\s+(?:to|for|on) (?:(?:a|an|the|another|our|this|running|doing|revised|new) )*(?:demo|"
    r"agenda|invite|"
    r"date|slot|time|slides|deck|plan|meeting|call|pilot|"
    r"poc|trial|workshop|"
    r"chat|session|next step\w*|security|proposal review|visit|test\w*|lunch|coffee|intro\w*|second|"
    r"follow))"
)
"""A yes to a meeting or a trial is no yes to the purchase."""
PROBLEM = (
    rf"{SAYS}(?: that)?[\w\s,']{{0,50}}?\b(?:is|are|was|'s|as)?\s*(?:a |an |the |their |now |"
    rf"his |her |one of \w+ )*(?:{PRIORITY})",
    r"confirmed (?:the |their |this )?(?:\w+ ){0,3}?(?:problem|pain|pain point|issue|priority)\b",
    r"(?:is|are|'s|=|remains?|ist|sind|bleibt) (?:now |still |definitely |by far )?(?:a|the|"
    rf"their|his|her|our|one of their|das|ihr\w*|sein\w*) (?:{PRIORITY})",
    rf"(?:his|her|their|its|\w+'s|ihr\w*|sein\w*) (?:{PRIORITY}) (?:right now |this year |today |"
    r"at the moment )?(?:is|are|=|ist|remains)\b(?! (?:the |our |your )?(?:price|pricing|"
    r"cost of|contract|you|us))",
    rf"\w+: [^.\n]{{0,60}}\b(?:is|are|'s) (?:my|our) (?:{PRIORITY})",
    r"keep(?:s|ing)? (?:him|her|them|(?:his|her|their|the) \w+) (?:up at night|awake)|(?:is|"
    r"are) (?:killing|bleeding|crippling|hurting|eating|destroying|costing) "
    r"(?:them|him|her|their (?:margins?|profits?|business|numbers|people))\b",
)
