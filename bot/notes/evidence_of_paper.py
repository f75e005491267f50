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
                rf"over|on|at)|on (?:the|our) (?:case|{PAPER})|"
                r"(?:hat|haben|heeft) (?:den|unseren?|das|het|ons|de|onze) (?:vertrag\w*|contract|entwurf)|"
                r"(?:hat|haben|heeft) (?:\w+ )?(?:anmerkungen|kommentare|opmerkingen)|"
                rf"commenting|sent (?:us |me )?(?:back )?(?:(?:our|the) {PAPER}|(?:\w+ )?(?:redlines|"
                rf"comments|mark-?ups?))|"
                r"(?:scribbl|scrawl|writ)(?:ing|ed|ten) (?:all )?(?:over|on)|(?:wants?|asks?|asked|"
                r"wishes|tries) (?:us )?to "
                r"(?:change|swap|amend|strike|alter|reword|rewrite|redraft|remove|delete|cap|add|"
                r"soften|replace|"
                r"renegotiate|tweak) (?:\w+ ){0,5}?(?:clauses?|indemnit\w+|liabilit\w+|terms?|wording|"
                r"warrant\w+|"
                r"paragraphs?|sections?|caps?|contract|msa|agreement|dpa|jurisdiction|governing law)|"
                r"on it\b|came back|"
                r"returned|"
                r"picked (?:it|this) up|combing|busy with|pushing back on|pushed back on|pruf(?:t|en)\b|"
                r"liest|sichtet|beoordeelt|kijkt|"
                r"(?:started|began|begun) (?:to )?(?:redlin|review|mark|look|go|work|read)\w*|has our|"
                r"struck out|"
                r"flagged|dran\b",
                "(?!)",
            ),
            (
                LEGAL,
                r"(?:has|have|had|raised|sent) (?:\w+ ){0,3}?(?:questions|comments|issues|remarks|"
                r"changes|concerns|points|edits) "
                r"(?:on|about|to|with|over|re)",
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
            r"(?:it|this|that|everything) (?:is |has |has been |was )?(?:went|gone|sent|passed|handed|"
            r"now) (?:over |off |on |out )?(?:to|with) "
            rf"(?!our)(?:their|the customer'?s) {LEGAL}",
            rf"(?<!to )(?<!for )(?:their|\w+'s) {LEGAL} (?:has |have |just )*(?:our|the) {PAPER}\b",
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
                r"engaged|involved|under ?way|rolling|in motion|moving|off and running|at it|"
                r"open(?! to)|started|on it|picked (?:it |this )?up|"
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
                r"(?:pr|purchase requisition|requisition|purchase request)(?: (?:no\.? "
                r"?)?#?(?:pr-?)?\d[\w-]*)?|bestellanforderung|banf|"
                r"bestelaanvraag",
                r"raised|created|submitted|open(?:ed)?|live|in the system|in\b|angelegt|gestellt|aangemaakt",
                r"raised|created|submitted|opened",
            ),
        ),
        (
            r"(?:went|gone|moved|handed|passed|sent|is|it's|now|already) (?:on |over |it )?(?:to|with|"
            rf"in) (?!our)(?:their )?{PROC}",
            rf"(?:heard from|intro(?:duced)? to|met|speaking with|talking to|spoke (?:to|with)|call with|"
            rf"engaged(?: with)?) (?!our)(?:their )?{PROC}",
            r"liegt (?:\w+ )?beim einkauf|ligt bij inkoop|raised (?:it )?on the (?:framework|portal)",
            r"(?:set up|setting up|onboarded|onboarding|registered|registering|created|added|adding|"
            r"listed|entered) "
            r"(?:us )?(?:up )?as (?:a |an |their |the )?(?:new |approved |preferred )*(?:vendor|supplier)",
            r"(?:we are|we're|got us) (?:now |already )?(?:in|on) (?:their|the) (?:new )?(?:supplier|"
            r"vendor|approved|preferred)"
            r"(?: \w+)? ?(?:portal|list|system|panel|database|master)\b",
            r"(?:opened|floated|issued|published|launched|put out) (?:the|a|an|"
            r"their) (?:\w+ ){0,2}?(?:tender|rfq|rfp|"
            r"enquiry|inquiry|requisition|bid request)\b",
        ),
    ),
}
