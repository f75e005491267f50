"""How sellers say that an opportunity is won or lost."""

from __future__ import annotations

import re

PAPER = (
    r"(?:contract|order form|agreement|paper(?:work)?|msa|deal|docs?|everything|sow|order|vertrag|contract)"
)
WON = re.compile(
    r"\b(?:closed[- ]won|(?:just |have |has )?docusigned|unterschrieben (?:zuruck|retour|da)|"
    r"countersigned|counter-signed|"
    rf"(?:we |they |just |have |has |and |dana )?(?<!minutes )(?<!plan )signed(?! (?:off|up|in|on to|"
    rf"cop(?:y|ies)\b|an? (?:[\w-]+ ){{0,2}}?(?:nda|loi|mou|lease|letter|merger|partnership)|"
    rf"the (?:nda|mnda|loi|mou|map|dpa|poc|pilot|mutual|statement)|nda|mnda|loi|mou|dpa|poc|pilot|"
    rf"for (?:a|the) (?:demo|trial|poc|pilot|workshop)|by\b|with\b|before|until|without))|"
    r"(?:po|p\.o\.|purchase order|bestellung|auftrag|(?:the|their|final|signed) order|opdracht|"
    r"bestelling) (?:(?:is|was|has|been|just|finally|ist|wurde|heute|today|gestern|yesterday|soeben|"
    r"jetzt|endlich|this morning|vandaag|copy|now) )*(?:received|recd|rcvd|eingegangen|erhalten|"
    r"gekommen|erteilt|im sack|in der tasche|gesichert|unter dach und fach|binnen|ontvangen|bagged|"
    rf"in\b(?! (?:progress|process|review|approval))|came in|arrived|landed|here|issued|through|da)|"
    rf"(?:got|received|have|has sent|sent(?: us| over)?|issued|have got|here's) (?:the |their |a |"
    rf"us the )*(?:po\b|purchase order|signature|signed {PAPER}|countersigned {PAPER})|"
    rf"(?:{PAPER}|docusign) (?:is |was |has been |came back |got |'s )*(?:signed|countersigned|"
    rf"executed|completed|inked|back signed|unterschrieben|getekend)(?! (?:off|up|in|for)\b)|"
    r"we won(?! the (?:round|bake|technical|first|poc|pilot|argument|shortlist)| over|"
    r" (?:[^\s.,;]+ ){1,3}over\b(?! the line))|(?:deal|it|this one|contract)(?:'s| is| was)? (?:won\b|"
    r"inked|done deal|booked)|won (?:it|the deal|this one|"
    r"the business)\b|"
    r"is (?:ours(?! to)|won|booked(?! (?:for|in|on|with|at|into)))\b|(?:ink|signature) is dry|"
    r"it's ours(?! to)|closed the deal|closed it(?! (?:lost|"
    r"out|as))|"
    r"deal (?:is )?(?:closed|done)(?! lost|[- ]lost)|(?:order|deal|contract|business|it)(?:'s| is| was|"
    r" has been)? (?:bagged|clinched|sealed|"
    r"over the line|in the bag)\b|(?:bagged|clinched|sealed|inked) (?:it|this one|the (?:deal|order|"
    r"contract|business))\b|"
    r"zuschlag (?:erhalten|bekommen|ist da)|auftrag (?:gewonnen|bekommen)|booked(?= *$| *[!.,🎉]| it\b|"
    r" today\b| the deal)|won(?= *$| *[!.,🎉])|"
    r"(?:hat|haben|ist|heeft|hebben|is) (?:\w+ )?(?:unterschrieben|getekend|unterzeichnet|ondertekend)|"
    r"gewonnen\b)"
)
LOST_TO = (
    r"(?:lost|went|gone|going|goes|signed|chose|picked|selected|awarded (?:it )?|decided on|chosen|"
    r"opted for|bought|buying|preferred|renewed|stayed|staying|sticking|stuck|extended|verloren|"
    r"continuing|carrying on|carried on|"
    r"switched|switching)"
)
LOST = re.compile(
    r"\b(?:closed[- ]lost|"
    r"(?<!got )lost(?= (?:it|this one|the deal|the business|to\b|on price|on pricing|over price|"
    r"against|because|"
    r"due to|, |at |for |on |-|–)|\s*$|\s*[!.,:;(😢😞☹💀])(?! (?:it|them|him|her) on| on (?:me|him|her|"
    r"them)| at (?:hello|sea)| for words| to (?:follow|find))|"
    r"we lost(?! (?:the |a |our |their |his |her |my )?(?:\w+ )?(?:champion|round|contact|sponsor|time|"
    r"momentum|"
    r"touch|connection|notes?|signal|a week|ground|argument|thread|lead|weeks|days|deck|file))|"
    r"(?:is|it's|deal's|deal is|they're|totally|officially|that's) (?:dead(?!line|lock| (?!now\b|in the "
    r"water|and|because|since|as\b|today|to (?:us|me)|for (?:us|me|now|good)|i'm|sadly|so\b|but|yaar|at "
    r")\w)\b|"
    r"lost\b(?! (?:in|without|on)))|"
    r"(?:deal|project|opp|opportunity|it|this)(?: is|'s| has been| was| got)? (?:dead(?!line|lock|"
    r" (?!now\b|in the water|and|because|since|as\b|today|for (?:us|now|good)|i'm|sadly|so\b|but|yaar|at )"
    r"\w)|killed|cancelled|canceled|scrapped|shelved|"
    r"gone(?=\s*(?:$|[^\w\s])| for good\b))|"
    r"(?:binned|canned|axed|nixed|shelved|scrapped) (?:it|this|us|the (?:project|deal|initiative|"
    r"whole thing))|"
    r"knock(?:ed|ing)? (?:it|us|this|the \w+) on the head|killed (?:the|this) (?:project|deal|initiative)|"
    r"pulled the plug|dead in the water|dead deal|"
    r"verloren\b|gone cold for good|no longer (?:buying|going ahead|proceeding)|gestorben|geplatzt|"
    r"vom tisch|abgesagt\b|abgeblasen|gaat niet door|afgeblazen|decided not to (?:buy|"
    r"proceed|go ahead|move forward)|chose not to (?:buy|proceed))"
)
DEAD = re.compile(r"(?:^|[\s:,–-])(?:is |now )?(?:dead|gone)(?=\s*$|\s*[.!,;:(–-])")

