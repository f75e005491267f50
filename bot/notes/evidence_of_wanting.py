"""How sellers tell that a customer wants it: the problem, the money, the champion, the yes."""

from __future__ import annotations

from bot.notes.evidence_kind import Kind
from bot.notes.evidence_words import BUDGET, FOR_LESS, FUNDED, PROBLEM, SPONSOR, SUM, UPSTAIRS

WANTING: dict[str, Kind] = {
    "budget_confirmed": Kind(
        (
            (
                rf"(?:{BUDGET}|\b(?:it|this)(?='s| is| was| has))",
                r"budgeted(?: for)?|in (?:the|their|this year's|next year's) (?:\w+ )?(?:budget|"
                r"plan(?! to\b))|paid for|"
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
                rf"{FUNDED}|paid for|in place|available|there(?!\s+(?:is|are|was))|in hand|sorted|"
                rf"through|a go|"
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
            rf"(?:put|set|laid|placed) (?:the |that |this |our |some |enough )?(?:\w+ )?(?:{BUDGET}|"
            rf"{SUM}) (?:aside|by|to one side)\b",
            rf"got (?:\w+ ){{1,3}}to (?:release|approve|free(?: up)?|sign off|ring-?fence) (?:the |"
            rf"our )?{BUDGET}(?![\w-])",
            r"budgetfreigabe (?:ist |liegt |wurde )*(?:da|vor|erteilt|durch)",
        ),
    ),
    "economic_buyer_met": Kind(),
    "champion_confirmed": Kind(
        phrases=(
            r"(?:agreed|agrees|hand up|glad|on board|good|game|signed up|offered|offers|volunteered|happy|"
            r"willing|committed|promised|prepared|keen|"
            r"confirmed)"
            rf"(?: (?:that )?(?:she|he|they)(?:'d| would| will|'ll))?(?: to)? {SPONSOR}",
            r"(?:said|says|sez|confirmed) (?:that )?(?:she|he|they)(?:'ll|'d| will|"
            rf" would) {SPONSOR}",
            rf"(?:will|'ll|would|'d) {SPONSOR}[^.!?\n]{{0,50}}?(?:,|-|–|;) ?(?:(?:she|he|"
            rf"they) )?(?:offered|promised|volunteered|said (?:so|"
            r"it|that)|agreed|(?:her|his|their) (?:own )?words)\b",
            rf"(?:is|are|'s|been|keeps?) (?:selling|pushing|carrying|driving|promoting|pitching|"
            rf"championing|fighting|"
            rf"lobbying|arguing) (?:(?:it|this|us) )?(?:for us\b|(?:to|with|at|before) {UPSTAIRS} for us\b)",
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
    "verbal_commit": Kind(
        phrases=(
            r"verbal(?:ly)? (?:yes|commit(?:ment|ted)?|ok(?:ay)?|agree(?:ment|d)|go-?ahead|green light|"
            r"approv(?:al|ed)|confirm(?:ation|ed)|nod|accepted|said yes|award(?:ed)?)",
            r"(?:gave|given|got|have|received|gives) (?:us |me )?(?:a |the |her |his |their |firm |"
            r"solid |final )*"
            rf"(?:verbal|nod|yes|green light|go-?ahead|thumbs up|ok to proceed|handshake)\b{FOR_LESS}",
            rf"(?:said|says|saying|told (?:us|me))(?: (?:to (?:us|me)|on the \w+|at the \w+|a (?:big |"
            rf"firm )?))*[ ,:]+yes\b{FOR_LESS}|(?:it's|its|is|"
            r"was) a (?:firm |verbal |definite )*yes\b(?! (?:from|or) (?:the )?(?:user|team))|(?:agreed|"
            r"committed|said|confirmed|"
            r"accepted) verbally|shook (?:my hand|our hands?|hands|on it)|handshake|(?:we have|"
            r"it's) a (?:verbal|deal|"
            r"handshake)",
            r"sir agreed|agreed to (?:the )?(?:deal|buy|go ahead|proceed|price|terms)|"
            r"(?:picked|chosen|chose|selected|going with|gone with|decided (?:on|for)|awarded) us\b|"
            r"(?:we are|we're|you are|you're) (?:the )?(?:chosen|preferred|selected) (?:vendor|supplier|"
            r"partner)|vendor of choice|"
            r"wants? to (?:go ahead|proceed) with us|let's do (?:it|this)",
            r"(?:gave|given|got|has|have) (?:us |me )?(?:her|his|their) word(?= that| on (?:it|this)|"
            r"\s*(?:[,.!;]|$))",
            r"(?:said|says|told (?:me|us)|confirmed|:) ?(?:that )?['\"]?(?:we|you|it)(?:'ve|'re|'s|"
            r" have| are| is)? (?:got|get|won|have|"
            r"ours|yours) (?:the |our |their )?(?:deal|order|contract|business|job)\b",
            r"we(?:'ll| will|'re| are)? (?:go|going) with you\b|we(?:'ll| will) take it\b|count us in\b",
            r"zugesagt|hat (?:uns )?(?:ja gesagt|grunes licht gegeben)|promised",
        )
    ),
    "problem_confirmed": Kind(phrases=PROBLEM),
}
