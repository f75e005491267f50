"""How sellers tell of evidence from a customer: for each kind the thing and what is said to be done to it.

A kind is found where a thing and a predicate stand together, in either order (`budget is finally through`,
`finance released the budget`, `hat das Budget freigegeben`), or in one of the kind's set phrases.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.notes.evidence_words import (
    APPROVED,
    BAR,
    BARS,
    BUDGET,
    CRITERIA,
    EACH,
    FOR_LESS,
    FUNDED,
    LEGAL,
    MET,
    PAPER,
    PLAN,
    POC,
    PROBLEM,
    PROC,
    REDLINES,
    SEC,
    SEC_REVIEW,
    SEC_TEAM,
    SETTLED,
    SPONSOR,
    SUM,
    WORD,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """`pairs` are (thing, done to it, verbs that take it as object); `phrases` stand by themselves."""

    pairs: tuple[tuple[str, str, str], ...] = ()
    phrases: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {
    "budget_confirmed": Kind(
        (
            (
                rf"(?:{BUDGET}|\b(?:it|this)(?='s| is| was| has))",
                r"budgeted(?: for)?|in (?:the|their|this year's|next year's) (?:\w+ )?budget|"
                r"ring-? ?fenced|earmarked",
                "(?!)",
            ),
            (
                rf"{SUM}",
                r"approved|appropriated|ring-? ?fenced|released|earmarked|set aside|allocated|sanctioned|"
                r"budgeted|reserved|genehmigt|freigegeben|bewilligt",
                r"ring-? ?fenced|earmarked|set aside|allocated|budgeted|reserved",
            ),
            (r"project|initiative|programme|program", r"funded|budgeted", "(?!)"),
            (
                BUDGET,
                rf"{FUNDED}|in place|available|there(?!\s+(?:is|are|was))|in hand|sorted|through|a go|"
                r"green|passed|"
                r"da(?!\s+ist)|steht|vorhanden|durch|rond|beschikbaar|geregeld|in the bank",
                rf"{FUNDED}|got|received|(?:has|have|'ve|they've) (?:got )?(?=(?:the |their |"
                r"full )?(?:money|funds|funding)\b)",
            ),
        ),
        (
            r"(?:has|have|'ve|got|found) (?:the |their |full )*(?:budget|funding|capex) (?:approval|"
            r"sign-?off|"
            r"sanction|secured|for (?:it|this|us))",
            r"(?:budget|budgetary|funding|capex|spend|financial) (?:approval|sign-?off|sanction|"
            r"freigabe) (?:is |has |was )?(?:in|received|done|"
            r"came|granted|through|confirmed|given|obtained|da|erteilt)",
            r"budgetfreigabe (?:ist |liegt |wurde )*(?:da|vor|erteilt|durch)",
        ),
    ),
    "economic_buyer_met": Kind(),
    "champion_confirmed": Kind(
        phrases=(
            r"(?:agreed|offered|offers|volunteered|happy|willing|committed|promised|prepared|keen|"
            r"confirmed)"
            rf"(?: (?:that )?(?:she|he|they)(?:'d| would| will|'ll))?(?: to)? {SPONSOR}",
            r"(?:said|says|sez|confirmed) (?:that )?(?:she|he|they)(?:'ll|'d| will|"
            rf" would) {SPONSOR}",
            r"(?:is|'s|as|became|now) (?:now |officially )?(?:our|my|the) (?:internal )?(?:champion|"
            r"sponsor)\b",
            r"(?:is|are) (?:championing|sponsoring) (?:us|it|this)|(?:agreed|confirmed) (?:as|"
            r"to sponsor)\b|"
            r"confirmed as (?:our )?(?:champion|sponsor)|sponsors us|"
            r"(?:selling|pushing|carrying|driving|promoting) (?:it|this|us) internally|"
            r"(?:setzt sich|macht sich|kampft) (?:intern )?fur uns (?:intern )?(?:ein|stark)?|"
            r"(?:ist|wird) (?:jetzt )?unser (?:interner )?sponsor|is onze (?:interne )?sponsor",
        )
    ),
    "decision_criteria_agreed": Kind(
        (
            (
                CRITERIA,
                rf"{SETTLED}|came (?:over|in|back)|arrived|landed",
                rf"{SETTLED}|sent|sent over|wrote|wrote up|gave|shared",
            ),
        ),
        (r"agreed (?:on )?(?:the |their )?criteria(?! for the (?:poc|pilot|trial))",),
    ),
    "decision_process_agreed": Kind(((PLAN, SETTLED, rf"{SETTLED}|walked (?:us|me) through"),)),
    "technical_win": Kind(
        (
            (
                POC,
                r"passed|succeeded|successful(?:ly (?:completed|done|finished|concluded))?|"
                r"(?:a (?:\w+ )?)?success|did (?:everything|all|what)|beat(?:en)? (?:the|its|all)|"
                r"hit (?:every|all|its|the|100)|"
                r"met (?:all|every|its|the|their)|signed off|accepted|green|aced|validated|exceeded|"
                r"nailed|cleared|"
                r"ticked (?:all|every)|a pass|won|bestanden|geslaagd|erfolgreich(?: abgeschlossen)?|"
                r"abgenommen|akkoord|afgetekend",
                r"passed|aced|won|nailed|completed|sailed through|cleared|signed off|smashed|crushed|"
                r"validated|accepted",
            ),
            (r"tests?|testlauf|abnahmetest", r"bestanden|abgenommen|erfolgreich abgeschlossen", "(?!)"),
            (BAR, MET, MET),
            (rf"{EACH} {BARS}", MET, "(?!)"),
        ),
        (
            rf"(?:{MET}) {EACH} (?:{WORD} )?{BARS}",
            r"(?:technical|tech|technische) (?:win|sign-?off|validation|approval|green light|freigabe|"
            r"abnahme) (?:is |has |was )?"
            r"(?:done|confirmed|in\b|received|complete|given|secured|achieved|ours|granted|came|da\b|"
            r"erteilt)",
            r"(?:got|have|received|gave us|secured) (?:the |their )?(?:technical|tech) (?:win|sign-?off|"
            r"approval|thumbs up|green light|nod)",
            r"(?:signed off|validated|approved|blessed) (?:on )?(?:the |our )?(?:tech(?:nology| stack)?|"
            r"architecture|"
            r"technical (?:side|solution|design)|solution (?:design|architecture)|integration)\b|"
            r"(?:signed off|signed us off|approved(?: us| it)?|happy|validated(?: us|"
            r" it)?) (?:technically|on the tech\w*)",
        ),
    ),
    "security_review_passed": Kind(
        (
            (
                SEC_REVIEW,
                rf"{APPROVED}|passed|done|completed?|through|ok|okay|green|happy|satisfied|positive|"
                r"closed|finished|clean|"
                r"sorted|wrapped up|behind us|a pass|bestanden|abgeschlossen|durch|erledigt|afgerond|"
                r"gehaald",
                r"passed|cleared|completed|approved|got through|came through|through|made it through|"
                r"survived|"
                r"signed off(?: on)?|aced|finished|sailed through|done with|cleared us on",
            ),
            (
                SEC_TEAM,
                r"freigegeben|(?:signed off|approved|cleared)(?!\s+(?:on )?(?:the|a|an|their|his|"
                r"her)\s+(?!tool|product|platform|solution|review|vendor|assessment))",
                "(?!)",
            ),
            (
                rf"{SEC} (?:questionnaire|q'?aire|form|review|questions)",
                r"passed|cleared|accepted|approved|signed off",
                "(?!)",
            ),
        ),
        (
            r"(?:clean(?: bill of health)?|green light|thumbs up|all[- ]clear|sign-?off|approval|ok|"
            r"okay|clearance|nod|go-?ahead) "
            rf"(?:from|by|vom|von) (?:their |the |it |der )?{SEC}",
            rf"{SEC_TEAM}(?: \w+)?(?: (?:has|have|just|finally|also))* (?:gave|given|signed|cleared|"
            r"passed|approved|green-?lit|"
            rf"waved) (?:us|it|the (?:tool|product|platform))",
            rf"{SEC_TEAM}(?: (?:is|are|has|have|'s|now|just|all))* (?:finished|done|happy|fine|"
            r"comfortable|good|satisfied) with (?:us|it|your|our|the (?:tool|product|answers|platform))",
            rf"{SEC_TEAM} (?:has|have) no (?:further|more|open|outstanding) (?:questions|findings|"
            r"concerns|objections|issues)",
            rf"{SEC} (?:sign-?off|clearance|approval|green light|freigabe)(?: is| has| was| ist|"
            r" liegt)? (?:received|in\b|granted|done|given|"
            r"obtained|came|da\b|vor\b|erteilt)",
        ),
    ),
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
    "verbal_commit": Kind(
        phrases=(
            r"verbal(?:ly)? (?:yes|commit(?:ment|ted)?|ok(?:ay)?|agree(?:ment|d)|go-?ahead|green light|"
            r"approv(?:al|ed)|confirm(?:ation|ed)|nod|accepted|said yes|award(?:ed)?)",
            r"(?:gave|given|got|have|received|gives) (?:us |me )?(?:a |the |her |his |their |firm |"
            r"solid |final )*"
            rf"(?:verbal|nod|yes|green light|go-?ahead|thumbs up|ok to proceed|handshake)\b{FOR_LESS}",
            rf"(?:said|says|saying|told (?:us|me)) (?:a (?:big |firm )?)?yes\b{FOR_LESS}|(?:it's|its|is|"
            r"was) a (?:firm |verbal |definite )*yes\b(?! (?:from|or) (?:the )?(?:user|team))|(?:agreed|"
            r"committed|said|confirmed|"
            r"accepted) verbally|shook (?:hands|on it)|handshake|(?:we have|it's) a (?:verbal|deal|"
            r"handshake)",
            r"sir agreed|agreed to (?:the )?(?:deal|buy|go ahead|proceed|price|terms)|"
            r"(?:picked|chosen|chose|selected|going with|gone with|decided (?:on|for)|awarded) us\b|"
            r"(?:we are|we're|you are|you're) (?:the )?(?:chosen|preferred|selected) (?:vendor|supplier|"
            r"partner)|vendor of choice|"
            r"wants? to (?:go ahead|proceed) with us|let's do (?:it|this)",
            r"zugesagt|hat (?:uns )?(?:ja gesagt|grunes licht gegeben)|promised",
        )
    ),
    "problem_confirmed": Kind(phrases=PROBLEM),
}