_AUX = (
    r"(?:'s|'ve|\s+(?:is|are|was|were|has|have|had|been|now|just|officially|finally|completely|sadly|"
    r"totally|well|"
    r"truly|all|a|as|the|and|deal|opp|project|order|account|business|one|thing|leider|ist|sind|hat|haben|"
    r"jetzt|nun|uns|helaas|heeft|nu|today|really|basically|quite))*\s*[:=,–-]?\s*"
)
_ENDS = (
    r"(?=\s*(?:$|[^\w\s'\"&/(-]|[-–—(]\s?|(?:today|yesterday|this (?:morning|week|afternoon)|last "
    r"(?:night|week)|just now|an hour|now|at [$€£₹]|at \d[\d.,]*\s?[km]\b|for [$€£₹\d]|because|since|"
    r"cos|as|and|und|en|"
    r"yaar|sir|"
    r"heute|gestern|vandaag|gisteren|leider|helaas|i'm|im|sadly|i)\b))"
)
_RECORD_WON = (
    r"(?:put pen to paper|inked(?: it| the \w+)?|in the (?:bag|sack|can|books|net)|(?:a )?done deal|"
    r"(?:is |are )?done and dusted|sealed(?: the deal)?|bagged|clinched|"
    r"(?<!is )(?<!are )closed(?!\W+(?:re-?open|back|till|until))|"
    r"= ?(?:a )?win|"
    r"over the line|across the line|in trockenen tuchern|im sack|im kasten|in der tasche|"
    r"in der kiste|eingetutet|"
    r"unter dach und fach|binnen|in kannen en kruiken|rond)"
)
_RECORD_LOST = (
    r"(?:off(?! the hook|\s+(?:this|today|now|until|till|for|last|as)\b)|(?:fell|fallen|gone|"
    r"falls) through|(?:went|gone) (?:south|belly up|"
    r"elsewhere|(?:in )?another "
    r"(?:way|direction)|(?:in )?a different (?:way|direction)|down the (?:pan|drain|tubes|toilet|"
    r"swanny))|goner|"
    r"toast|blew up|blown up|bit(?:ten)? the dust|kaput|dead and buried|tits up|a write-?off|"
    r"passed(?: on (?:us|it|this))?|turned us down|said no(?: thanks| to us)|"
    r"decided against(?: (?:us|it|buying|going ahead|the project))?|"
    r"(?:won't be|aren't|isn't|are not|is not|not) (?:going ahead|proceeding|moving forward|buying)"
    r"(?: with (?:us|it|this))?|"
    r"(?:pulled|backed|bailed|bowed) out(?: (?:of|on) (?:it|us|this|the (?:deal|process|project|"
    r"tender|whole thing)))?|"
    r"walked(?: away)?|(?:dropped|binned|ditched|rejected|ruled out|knocked out|declined) us|"
    r"cut us (?:out|loose)|"
    r"abgesagt|abgesprungen|tot|gestorben|vom tisch|geplatzt|weg|den bach runter|"
    r"van (?:de baan|tafel)|afgeketst|afgehaakt|niet doorgegaan)"
)
_ARRIVED = (
    r"(?:dropped|landed|hit (?:my|the|our) (?:inbox|desk|mailbox)|(?:has |have )?come\b|(?:is |"
    r"now )?out|released|"
    r"liegt (?:vor|auf \w+ (?:tisch|schreibtisch))|(?:is |sitting )?(?:on my desk|in (?:my|"
    r"the) (?:inbox|hand))|with me|"
    r"placed|eingetutet|is (?:van|voor) ons|gehort uns|ist unser\w*)"
)
_ORDER_THING = (
    r"(?:po|p\.o\.|purchase order|(?<!in )(?<!work )(?<!short )(?<!change )order|auftrag|bestellung|"
    r"opdracht|bestelling)"
)
_SIGNED_THING = (
    r"(?:signatures?|ink|(?:fully )?(?:counter)?(?:signed|executed) (?:copy|copies|contract|"
    r"agreement|order form|"
    r"paper\w*|docs?)|unterschriebene\w* (?:vertrag|angebot)|(?:unterschrift|handtekening)|getekende? "
    r"(?:contract|offerte|overeenkomst))"
)
WON_THINGS = re.compile(
    rf"\b{_ORDER_THING}{_AUX}{_ARRIVED}{_ENDS}|"
    rf"\b{_SIGNED_THING}(?:'s|\s+(?:is|are|was|has|have|been|just|now|came|come|finally|ist|liegt|"
    rf"staat|sitzt|"
    rf"sitting|lies))*\s+(?:in(?=\s*(?:$|[,.!;:-]|from\b|yaar\b))|here|back|da|received|arrived|"
    rf"landed|dry|binnen|"
    rf"drauf|drunter|eronder|(?:on|in) (?:my|our|the) (?:desk|inbox)|auf (?:\w+ )?(?:tisch|"
    rf"schreibtisch)|vor)\b|"
    rf"\b(?:docusign|esign|e-sign) (?:is |has been |got |just )*(?:completed?|done|finished)\b|"
    rf"\bput (?:\w+ )?pen to paper\b|"
    rf"\b(?:has |have |'ve |they |just |finally )*(?:released|issued|placed|cut|sent(?: us| over| across| "
    rf"through)?) (?:the |their |us the |a )(?:final |signed |actual )?(?:po|purchase order|"
    rf"order)\b(?! (?:number|form|"
    rf"draft|template))|"
    rf"\b(?:got|received|have|holding|here's) (?:the |their |a )?(?!draft|unsigned|sample|pilot|old|"
    rf"wrong|trial|test|"
    rf"no\b|not\b)(?:\w+ ){{0,2}}?(?:po|purchase order)\b(?! (?:number|form|draft|template|process|"
    rf"date|on|by|next|"
    rf"soon|request))"
)
"""An order or a signature that has arrived."""
_IT = (
    r"(?:it|this|this one|that one|(?:the )?(?:deal|project|opp|order|business|whole thing)|"
    r"(?:das )?projekt)"
)
IT_WON = re.compile(rf"(?:^|(?<=[\s,:;.]))(?:{_IT}|they|all)(?:'s|'re)?{_AUX}{_RECORD_WON}{_ENDS}")
IT_LOST = re.compile(
    rf"(?:^|(?<=[\s,:;.]))(?:{_IT}|they)(?:'s|'re)?{_AUX}(?:{_RECORD_LOST}|gestoppt|eingestellt|"
    rf"beerdigt){_ENDS}|"
    rf"\bauftrag (?:ist |leider )*(?:weg|futsch){_ENDS}|\b(?:absage|afwijzing) (?:bekommen|erhalten|"
    rf"kassiert|gekregen|ontvangen)\b|"
    rf"\bwe(?:'re| are) out (?:at|of it)\b|\b(?:lost|missed) out (?:at|to|on (?:it|this|the deal))\b|"
    rf"\b(?:order|business|deal|contract|auftrag|opdracht) (?:went|has gone|gone|ging|gegangen) "
    rf"(?:to|an|naar) (?:someone else|another \w+|a (?:competitor|rival)|the (?:competition|other \w+))|"
    rf"\b(?:decided|chosen|opted|elected) (?:to|on) (?:do(?:ing)? (?:nothing|naff all|sod all|nowt|nichts)|"
    rf"(?:stick|stay|live|carry on|make do|keep) (?:with |going with )?(?:what|excel|spreadsheets?|paper|"
    rf"the (?:old|current|existing)|their (?:old|current|own|existing))|"
    rf"build (?:it |their own |something )?(?:in[- ]?house|themselves|internally))|"
    rf"\bclose (?:it|this|this one|that one) (?:out|off|down)\b(?! (?:as won|won|by\b))"
)
NAME_WON = re.compile(rf"{_AUX}{_RECORD_WON}{_ENDS}")
NAME_LOST = re.compile(rf"{_AUX}{_RECORD_LOST}{_ENDS}")
WON_NAME = re.compile(
    r"\b(?P<verb>bagged|landed|clinched|nailed|sealed|closed|inked|won|signed|got|brought|"
    r"chalk\w* up|just)\s+(?:the )?$"
)
"""The verb before the record's name; after it the words end, or it is over the line."""
WON_NAME_ENDS = re.compile(
    rf"(?:'s)?(?: deal| order| business| contract| po)?(?:(?P<over> (?:over|across) the line|"
    rf" in the bag| home| as a "
    rf"win| done| signed){_ENDS}|{_ENDS})"
)
