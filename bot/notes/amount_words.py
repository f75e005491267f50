"""The words around a sum that tell whether it is the amount: agreed, refused, of something else."""

from __future__ import annotations

import re

AGREED = re.compile(
    r"\b(?:settled|agreed|landed|landing|final|finally|shook on|met in the middle|ended up|ended|"
    r"came down to|"
    r"closed at|signed at|now|new (?:amount|price|number|value|total)|revised|corrected|updated|"
    r"make it|call it|"
    r"put it|total|in total|altogether|all in|einigten|geeinigt|jetzt|nu|deal at|done at)\b[^.;]{0,24}$"
)
AGREED_AFTER = re.compile(
    r"\s*(?:works\b|is the (?:number|figure)|ok\b|okay\b|all (?:told|up)|it is\b|(?:is|was) (?:fine|good|"
    r"ok|okay|"
    r"agreed|approved|final|done|accepted|signed off)|approved|accepted|flat\b|firm\b|fine by|geht klar|"
    r"passt|klar\b|akzeptiert|angenommen|geaccepteerd|(?:kar|ho) (?:diya|di|gaya|gayi)|and (?:she|he|"
    r"they)(?:'s|'re)? (?:nodded|agreed|said (?:yes|ok|fine)|accepted|took it|"
    r"shook|bit|ok|fine)\b|"
    r"(?:pe |par |me |kar )?(?:karo|kar do|kar dena|daalo|daal do|rakho)\b|total|in total|all[- ]in|"
    r"altogether|final|agreed|is agreed|it is|now)\b"
)
REFUSED = re.compile(
    r"\b(?:promised|tr(?:ied|ies|ying) (?:for|to get)|angling for|fishing for|offered|told (?:her|him|them|"
    r"\w+)|offering|offers|asked|asking|asks|wants?|wanted|"
    r"demand\w*|proposed|"
    r"counter(?:ed)?|"
    r"started at|opened at|"
    r"started|bid|lowball\w*|haggl\w*|they said|we said|i said|initially|originally|list price|pushed for|"
    r"bole|bola|boli|bol rahe|keh rahe|kehte|maang\w*|chah\w+|"
    r"budgeted|baulk\w* at|balk\w* at|chok\w* (?:on|at)|winc\w* at|flinch\w* at|laugh\w* at|gagg\w* at|"
    r"object\w* to|bietet|bieten|geboten|fordert|verlangt|vraagt|biedt)\b[^.;,\d]{0,22}$|"
    r"\b(?:from|instead of|rather than|"
    r"statt|anstatt|anstelle von|von|in plaats van|bisher|vorher|war|"
    r"down from|up from|not|was|were|had|old|previously|formerly|last year|vs|versus|list|"
    r"compared to|first)\s*(?:the |at |only |just )?[$€£₹]?$"
)
OTHER_MONEY = re.compile(
    r"\b(?:ceiling|list(?: price)?|roi of|north of|south of|close to|near|almost|lost|lose|gap|zip|"
    r"postcode|plz|can (?:only )?sign|can approve|"
    r"maximal|hochstens|unter|maximaal|mindestens|minimaal|nur(?! noch)|only pay|mochte|gern|wollen|wil|"
    r"expects|"
    r"looking for|hop(?:es|ing) for|"
    r"support|earmarked|costs?|discount(?:ed)?|rebate|(?<!signed )(?<!signs )off|save|saves|saving|"
    r"savings|spend|spends|"
    r"spending|spent|revenue|"
    r"turnover|raised|funding of|round of|"
    r"series|penalty|fine|salary|worth of|budget (?:is|of|for|around|at|was|about|cap)|budget|capex of|"
    r"currently pay(?:ing|s)?|pays|paying|paid|existing "
    r"contract|current contract|costs? them|losing|loses|fee|fees|services|implementation|onboarding|"
    r"training|setup|quoted|"
    r"invoice|commission|quota|target|valuation|market cap|sign(?:s|ing)? (?:by \w+ |"
    r"off )?(?:alone )?up to|authority|limit|threshold|approval (?:limit|above|over)|above|"
    r"over|under|below|less than|more than|at least|minimum|min|max|maximum|up to|upto|bis zu|tot max|"
    r"cap(?:ped)? at|"
    r"as (?:much|high|low) as|extra|another|additional|plus|add(?:s|ed|ing)?|upsell|expansion of|"
    r"upside|increase of|"
    r"by|cut of|reduction of|deposit|first year|year one|year 1|y1|half of|share|split|portion|credit|"
    r"r[au]n|running|jog\w*|cycled|swam|owe[sd]?|borrowed|lent|bet|tip(?:ped)?|(?:second|third|2nd|3rd|"
    r"each) year|year (?:two|three|2|3)|y[23]|"
    r"phase (?:1|2|one|two))\b[\w\s~$€£₹']{0,12}$|"
    r"\b(?:pays?|paying|zahl\w*|bezahl\w*|betaal\w*|paid|spends?|spent|spending|owes?|owed|raised|turnover|"
    r"revenue|umsatz|omzet|"
    r"(?:current|existing|old|other) (?:vendor|supplier|tool|system|provider|contract))\b"
    r"(?! (?:us\b|for (?:us|this)))[\w\s~$€£₹']{0,30}$"
)
RISEN = re.compile(
    r"\b(?:crept|creeps?|gone|goes|went|moved?|moves|bump\w*|popp\w*|push\w*|rais\w*|rises?|risen|rose|"
    r"gr[eo]w\w*|"
    r"increas\w*|upp\w*|edg\w*|climb\w*|jump\w*|inch\w*|swell\w*|swollen|stretch\w*|lift\w*|take|taken|took|"
    r"brought|bring|put|get|got|nudg\w*|talked|negotiated|came|comes?|is|are|now|back|we're|it's|they're)\b"
    r"[^.;,]{0,30}?\bup ?to\s*(?:about |around |roughly )?[~$€£₹]*$"
)
"""`has crept up to 88k` tells where it is; `up to 88k` only how far it may go."""
MAY = re.compile(
    r"\b(?:can|could|may|might|will|would|able|allowed|limit|authori\w+|sign\w*|approve\w*|spend\w*)\b"
)
OTHER_AFTER = re.compile(
    r"\s*(?:(?:paid )?(?:pilot|poc|trial|starter|test|bonus|prize|parking|ticket)\b|discount|rebate|"
    r"nachlass|rabatt|korting|skonto|gutschrift|discount|chhoot|off\b|budget|saving|"
    r"in savings|earmarked|set aside|ring-?fenced|cheaper|"
    r"less\b|more\b|extra\b|additional|"
    r"upside|upsell|"
    r"for (?:services|implementation|training|onboarding|setup|support|year one|year 1|licen[cs]es)|"
    r"services|implementation|setup|"
    r"penalty|credit\b|fine\b|grant\b|stehen? im raum|steht im raum|im raum|im gesprach|on the table|in play|"
    r"being discussed|(?:is |was )?(?:floated|mooted)|in discussion|"
    r"in revenue|revenue|funding|round\b|salary|per\b|deposit|upfront|up front|above|"
    r"over (?:budget|list)|"
    r"gap|apart|short|higher|lower|on top\b(?! of \W?\d)|max\b|tops\b|or (?:more|less|so they)|plus\b|"
    r"\+(?!\s*(?:gst|vat|tax|mwst|nothing|no\b|zero))|and up|in pipeline|quota|commission|"
    r"(?:is|was|would be|'s) (?:too|way too|not|out of|over|a stretch))"
)
APPROXIMATE = re.compile(
    r"(?:~|≈|\b(?:around|about|roughly|approx\.?|say|circa|ca\.?|rund|etwa|ongeveer|like|some))\s*$"
)
ON_TOP = re.compile(
    r"\s+(?:(?:on top of|more than|over)\s+(?:the\s+)?|(?P<added>(?:on ?)?to|onto|on|auf|zu)\s+(?:the|our|"
    r"my|their|"
    r"that|die|den|de)\s+)(?:current\s+|existing\s+|original\s+|old\s+)?[$€£₹]?\s*"
)
ADDED = re.compile(
    r"\b(?:add(?:ed|ing|s)?|put(?:ting)?|tack(?:ed)?|stick|stuck|plus|leg|leggen)\s+(?:another |an extra )?$"
)
APIECE = re.compile(r"\b\d+ [a-z]+ (?:a|je|zu je|@|x|mal) ?[$€£₹]?$")
ARROW = re.compile(r"\s*(?:->|→|=>|to|tot|auf|up to|down to|is now|now|becomes)\s*(?:now\s*)?[~$€£₹]?\s*$")
YEARS = re.compile(r"\b(?:\d|two|three|four|five|multi)[- ]?(?:yr|year|years|jahre)\b|\bx\s*\d\b|\b\d\s*x\b")
DECLINED = re.compile(
    r"[^.;\d]{0,40}\b(?:(?:we|i|they|she|he|und|and|but) (?:have )?(?:declined|refused|said no|passed|"
    r"rejected|"
    r"turned (?:it|that|this|them|him|her) down|held firm|pushed back|walked)|no way|not happening|"
    r"not a chance|"
    r"(?:hab(?:e|en)? )?abgelehnt|geweigerd|afgewezen)\b"
)
"""`tried for 575, we declined`."""
SPLIT = re.compile(
    r"\b(?:split(?:ting)?|teilen|aufgeteilt|phase (?:1|2|one|two|i|ii)|instal?lments?|tranches?|milestones?|"
    r"half now|(?:this|"
    r"first) year (?:and|,|then) .{0,20}next)\b"
)
TO = re.compile(r"\s*(?:to|bis|tot|or|oder|of)\s*[$€£₹]?")
CHANGED = re.compile(
    r"\b(?:from|von|van|up|down|went|goes|gone|moved?|moves|bumped?|raised?|cut|dropped|reduced|lowered|"
    r"increased?|revised|changed?|set|make)\b[^.;]{0,20}$"
)
PONDERED = re.compile(
    r"\b(?:think\w*|consider\w*|look\w*|expect\w*|budget\w*|range|ballpark|somewhere|anywhere)\b"
)
RIVAL = re.compile(
    r"\bthey(?:'re| are| were)? (?:quot\w+|charg\w+|pric\w+|c[ao]me in|at)\b[^.;]{0,12}$|"
    r"\b(?:competitor|competition|incumbent|rival|other (?:vendor|guys|lot)|cheaper "
    r"one)\b[^.;]{0,30}\b(?:quote[sd]?|at|"
    r"charge[sd]?|price[sd]?|came in)\b[^.;]{0,12}$"
)
