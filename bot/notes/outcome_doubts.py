"""What only sounds like an outcome: not yet, of something else, only thought, or taken back."""

from __future__ import annotations

import re

NOT_LOST = re.compile(
    r"\b(?:champion|contact|notes?|lost and found|battery|phone|wi-?fi|line|call|round|"
    r"sponsor)\b[\w\s]{0,8}$"
)
BOOKED_EVENT = re.compile(
    r"\b(?:meeting|mtg|demo|call|workshop|flights?|travel|hotel|room|session|slot|visit|trip|trains?|"
    r"onsite|lunch|dinner|date|time|merger|termine?|treffen|besuch|afspraak|schulung|"
    r"side|other|another|house|property)\b[\w\s]{0,14}$"
)
HEARSAY = re.compile(
    r"\b(?:someone|somebody|rumou?r\w*|word is|allegedly|supposedly|consider(?:ing|ed)?|reckons?|"
    r"smells?|looks?|"
    r"practically|virtually|hint(?:s|ed)|jok(?:es|ed|ing)|dreams?|pretend\w*|claims?|claimed|scheint|wohl|"
    r"vermutlich|angeblich|lijkt|schijnt|volgens mij)\b"
)
TAKEN_BACK = re.compile(
    r"^[^.!?\n]{0,40}?(?:\bbut\b.{0,30}\b(?:lives|alive|hopes?|chance|fighting|breathing|disagrees)\b|\bnow "
    r"(?:it's|its|they're|he's|she's) back\b|\bbut (?:alive|not|still|it's not|reviv)|\b(?:bar|except|"
    r"save) (?:the|for)|"
    r"\bor (?:so|not)\b|"
    r"\bin 20\d\d\b|\blast (?:year|spring|summer|autumn|fall|winter)\b|\b(?:years?|months) ago\b|\bback in\b|"
    r"\b(?:first|last) time\b|\bjust kidding|\bjk\b|\bif only|\bto follow\b|\balive again|\bnot the "
    r"(?:deal|contract|order)|"
    r"\bfor now\b|"
    r"\bwithout (?:an? |the |our )?(?:rabatt|discount)|\bunless\b)"
)
OPEN_END = re.compile(
    r"\b(?:waiting (?:for|on)|to countersign|still (?:needs?|missing|pending|outstanding)|waiting theirs|"
    r"not theirs)\b"
)
LESSER_PAPER = re.compile(
    r"\b(?:criteria|plan|nda|mnda|loi|mou|dpa|pilot|poc|trial|scope|minutes|mutual|evaluation|security|"
    r"intent)\b[\w\s]{0,12}"
    r"\b(?:docs?|document|agreement|paper\w*|form|contract|sow)\b"
)
"""A signed plan or letter of intent wins nothing."""
A_ROUND = re.compile(
    r"\b(?:runde|vorrunde|ronde|round|etappe|phase|heat|bake-?off|pitch|shortlist|beauty contest|"
    r"vorauswahl)\b"
)
"""What is won on the way to the order."""
WAIT = re.compile(
    r"\b(?:think\w*|thought|feels?|felt|looks?|seems?|sounds?|smells?|fear(?:ed|ing)?|afraid|worried|"
    r"guess\w*|suspect\w*|"
    r"probably|likely|"
    r"will|'ll|shall|should|going to|gonna|to be|to get|get(?:ting)?|gets|needs?|need|want\w*|"
    r"must|has to|have to|would|could|might|may|can|"
    r"once|when|until|till|if|before|after|as soon as|waiting|await\w*|pending|expect\w*|hope\w*|"
    r"almost|nearly|promis\w*|not|never|"
    r"ready to|about to|by|soon|being|still|half|verbally|as good as|won't|chasing|trying|try|"
    r"last (?:year|quarter)|yet)\b[\w\s']{0,36}$|"
    r"\bto (?!the\b|us\b|me\b|him\b|her\b|them\b|our\b|my\b|their\b|an?\b|it\b|date\b|closed\b|say\b|"
    r"report\b)[a-z]+ $"
)
"""What has not come yet, or only seems so; `to help it over the line` is what somebody is at."""
AFTER = re.compile(
    r"\s*(?:in principle|verbally|subject to|(?:for|on) (?:the |a |an |our |their )?(?:\w+ )?(?:pilot|"
    r"poc|trial|phase|draft|nda)\b|template|number|"
    r"draft|details|process|request|form\b|by (?!docusign|management|them\b|her\b|him\b|us\b|board|"
    r"procurement|finance|hq|corporate|the \w+|both|all|the (?:cfo|ceo)|their|[a-z]+ (?:today|"
    r"yesterday))|before|until|yet\b|"
    r"next|tomorrow|soon|in (?:april|may|june|q\d)|if\b|once\b|when\b|\?)"
)
SIGNED_SOMETHING = re.compile(
    r"(?<=signed)\s+(?:the|a|an|our|their|his|her|my|some|two)\s+(?!(?:hour|minute|moment|second|day|week|"
    r"few|couple|other)\b)(?!(?:[\w-]+ ){0,2}?(?:contract|agreement|"
    r"orders?|"
    r"order form|forms?|papers?|paperwork|po|deal|msa|docs?|documents?|docusign|sow|thing|lot|renewal|"
    r"extension|"
    r"subscription|quote|proposal|offer|dotted|bottom|vertrag|angebot|amendment|addendum)\b)"
)
"""`signed the visitor book`."""
WHICH = re.compile(
    r"\b(?:that|which)\s*$|\b(?:like|unlike|than|as|same|similar|another|other|after|since)\b[^.;]*"
    r"\b(?:deal|one|account|customer|client|pilot|contract|project|opp)\s*$"
)
"""`like the Acme deal that we won`: told of another."""
ELSEWHERE = re.compile(
    r"\s+(?:for (?!us\b|this\b|it\b|the (?:deal|project|whole))\w+|last (?:year|quarter|month)|in 20\d\d|"
    r"on (?:another|a different))"
)
OTHER_PAPER = re.compile(
    r"\b(?:afe|minutes|lease|invoices?|timesheets?|petition|card|letter|visitors? book|nda|loi|mou|"
    r"plan|list|"
    r"requisition|pr|capex|report|certificate|protocol|protokoll)(?: (?:is|was|are|were|got|has|have|"
    r"been|now|just|"
    r"finally))* ?$"
)
"""Signed, but not the opportunity's contract."""
THING_IS = re.compile(
    r"\b(?:slot|date|room|flight|time|venue|eb|call|demo|visit|survey|workshop|trip|appointment|he|"
    r"she|i|we|line|wi-?fi|"
    r"laptop|phone|battery|server|budget)(?:'s|'m|'re| is| are| was| am)?(?: now| all)?\s*$"
)
NO_ATTRIBUTE = re.compile(
    r"\s*(?:$|[^\w\s]|\d)|\s+(?:and|as|at|because|but|by|due|for|from|on|over|since|so|to|today|yesterday|"
    r"this|"
    r"last|now|pls|plz|please|thanks|then|we|they|i|he|she|it|price|pricing|budget|timing|competitor|no|"
    r"stage|"
    r"status|deal|opp|yesterday|after|against|cos|coz|sir|yaar|bitte|jetzt|nun|heute|und|en|weil|wegen|if|"
    r"when|"
    r"once|until|before|subject|verbally|in|next|tomorrow|soon|yet)\b"
)
"""`is dead quiet` and `a signed copy` say of something else what it is like."""
FOR_SOMETHING_ELSE = re.compile(
    r"\s+for (?:another|a different|other|lunch|dinner|breakfast|drinks|now|the (?:day|week|weekend|"
    r"holidays?|moment|"
    r"other))\b"
)
