"""What words before a date say that it is for: closing, something else of the customer's, or an activity."""

from __future__ import annotations

import re

CLOSE = (
    r"clos(?:e|es|ed|ing)|closng|clsoing|closign|signng|sign(?:s|ing|ed|atur|ature)?|countersign\w*|"
    r"ink(?:s|ed|ing)?|close date|cd|"
    r"slip(?:s|ped|ping)?|nudg\w+|shunt\w+|kick(?:s|ed)? (?:down the road|out|back)|bump(?:s|ed|ing)?(?: "
    r"it)? (?:out|"
    r"back|into)|roll(?:s|ed|ing)? (?:over |out )?(?:in)?to|wrap (?:it|this)|(?:chang|mov|set|updat|mak|"
    r"put|shift)\w* the "
    r"(?:clos\w+ )?date|"
    r"slid(?:e|es|ing)?|wander(?:s|ed|ing)?|drag(?:s|ged|ging)?|crept|creep(?:s|ing)?|pencil\w*|nailed on|"
    r"across the line|pen on paper|call(?:ing)? it|shooting for|plan(?:ning)? on|shov\w+|schliess\w*|"
    r"push(?:ed|es|ing)?(?: out| back)?|mov(?:e|es|ed|ing)(?: it| "
    r"out| up| in)?|"
    r"realistic(?:ally)?|"
    r"land(?:s|ing)?|forecast(?:ed|ing)?|book(?:ed|ing)? (?:it|this)|wrap(?:ped)? (?:it |this )?up|"
    r"get (?:it|this|that|everything|the \w+) (?:done|signed|closed|sorted|wrapped up|inked)|klappt|"
    r"zieldatum|"
    r"(?:goes|go|going|gone|went) (?:out |back )?to(?= (?:the )?$)|contract exchange|exchang\w+ (?:of "
    r")?contracts?|"
    r"done(?: deal)? by|paper(?:work|ed) by|execut(?:e|ed|ion)|finali[sz]e[ds]?|tekent|tekenen|"
    r"unterschreib\w*|"
    r"unterschrift|unterschrieben (?:wird|werden)|unterzeichn\w*|abschluss|abschliess\w*|sluiten|"
    r"ondertekening|po (?:by|in|expected)|"
    r"purchase order|"
    r"closure|prepon(?:e|ed|ing)|pen to paper|over the line|wet signature|handtekening|ondertekend|"
    r"getekend|rond|"
    r"schieben|verschieben|verschoben|gezeichnet|(?:contract |formal )?award(?:ed)?|po (?:will be|to be|"
    r"gets?) (?:\w+)|"
    r"delay(?:ed|s)?|shift(?:s|ed|ing)?|postponed|deal (?:by|in|done)|commit(?:ted)? (?:to|for)|comes? in|"
    r"target(?:s|ing|ed)?|expect(?:s|ed|ing)?|pull(?:ed|ing)? (?:it )?(?:in|forward)|"
    r"bring(?:ing)? (?:it )?forward|"
    r"goes? through|rutsch\w*|wander[nt]|vorgezogen|verschiebt|verschoben|schuift|"
    r"verwacht\w*|erwarte?n?|rechnen? mit|decision by|drift(?:s|ed|ing)?|timeline"
)
CLOSE_AFTER = re.compile(
    rf"\s*(?:(?:ko|tak|pe|par|me|mein|latest|at the latest|or so|or thereabouts|hi|bhi|sir)\s+)*"
    rf"(?:(?:we|they|she|he|i|it)\s+)?(?:(?:can|will|should|'ll|want to|wants to|to)\s+)?(?:{CLOSE}|aa "
    rf"jay\w+|ho jay\w+|hog[ai]|sign kar\w*|mil jay\w+|aayega|aayegi)\b"
)
ACTIVITY = (
    r"demo(?:s|ed|ing)?|call(?:s|ing)?(?! it\b)|meet(?:s|ing|ings)?|mtg|send(?:s|ing)?|sent|workshop\w*|"
    r"follow(?:ing)?[- ]?up|lunch|coffee|dinner|"
    r"chat|sync|onsite|on-site|visit\w*|session|walk\s?through|present(?:s|ing|ation)?|review(?:s|"
    r"ing)?|intro|kick\s?off|qbr|ebr|"
    r"comments|redlines|feedback|proposal|quote|offer|angebot|offerte|check(?:ing)? in|circle back|"
    r"ping|email\w*|"
    r"reply|respond|get back|come back|revert|owe[sd]?|whitepaper|deck|doc\w*|draft|share[sd]?|sharing|"
    r"deliver\w*|prepar\w*|prep|"
    r"schedule[ds]?|reschedul\w*|talk(?:s|ing)?|speak(?:ing)?|connect|catch up|touch base|zoom|teams|"
    r"webinar|training|poc|pilot|"
    r"trial|test\w*|reference|commercials|negotiat\w*|questionnaire|security|legal|procurement|termin|"
    r"treffen|afspraak|bel\w*|"
    r"anruf\w*|schick\w*|stuur\w*|due(?! to\b)|deadline|hear back|decid\w*|discuss\w*|finish|fix\w*|"
    r"answer\w*|"
    r"introduc\w*|loop\w*|"
    r"invite\w*|cover|brief\w*|report\w*|sow|roi|business case|gets? me|give[s]?|slot"
)
OTHER = (
    r"go(?:es|ing)?[- ]?live|live|launch\w*|start(?:s|ing|ed)?|kick[- ]?off|roll\s?out|implement\w*|"
    r"onboard\w*|budget\w*|board|rfp|rfi|"
    r"tender|leave[s]?|leaving|vacation|holiday\w*|pto|ooo|out|away|back(?! to\b)|maternity|paternity|"
    r"parental|"
    r"urlaub|vakantie|depart\w*|retir\w*|"
    r"resign\w*|quit\w*|join(?:s|ing|ed)?|contract (?:ends|expires|runs|is up)|expir\w*|ends|renew(?:s|"
    r"al)?(?: date)?|due for renewal|"
    r"off (?:sick|ill|work)|sick|on leave|poorly|krank|ziek|"
    r"audit\w*|conference|event|summit|fiscal|committee|vote[s]?|born|birthday|easter|christmas|freeze|"
    r"moratorium|reorg\w*|merger|"
    r"acquisition|invoice\w*|pay(?:s|ment|ing)?|deliver\w*|ship\w*|migrat\w*|deploy\w*|pilot|poc|trial|"
    r"valid|price (?:goes|increase)|nothing"
)
GOVERNOR = re.compile(rf"\b(?:(?P<close>{CLOSE})|(?P<other>{OTHER})|(?P<activity>{ACTIVITY}))\b")
PAPER_BY = re.compile(
    r"\W*(?:the |their |der |die |das |het )?(?:contract|vertrag|agreement|order|po|signature|unterschrift|"
    r"auftrag|"
    r"bestellung|handtekening|contract)(?: then| dann| done| is| now| jetzt| in| ist)* (?:by|bis|before|"
    r"vor|tegen)"
    r"(?: the| zum| end of)? ?"
)
"""`Vertrag dann bis 31.7.`"""
PAST_CLOSE = re.compile(
    r"\b(?:(?:counter-?)?signed|executed|inked|closed|booked)\b(?! by| before| off| until)"
)
MOVED_NOW = re.compile(
    r"\b(?:mov|shift|push|bump|put|slip|slid|drag|wander|delay|postpon|expect|target)\w*\b[^.;]*$"
)
"""`moved to July today`: today is when it was said."""
ONE_OF = re.compile(r"\b(?:an?|eine?) $")
JOB = re.compile(r"[ -](?:job|thing|story|affair|deal|close|closer|signing|signature|one|sache|ding)\b")
GOES_ON = re.compile(r"\W*(?:so |and )?that's when\b")
THAT_IS_WHEN = re.compile(
    r"\W*(?:so |and )?that's when (?:(?:they|she|he|we|it|i)(?:'ll| will|'d)? )?(?:\w+ )?(?:sign|close|ink|"
    r"land|done)"
)
PERIOD = re.compile(r"quarter|qtr|quarta|half|halbjahr|eo[qmyh]|year|jahr|month[- ]end|monatsende|end tak")
