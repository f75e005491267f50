"""How sellers tell that a customer has judged it: criteria, process, trial and security."""

from __future__ import annotations

from bot.notes.evidence_kind import Kind
from bot.notes.evidence_words import (
    APPROVED,
    BAR,
    BARS,
    CRITERIA,
    EACH,
    MET,
    PLAN,
    POC,
    SEC,
    SEC_REVIEW,
    SEC_TEAM,
    SETTLED,
    WORD,
)

TESTING: dict[str, Kind] = {
    "decision_criteria_agreed": Kind(
        (
            (
                CRITERIA,
                rf"{SETTLED}|ready|fertig|nodded(?: through| off)?|came (?:over|in|back)|arrived|landed",
                rf"{SETTLED}|sent|sent over|wrote|wrote up|gave|shared",
            ),
        ),
        (
            r"agreed (?:on )?(?:the |their )?criteria(?! for the (?:poc|pilot|trial))",
            rf"{CRITERIA}[^.!?\n]{{0,60}}? (?:both|we|all|everyone|everybody|both (?:of us|sides|parties)) "
            rf"(?:have |has |are |now )*(?:agreed|signed off|happy)(?: on| with)?(?: it| them| that|(?=\W))",
            rf"{CRITERIA}[^.!?\n]{{0,60}}? (?:nodded|agreed|signed|ticked|accepted) (?:off |to |"
            rf"on )?(?:every|each) (?:line|point|item)\b",
        ),
    ),
    "decision_process_agreed": Kind(
        (
            (
                PLAN,
                rf"{SETTLED}|signed(?: off| up to)?",
                rf"{SETTLED}|signed(?: off(?: on)?| up to)?|walked (?:us|me) through",
            ),
        )
    ),
    "technical_win": Kind(
        (
            (
                POC,
                r"passed|succeeded|successful(?:ly (?:completed|done|finished|concluded))?|"
                r"(?:a (?:\w+ )?)?success|did (?:everything|all|what)|beat(?:en)? (?:the|its|all)|"
                r"hit (?:every|all|its|the|100)|"
                r"met (?:all|every|its|the|their)|signed off|accepted|green|aced|validated|exceeded|"
                r"nailed|cleared|fulfilled (?:all|every|each|the|its|their)|(?:did|does|"
                r"had) (?:everything|all|what)|"
                r"ticked (?:all|every)|a pass|won|bestanden|geslaagd|erfolgreich(?: abgeschlossen)?|"
                r"abgenommen|akkoord|afgetekend",
                r"passed|aced|won|nailed|completed|sailed through|cleared|signed off|smashed|crushed|"
                r"validated|accept(?:s|ed)?|signed(?= (?:\w+ )?acceptance)",
            ),
            (r"tests?|testlauf|abnahmetest", r"bestanden|abgenommen|erfolgreich abgeschlossen", "(?!)"),
            (
                r"(?<!pen )(?<!penetration )(?<!security )(?:test|acceptance|trial|pilot|validation|"
                r"site) (?:report|protocol|certificate|record)",
                r"signed(?: off)?|accepted|approved|(?:all )?green|clean|unterschrieben|abgenommen|getekend",
                r"signed(?: off)?(?: on)?|accepted|approved",
            ),
            (BAR, MET, MET),
            (rf"{EACH}(?: (?!of\b){WORD}){{0,2}}? {BARS}", rf"{MET}|(?:all )?(?:green|clean|fine)", "(?!)"),
        ),
        (
            rf"(?:{MET}) {EACH} (?:{WORD} ){{0,2}}?{BARS}",
            rf"{EACH}(?: {WORD}){{0,2}}? {BARS}[^.;!?\n]{{0,40}}? (?:every one|all of them|each one|"
            rf"they all|the lot|all) "
            rf"(?:of them )?(?:{MET})(?!\w)",
            rf"{POC}[^.!?\n]{{0,40}}? we (?:came|come|finished|ranked) (?:out )?(?:top|first|ahead|"
            rf"on top|number one|best)\b",
            rf"{POC}[^.!?\n]{{0,60}}? (?:they|he|she)(?:'ve| have| has)? (?:now )?(?:accept(?:s|ed)?|"
            rf"approved|signed off on|"
            r"passed) (?:it|us|the (?:results?|solution|system|tool))\b",
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
                r"passed|cleared|accepted|approved|signed off|clean|fine|green|ok|okay|all clear|spotless",
                "(?!)",
            ),
        ),
        (
            r"(?:clean(?: bill of health)?|green light|thumbs up|all[- ]clear|sign-?off|approval|ok|"
            r"okay|clearance|nod|go-?ahead) "
            rf"(?:from|by|vom|von) (?:their |the |it |der )?{SEC}",
            rf"{SEC_TEAM}(?: \w+)?(?: (?:has|have|just|finally|also))* (?:gave|given|signed|cleared|"
            r"passed|approved|green-?lit|"
            rf"waved) (?:us|it|(?:the|your|our) (?:\w+ )?(?:tool|product|platform|solution|system|"
            rf"software|app|setup|architecture))\b",
            rf"{SEC_TEAM}(?: (?:is|are|has|have|'s|now|just|all))* (?:finished|done|happy|fine|"
            r"comfortable|good|satisfied) with (?:us|it|your|our|the (?:tool|product|answers|platform))",
            rf"{SEC_TEAM} (?:said|says|told (?:us|me)|confirmed)(?: that)? (?:we(?:'re| are)|it(?:'s|"
            rf" is)|you(?:'re| are)|all(?:'s| is)?) "
            r"(?:now )?(?:good|fine|ok|okay|clear|cleared|through|clean|in|safe)\b",
            rf"{SEC_TEAM} (?:has|have) no (?:further|more|open|outstanding) (?:questions|findings|"
            r"concerns|objections|issues)",
            rf"{SEC} (?:sign-?off|clearance|approval|green light|freigabe)(?: is| has| was| ist|"
            r" liegt)? (?:received|in\b|granted|done|given|"
            r"obtained|came|da\b|vor\b|erteilt)",
        ),
    ),
}
