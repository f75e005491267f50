"""Evidence told without naming the thing: by what the customer's people did, in set turns of phrase."""

from __future__ import annotations

from bot.notes.evidence_words import BUDGET, BUYER, FOR_LESS, LEGAL, POC, PROC, SEC_TEAM

_YES = r"(?:yes|nod|thumbs[- ]up|green light|go-?ahead|verbal)"
_MEET = (
    r"(?:met(?: up)?(?: with)?|meeting with|"
    r"sat down with|presented to|spoke (?:to|with)|lunch with|"
    r"demoed to)"
)
_TOP = (
    r"(?:top|first|number one|no\.? ?1|#1|priority (?:one|number one|1|no\.? ?1)|prio(?:ritat|"
    r"riteit)? (?:1|eins|een|nummer een))"
)
IDIOMS: dict[str, tuple[str, ...]] = {
    "budget_confirmed": (
        rf"(?:board|cfo|finance|management|committee|council|\w+) (?:has |have |just |"
        rf"finally )*(?:passed|blessed|released|"
        rf"waved through) (?:the |our |their |this )?(?:\w+ )?{BUDGET}(?![\w-])",
        r"(?:has|have|'ve|got) the (?:dosh|cash|readies|money|funds) (?:ready|now|for (?:it|this|us))",
        rf"finance (?:has |have |just )*(?:gave|given|nodded|ok'?d|okayed|said yes|signed off|"
        rf"cleared|blessed)"
        rf"(?: \w+){{0,3}}? {BUDGET}(?![\w-])",
        r"(?:budget|geld|mittel|money|geld) (?:ist|is|sind|zijn) (?:da|er|rond|vorhanden|beschikbaar|"
        r"freigegeben)(?=\s*$|\s*[,.!;])",
    ),
    "legal_review_started": (
        r"(?:contract|msa|agreement|draft|paper\w*|vertrag) (?:came|is|was|comes|"
        r"has come)(?: back)? (?:covered|full|dripping|"
        r"bleeding|awash|drowning)(?: \w+)? (?:in|of|with) (?:red|redlines|comments|ink|remarks)",
        rf"{LEGAL}(?: [\w-]+)?(?: (?:has|have|is|are|and|our|the|contract|now|in|it))* (?:putting|"
        rf"put|leaving|left|making|made|"
        rf"adding|added) (?:their |some |his |her )?(?:remarks|comments|changes|edits|markups|notes)",
        rf"{LEGAL}(?: \w+ \w+)? (?:has|have|hat|haben|heeft) (?:our |the |den |unseren |het |"
        rf"ons )(?:contract|msa|paper\w*|"
        rf"agreement|draft|vertrag\w*|terms)",
        r"(?:marked up|redlined|commented on|amended|struck) (?:clauses?|sections?|the \w+ clause|"
        r"(?:§|para\w*) ?\d+)",
    ),
    "procurement_engaged": (
        r"(?:put|added|set|got|registered) us (?:up )?(?:on|in|as) (?:their |the |"
        r"a )?(?:new )?(?:supplier|vendor|lieferanten\w*|leverancier\w*)"
        r"(?: portal| list| system| master)?",
        rf"{PROC} (?:hat|haben|heeft|has|have) (?:\w+ ){{0,4}}?(?:angelegt|gestartet|eroffnet|"
        rf"geoffnet|geopend|gestart|"
        rf"floated|opened|started|raised|issued|created|logged)",
        r"(?:opened|started|raised|created|logged|floated) (?:a|the|our|an) (?:\w+ ){0,2}?(?:dossier|"
        r"file|case|enquiry|tender file|"
        r"requisition|pr)\b",
        r"(?:mailed|sent|emailed|gave|forwarded) (?:us |me |over |across )*(?:the |their |"
        r"a )?(?:new )?(?:supplier|vendor) "
        r"(?:forms?|pack\w*|questionnaire|code form|registration)",
        rf"{PROC}(?: for [\w ]{{1,40}}?)? is (?:now )?(?:open|live|running|under ?way)\b|"
        r"(?:rfp|rfq|tender|enquiry|bestellanforderung) (?:is |has been |went |now )*(?:live|floated|"
        r"published|raised|out) "
        r"(?:on|in|via) (?:their|the) (?:portal|system|sap|ariba|coupa)",
    ),
    "security_review_passed": (
        rf"{SEC_TEAM} (?:has |have |just |finally )*(?:ticked|waved|cleared|passed|nodded) (?:us|"
        rf"it) (?:off|through)|"
        rf"{SEC_TEAM} (?:hat|haben|heeft|hebben|gab|gaf) (?:uns |ons |das |het )?(?:grunes licht|"
        rf"freigegeben|okay|ok|groen licht|"
        rf"goedgekeurd|akkoord)",
        rf"no (?:red flags|findings|issues|objections|concerns) from (?:their |the )?{SEC_TEAM}",
        r"(?:sicherheitsprufung|sicherheitscheck|security-?prufung|security ?check|"
        r"datenschutzprufung|beveiligingscheck) "
        r"(?:ist |is |wurde |hat uns )?(?:abgehakt|bestanden|durch|erledigt|afgevinkt|gehaald|rond|"
        r"positiv)",
    ),
    "technical_win": (
        rf"(?:came|come|finished|ranked) (?:out )?(?:top|first|number one|no\.? ?1|on top|"
        rf"ahead) (?:in|of|after) (?:the |their )?{POC}",
        r"(?:fat|sat|uat) (?:is |was |has been )?(?:passed|accepted|signed off)",
        rf"{POC} (?:results?|numbers|figures) (?:\w+ )?(?:beat|exceeded|met|hit|passed|signed off|"
        rf"accepted|approved)|"
        rf"signed off (?:on )?the {POC} (?:results?|report)",
    ),
    "champion_confirmed": (
        r"(?:fight|fights|fighting|battle|battling|argue|arguing|lobby|lobbying) (?:our corner|"
        r"for us)(?: internally| inside)?|"
        r"(?:is |'s |was )?(?:backing|pushing|promoting|selling|championing) us (?:internally|inside|"
        r"upstairs)|(?:is |'s )?going (?:in )?to bat for us|"
        r"put (?:his|her|their) hand up (?:as|to be) (?:\w+ )?(?:sponsor|champion)",
        r"zieht (?:uns|das|es)(?: \w+){0,3}? intern durch|haben wir (?:unseren?|"
        r"einen) (?:internen )?sponsor|"
        r"(?:setzt|macht|kampft) sich (?:\w+ ){0,2}?(?:fur uns|intern)|trekt (?:de kar|"
        r"het) (?:\w+ ){0,2}?intern",
    ),
    "decision_criteria_agreed": (
        r"(?:sent|gave|shared)(?: us| me)(?: over)? (?:the |their )?(?:scoring|"
        r"evaluation|marking|decision) (?:sheet|grid|scheme|"
        r"matrix|weights|weighting|criteria)",
    ),
    "decision_process_agreed": (
        r"(?:plan|fahrplan|zeitplan|timeline|path|steps|stappenplan|roadmap)(?: \w+){0,2}? (?:to|"
        r"bis zur|bis zum|tot|until|till) "
        r"(?:signature|unterschrift|handtekening|signing|close|contract)(?: is| are| ist| sind| now|"
        r" has been)* (?:agreed|accepted|"
        r"signed|confirmed|vereinbart|abgestimmt|akkoord|afgesproken|bestatigt)",
        r"agreed (?:on )?(?:every|each|all the|the) steps? (?:to|till|until|up to) (?:signature|"
        r"signing|close|contract)|"
        r"(?:mutual|joint|close|action) (?:\w+ )?plan (?:is |was |has been |now |got )*(?:signed|"
        r"initialled|accepted)",
    ),
    "economic_buyer_met": (
        rf"(?:{_MEET})(?: with)?(?: \w+,?){{0,4}}? (?:the |their |our )?{BUYER}\b",
        rf"{BUYER} (?:meeting|mtg|call|session)(?: \w+){{0,3}} (?:done|held|happened|went|complete[d]?|"
        r"was (?:great|good))",
    ),
    "verbal_commit": (
        r"(?:sagt|sagte|zegt|zei) (?:uns |ons )?ja(?![\w-])|"
        r"(?:gab|gibt|gaf|geeft) (?:uns |ihr |sein |ons |zijn |haar |das |het |ein |een )*"
        r"(?:jawort|okay|akkoord|grunes licht|groen licht)",
        rf"(?:firm |verbal |big )?{_YES} from (?!us\b|me\b|legal|security|infosec|it\b|finance|"
        rf"procurement)\w+{FOR_LESS}",
        r"said (?:let's|lets) (?:go(?= ?(?:$|[,.!]|ahead|for it))|do it|do this)|"
        r"(?:mondeling )?toegezegd|verbal go\b|"
        r"mundlich(?:e|es|en)? (?:zusage|ja|go|grunes licht)|mondelinge? (?:akkoord|toezegging|ja)",
    ),
    "problem_confirmed": (
        rf"(?:as|als|is|are|ist|'s|made \w+(?: \w+)?|its|their) (?:the |their |our |now |a |die |"
        rf"das |de )*{_TOP}"
        rf"(?: (?:fur|for|voor|in) \w+)? (?:bestatigt|confirmed|bevestigd|says|said|sagt|zegt)",
        r"(?:on |at |is |to )(?:the )?top of (?:his|her|their) (?:list|agenda|pile)|"
        r"made \w+ (?:\w+ )?(?:their|its|a|the) top priority",
    ),
}
