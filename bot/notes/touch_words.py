"""How sellers word a contact that took place: a call, a meeting, a mail or a message."""

from __future__ import annotations

import re

from bot.sales import NoteType

_ONE = (
    r"(?:(?:a|an|the|my|our|another|quick|good|great|long|short|brief|tough|rough|nice|solid|productive|"
    r"first|second|third|"
    r"final|intro\w*|discovery|disco|follow-?up|pricing|weekly|monthly|regular|video|con|conf|conference|"
    r"phone|telephone|"
    r"telephonic|teams|zoom|skype|intro|commercial|technical|tech|proper|really|very|joint|onsite|"
    r"on-site|site|"
    r"sit-down|face[- ]to[- ]face|1:1|one[- ]on[- ]one|team|exec|review|ein\w*|kurz\w*|gut\w*|een|kort|"
    r"goed|goede|"
    r"\d+[- ]min(?:ute)?s?|half[- ]hour|hour[- ]long|hr|hour) )*"
)
_CALL = (
    r"(?:(?:(?:tele)?phone |con |conf |conference |video |zoom |teams )?calls?|convos?|conversation|chat|"
    r"catch-?up|catch up|"
    r"sync|check-?in|zoom|telco|telcon|concall|telephonic|ring|voice ?mail|vm|telefonat|telko|anruf|"
    r"gesprach|"
    r"belletje|gesprek|telefoontje)"
)
_MEETING = (
    r"(?:meetings?|mtg|meet|lunch|coffee|dinner|breakfast|beers?|drinks?|tea|brew|pint|cuppa|curry|bite|"
    r"onsite|on-site|site visit|"
    r"visit|sit-?down|"
    r"workshop|demo|demos|presentation|session|qbr|ebr|walkthrough|kick-?off|roundtable|termin|treffen|"
    r"besuch|mittagessen|"
    r"besprechung|vor-ort-termin|afspraak|bezoek|bespreking|plant tour|tour)"
)
_EMAIL = r"(?:e-?mails?|mails?)"
_FOOD = (
    r"(?:pancakes|tacos|pizza|sushi|burgers?|steak|bbq|barbecue|curry|sandwich(?:es)?|cake|croissants?|"
    r"ice cream|"
    r"wine|whisk(?:e)?y|beers?|pints?|cocktails|bite|supper|brunch|breakfast|lunch|dinner|coffees?|"
    r"espresso|tea|chai|"
    r"cuppa|brew|drinks?|stroll|round of golf|game of \w+|yarn|natter|kuchen|kaffee|bierchen|borrel|koffie)"
)
_PLACE = (
    r"(?:(?:her|his|their|the (?:customer|client)'?s?|\w+'s) (?:\w+ ){0,2}?(?:office|site|plant|lab|"
    r"desk|place|yard|depot|"
    r"warehouse|premises|shop floor|canteen|boardroom|hq|headquarters|booth|stand)|the (?:field day|"
    r"fair|trade show|"
    r"expo|conference|summit|booth|stand|site|plant))"
)
_OTHER = (
    r"(?:whats ?app|whatsap+|wa|sms|text(?: message)?|linkedin(?: message)?|dm|slack(?: message)?|"
    r"telegram|signal|wechat|inmail|voice (?:note|message))"
)
_HAD = (
    r"(?:had|grabbed|shared|enjoyed|have had|did|held|ran|hosted|just (?:had|finished|wrapped|ended|"
    r"out of)|finished|"
    r"wrapped(?: up)?|came (?:out of|off|from)|"
    r"(?:just |right |fresh )?(?:off|out of|after|in|back from|from|on|following|during|hung up (?:on|"
    r"after))|"
    r"gave (?:\w+ ){1,4}?|got (?:\w+ ){1,3}?on|hatten?|hatte|nach|im|beim|habe|had een|na)"
)
_OVER = (
    r"(?:went|was|were|done|completed?|over|held|happened|took place|landed|finished|ended|just|"
    r"yesterday|today|this morning|"
    r"this afternoon|earlier|last (?:night|week|\w+day)|lief|war|gehabt|verlief|ging)"
)
_NOTES = (
    r"(?:notes?|summary|recap|debrief|minutes|read-?out|log|report|write-?up|notiz(?:en)?|protokoll|"
    r"zusammenfassung|verslag|takeaways|highlights)"
)
_WITH = r"(?:(?: (?:with|w/|w|at|for|to|mit|bei|met|bij) ?(?!quote)[\w\s,&'.-]{1,40}?)?)"
_CHANNEL = r"(?:by|via|over|per|on|through|in|laut|uber|ueber|am|im|an de|aan de|auf|as per|from|using)"
_ARTICLE = (
    r"(?: (?:the|an|a|her|his|their|my|our|der|seiner|ihrer|\w+'s|today's|yesterday's|this morning's))*"
)


