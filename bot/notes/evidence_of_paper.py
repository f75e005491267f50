"""How sellers tell that a customer works on the paper: its lawyers and its buyers."""

from __future__ import annotations

from bot.notes.evidence_kind import Kind
from bot.notes.evidence_words import LEGAL, PAPER, PROC, REDLINES

PAPER_AT_WORK: dict[str, Kind] = {
    "legal_review_started": Kind(
        (
            (
                LEGAL,
                r"redlin\w*|review(?:ing|ed)|reviews\b|marking up|marked up|looking (?:at|over|through)|"
                r"going (?:through|over)|"
                r"working (?:through|on)|has (?:the|our|it)|have (?:the|our|it)|got (?:the|our|it)|"
                r"now has|reading|"
                r"gone (?:through|over)|(?:picking|chewing|poring|combing|working|been) (?:through|"
                r"over|on|at)|on the (?:paper|contract|case)|"
                r"(?:hat|haben|heeft) (?:den|unseren?|das|het|ons|de|onze) (?:vertrag\w*|contract|entwurf)|"
                r"(?:hat|haben|heeft) (?:\w+ )?(?:anmerkungen|kommentare|opmerkingen)|"
                r"commenting|sent (?:back )?(?:\w+ )?(?:redlines|comments|mark-?ups?)|on it\b|came back|"
                r"returned|"
                r"picked (?:it|this) up|combing|busy with|pushing back on|pushed back on|pruf(?:t|en)\b|"
                r"liest|sichtet|beoordeelt|kijkt|"
                r"(?:started|began|begun) (?:redlin|review|mark|look|go|work|read)\w*|has our|struck out|"
                r"flagged|dran\b",
                "(?!)",
            ),
            (
                PAPER,
                r"(?:went |gone |sits |sitting |landed |sent |handed |over |off |back |"
                r"currently )*(?:with|to|in|at|on|bei(?: der)?|beim|bij|zu[mr]?) (?!our)(?:their |the |"
                rf"hun |der |customer'?s? |\w+'s )?{LEGAL}",
                "(?!)",
            ),
            (
                REDLINES,
                r"back|received|came|turned up|popped up|in\b|arrived|landed|returned|here|da\b|"
                r"eingegangen|gekommen|binnen",
                r"got|received|have|has|sent(?: us)?|returned|getting|emailed|came back with|"
                r"come back with",
            ),
            (
                r"(?:legal|contract) review|rechtliche prufung|vertragsprufung|juridische review",
                r"started|underway|under way|in progress|began|begun|kicked off|ongoing|running|lauft|"
                r"gestartet|loopt",
                r"started|began|kicked off",
            ),
        ),
        (
            r"stuck (?:in|with) legal|(?:in|into|entered|started|under) legal review",
            rf"{LEGAL} (?:has|have|got|received) (?:the |our |it)?(?:{PAPER})",
        ),
    ),
    "procurement_engaged": Kind(
        (
            (
                rf"(?:their |the |{PROC}'?s? )?(?:procurement|purchasing|buying|sourcing|onboarding|"
                r"vendor|tender) process|"
                r"einkaufsprozess|beschaffungsprozess|beschaffung|bestellprozess|inkoopproces|"
                r"inkooptraject",
                r"started|under ?way|begun|began|kicked off|running|open(?:ed)?|lauft|gestartet|loopt|"
                r"angestossen",
                r"started|began|begun|kicked off|opened",
            ),
            (
                PROC,
                r"engaged|involved|under ?way|open(?! to)|started|on it|picked (?:it |this )?up|"
                r"kicked off|opened|begun|began|"
                r"sent|issued|raised|floated|creat(?:ed|ing)|set (?:us|it) up|angelegt|geoffnet|"
                r"geopend|aangemaakt|working|"
                r"processing|running|in the loop|looped in|pulled in|brought in|joined|reached out|"
                r"assigned|creating|onboarding|active|"
                r"asked|wants|emailed|called|contacted|has (?:the|our|it)|have (?:the|our|it)|"
                r"negotiating|came back|"
                r"took over|taken over|requested|eingeschaltet|eingebunden|dran|dabei|gestartet|"
                r"betrokken|ingeschakeld|bezig|pruft",
                "(?!)",
            ),
            (
                r"vendor (?:onboarding|registration|setup|set-up|forms?|portal|code|creation)|"
                r"supplier (?:onboarding|registration|setup|forms?)|"
                r"lieferanten(?:anlage|fragebogen|formular|selbstauskunft)|leveranciersformulier\w*|"
                r"leveranciersregistratie|new (?:vendor|supplier) form",
                r"arrived|landed|started|sent|received|came|eingegangen|gekommen|binnen|under ?way|"
                r"in progress|kicked off|begun|done|completed?|"
                r"open(?:ed)?|gestartet|lauft",
                r"started|sent(?: us)?|received|got|kicked off|began|asked (?:us )?to fill",
            ),
            (
                r"pr|purchase requisition|requisition|purchase request|bestellanforderung|banf|"
                r"bestelaanvraag",
                r"raised|created|submitted|opened|in\b|angelegt|gestellt|aangemaakt",
                r"raised|created|submitted|opened",
            ),
        ),
        (
            r"(?:went|gone|moved|handed|passed|sent|is|it's|now|already) (?:on |over |it )?(?:to|with|"
            rf"in) (?!our)(?:their )?{PROC}",
            rf"(?:heard from|intro(?:duced)? to|met|speaking with|talking to|spoke (?:to|with)|call with|"
            rf"engaged(?: with)?) (?!our)(?:their )?{PROC}",
            r"liegt (?:\w+ )?beim einkauf|ligt bij inkoop|raised (?:it )?on the (?:framework|portal)",
        ),
    ),
}