def _happened(noun: str) -> str:
    """An event of that name that took place: had, over, judged, or the heading of notes."""
    return (
        rf"\b{_HAD} {_ONE}{noun}\b|\b{noun}\b{_WITH}(?: (?:today|yesterday|earlier|"
        rf"this morning))? (?:{_OVER})\b|"
        r"\b(?:good|great|quick|long|short|tough|nice|productive|solid|brief|lovely|interesting|"
        rf"positive) {_ONE}{noun} (?:with|w/|at)|"
        rf"\b{noun} {_NOTES}\b|\b{_NOTES} (?:from|of|on|vom|van) {_ARTICLE.strip()} ?{_ONE}{noun}\b"
    )


TOUCH: tuple[tuple[NoteType, re.Pattern[str]], ...] = (
    (
        "other",
        re.compile(
            rf"\b{_CHANNEL}{_ARTICLE} {_OTHER}\b|\b{_OTHER} (?:from|message|msg|von|van)\b|"
            r"\b(?:whats ?app(?:ed|'d)|texted|dm'?e?d|slacked|messaged|pinged|telegrammed|inmailed|"
            r"wa msg)\b|"
            rf"\b(?:got|received|sent|had|swapped) (?:me |us )?{_ONE}{_OTHER}\b|\blinkedin\b"
        ),
    ),
    (
        "email",
        re.compile(
            rf"\b{_CHANNEL}{_ARTICLE} {_EMAIL}\b|\b{_EMAIL}(?: just| chain| thread| exchange)? (?:from|"
            r"in from|exchange|back|with|thread|came|"
            r"von|van|says|said|confirms|confirming|saying)\b|"
            r"\b(?:got|received|swapped|traded|exchanged|sent|wrote|fired off|dropped|"
            rf"shot)(?: \w+){{0,2}}? (?:an? |some )?{_EMAIL}\b|"
            r"\b(?:e-?mailed|mailed|gemailt|replied|responded|reverted)\b|"
            r"\bwrote(?= (?:me|us|back|to|that|in|by|an? e?-?mail|saying|this|today|yesterday|again|"
            r"asking|he|she|they)\b|"
            r"\s*(?:[,.:;]|$))|"
            r""
            r"\b(?:forwarded\b|fwd\b)|\b(?:gemailt|zuruckgeschrieben|geantwortet|geschrieben|gemaild)\b"
        ),
    ),
    (
        "call",
        re.compile(
            r"\b(?:called|phoned|rang|rung|dial(?:l)?ed|telephoned|facetimed|zoomed|skyped|buzzed|"
            r"voicemailed|telefoniert|telephoned|"
            r"telefonat mit|angerufen|zuruckgerufen|gebeld|belde|terugggebeld)\b(?! (?:off|it|us out|"
            r"out(?! of the blue)|upon|for (?:bids|tender|\w+ (?:docs|documents|papers|registration))))|"
            r"\b(?:was|were|been|just) (?:talking|speaking|chatting) (?:to|with|w/)|"
            r"\b(?:spoke|spoken|talked|chatted|conversed|touched base|caught up|connected|"
            r"discussed)\b(?= (?:to|with|w/|briefly|again|over|on|about|at|in|just|today|yesterday|this|"
            r"again|earlier)\b)|"
            r"\b(?:spoke|spoken|talked|gesprochen|had a word|got hold of|got through to|hung up|"
            r"picked up the phone)\b|"
            r"\b(?:gave|given) (?:\w+ ){1,3}?a (?:bell|ring|call|buzz|shout|tinkle)\b|\b(?:on|off|over|at|"
            r"by|per) (?:the |my )?(?:phone|telephone|blower|line)\b|"
            r"\bon (?:a |the )?(?:teams|zoom|webex|google meet|skype|facetime|video)\b(?! (?:call|"
            r"meeting|invite|link))|"
            r"\b(?:am telefon|telefonisch|aan de telefoon|per telefoon)\b|\bphone(?:d)? (?:in|me|us)\b|"
            r"\bleft (?:\w+ ){0,3}?(?:a )?(?:voice ?mail|vm|message)\b|\bvoice ?mail\b|"
            rf"\b{_CHANNEL}{_ARTICLE} {_ONE}(?:calls?|zoom|call)\b|{_happened(_CALL)}"
        ),
    ),
    (
        "meeting",
        re.compile(
            r"\b(?:met(?: up)?(?= [\w@'])(?! (?:all|every|each|the (?:criteria|targets|bar|requirements)|"
            r"their (?:targets|criteria)|with (?:resistance|silence|approval)|expectations))|"
            r"visited|lunched|dined|sat (?:down )?(?:with|w/|w)|demoed|demo'd|bumped into|ran into|"
            r"popped (?:in|"
            r"by|over|round)|dropped (?:by|in)\b|"
            r"stopped by|swung by|came (?:by|to (?:our|the) office|over to)|"
            r"(?:\b(?:i|we|just|then|and|also|finally) |[\n.,;:!–-] ?)went (?:to see|over to|up to|"
            r"down to|to visit)|toured|"
            r"presented (?:\w+ ){0,3}?to(?! (?:her|his|their|the) (?:board|exec\w*|committee|management|"
            r"leadership))|"
            r"took (?:\w+ ){1,3}?(?:for|to|out for) (?:a )?(?:coffee|lunch|dinner|drinks?|beer|"
            r"breakfast)|in person|face[- ]to[- ]face|"
            r"(?:over|during) (?:a |some )?(?:quick |long |nice )?(?:lunch|coffee|dinner|breakfast|"
            r"drinks?|beers?|tea|brew|pint)|"
            r"(?:joined|attended|sat in on) (?:\w+(?:'s)? ){0,3}?(?:demo|meeting|workshop|session|"
            r"visit|onsite)|"
            r"(?:sir|madam|ma'am|ji|everybody|everyone|all|they|he|she) (?:was|were|was also|"
            r"were all) (?:there|present)|"
            r"joined in person|took the meeting|getroffen|besprochen|besucht|bezocht|ontmoet|gesproken|"
            r"langs geweest|"
            rf"(?:had|grabbed|shared|ate|got) {_ONE}{_FOOD} (?:with|at)|sat with|(?:both|all) there\b|"
            r"(?:was|were|is|sat) (?:[\w&]+ ){0,2}?(?:in the room|at the table|round the table)|"
            r"at the table (?:was|were|sat)|"
            r"(?:had|got) (?:\w+ ){1,4}?(?:round|around) (?:the|a|our) table|zusammengesessen|beisammen|"
            rf"(?:came (?:along )?to|turned up (?:to|at|for)|showed up (?:to|at|for)|sat in on|was (?:at|"
            rf"in)) "
            rf"(?:the|our|a|my) (?:\w+ )?(?:{_MEETING})\b|turned up in person|"
            rf"(?:gave|spared|spent|sat|stood|was|were|had|took|talked|chatted|"
            rf"yarn) [^.;!?\n]{{0,40}}?(?:in|at|on) {_PLACE}|"
            r"(?:gave|spared|granted) (?:me|us) (?:[\w-]+ ){0,3}?(?:minutes?|mins?|hours?|hr|tour)|"
            r"took (?:[\w-]+ ){1,3}?(?:minutes?|mins?|hours?|hr|time) (?:with|for) (?:me|us)|"
            r"showed (?:me|us) (?:round|around|the (?:\w+ ){0,2}?(?:site|plant|line|lab|protocol|floor|"
            r"yard))|"
            r"(?:was|were|spent) (?:[\w-]+ ){1,2}?(?:minutes|mins|hours?|hrs|days?) (?:in|at|"
            r"on) [^.;!?\n]{1,40}? with\b|"
            r"(?:war|waren|bin|gestern|heute)(?: \w+){0,3} (?:vor ort|bei)|vor ort (?:bei|mit)|"
            r"onsite (?:at|with)|on-site (?:at|with)|"
            rf"(?:lunch|coffee|dinner|drinks?|breakfast|beers?) (?:with|w/ ?\w+))|{_happened(_MEETING)}|"
            r"\b(?:just |i'm |am )back from (?:a|the|my|our|an)\b"
        ),
    ),
)
_SOME = r"(?:(?:the|a|an|some|her|his|their|our|my|that|this|today's|yesterday's|\w+'s) )?"
_SPOT = (
    r"(?:canteen|cafeteria|corridor|hallway|foyer|lobby|reception|car park|parking lot|lift|elevator|pub|bar|"
    r"cafe|restaurant|boardroom|meeting room|showroom|fair|expo|trade ?show|conference|summit|exhibition|"
    r"congress|kongress|messe|kantine|beurs|gala|golf(?: course| day)?)"
)
_BRIEF = (
    r"(?:call|phone call|zoom|teams|meeting|mtg|lunch|coffee|dinner|breakfast|brunch|tea|chai|drinks|beers?|"
    r"pint|cuppa|catch-?up|sync|check-?in|site visit|visit|demo|walkthrough|workshop|qbr|sit-?down|vm|"
    r"voice ?mail|telko|telefonat|termin|treffen|afspraak|gesprek|telefoontje)"
)
AT_EVENT: tuple[tuple[NoteType, re.Pattern[str]], ...] = (
    (
        "call",
        re.compile(
            rf"\b(?:on|over|in|during|off|from|out of) {_SOME}{_ONE}(?:(?:video |phone )?call|zoom|teams)\b"
        ),
    ),
    (
        "meeting",
        re.compile(
            rf"\b(?:at|over|in|during|after|out of|from|off) {_SOME}{_ONE}(?:{_MEETING}|{_FOOD}|{_SPOT})\b|"
            r"\bto (?:my|our) faces?\b"
        ),
    ),
)
"""Where something was said or done: `told me at the dinner`, `in the canteen`."""
HEADED = re.compile(
    rf"\b(?P<event>{_BRIEF}) (?:with|w/|w|for|mit|met)(?= ?\w)|"
    r"\b(?P<visit>(?:site |plant |ward )?visit) (?:to|at|bei|of)(?= \w)"
)
"""`call w Dana. send the deck`: a note that opens with what took place."""
CALLS = frozenset(
    {
        "call",
        "phone call",
        "zoom",
        "teams",
        "catch-up",
        "catchup",
        "sync",
        "check-in",
        "checkin",
        "vm",
        "voicemail",
        "voice mail",
        "telko",
        "telefonat",
        "gesprek",
        "telefoontje",
    }
)
