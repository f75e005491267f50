"""The words of what people say to the coach in their own way. `<rep>` stands where one of their own people is
named, `<driver>` for a driver; all is lower case."""

from __future__ import annotations

TEAM = (
    r"(?:\b(?:my|our|the) (?:whole |own )?(?:team|reps?|sellers?|people)\b(?! (?:at|of|from)\b)"
    r"|\bas a team\b|^team\b)"
)
PLAN = (
    r"(?:\bcoach\w*|\b(?:my|our|the|this|<rep>'s) (?:<driver> )?plan\b|\bplans? (?:with|for|of) <rep>"
    r"|<driver> plan\b|<rep>'s plan\b)"
)
PLEASE = (
    r"(?:please |can (?:you|we) |could (?:you|we) |would you |let's |i'd like to |i want to |we should )*"
)
ASKING = (
    r"^(?:(?:how|what|when|where|who|why|which|can you tell)\b"
    r"|(?:did|does|do|is|are|was|has|should) (?:i|you|he|she|they|<rep>|my|the team)\b)"
)
THIS = r"(?:this|it|that|these)(?: one| step)?"
DONE_TOGETHER = (
    r"\b(?:coached|observed|watched|shadowed|sat (?:in|down|with)|listened|heard|gave|talked|spoke|went"
    r"|worked|ran|did|had|joined|attended|caught up|chatted|helped|held|finished|completed|reviewed"
    r"|discussed|practi[cs]ed|role-?played|spent|met"
    r"|debriefed|walked|tried|done)\b"
)
TOGETHER = (
    r"(?:<driver>|\bcoach\w*|\bobserv\w+|\bfeedback\b|\bsession\b|\b1:1\b|\brole.?play\w*|\bdebrief\w*"
    r"|\b(?:call|chat)\b)"
)

RANKING = (
    rf"\b(?:rank|compare|score|grade|rate|stack)\b.*(?:{TEAM}|<rep>|\breps?\b|\bsellers?\b)",
    r"\b(?:do|did|would|will) i (?:rank|stack up)\b",
    r"\bmy (?:own )?rank(?:ing)?\b",
    r"\b(?:league table|leader ?board|scoreboard|top performers?|pecking order|ranking of (?:everyone"
    r"|everybody|all))\b",
    rf"^(?:who|which)\b(?=.*(?:\breps?\b|\bsellers?\b|{TEAM}|\bcoaching\b|\bpractice\b|\bplan\b"
    rf"|\bthe bot\b)).*\b(?:best|worst|most|least"
    r"|fewest|behind|ahead|lagging|trailing|top|bottom|slow\w*|la[sz]\w+|struggl\w+|fail\w*|ignor\w+"
    r"|never|not|\w+n't|weak\w*|strong\w*"
    r"|active|skipp\w+|declin\w+|refus\w+)\b",
    r"^who(?:'s| is| has|'ve)?\b.*\b(?:ask|asked|asks|wrote|writes|searched|messaged)\b.*\b(?:most|least"
    r"|fewest|never)\b",
    r"<rep>.*\b(?:better|worse|stronger|weaker|faster|slower|ahead|behind)\b",
    r"\b(?:better|worse|stronger|weaker|faster|slower)\b.*\bthan <rep>",
)
WATCHING = (
    r"\b(?:is|are|was|does|how)\b.*<rep>.*\b(?:\w*happy|motivated|lazy|frustrated|stressed|engaged|upset"
    r"|burn\w*"
    r"|bored|tired|committed|feel\w*|mood|leaving)\b",
    r"^(?:.{0,12}\b)?(?:how (?:many|often|much|fast|quick\w*|long)|when (?:was|did)|what(?:'s| has| did"
    r"| does| is"
    r"| are| was)|which|did|does|has|is|show me|read me|(?:let me|i want to|i'd like to) (?:see|read"
    r"|know)|give me|list|see|tell me (?:what|how))"
    r"\b(?!.*<rep> and (?:i|me)\b).*<rep>.*\b(?:question\w*|search\w*|messag\w+|wr[io]t\w+|notes?|private"
    r"|repl\w+"
    r"|respon\w+|practi[cs]\w*|rehears\w+|answer\w*|active|online|us(?:e|es|ed|ing|age)|declin\w+"
    r"|refus\w+|typed"
    r"|(?:said|told|say|tell)\b.*\byou|ask\w*)\b",
    r"\bis <rep> (?:really |actually )?(?:any )?good\b",
    r"<rep>'s (?:activity|usage|history|messages|questions|searches|practice|notes|stats|numbers"
    r"|private \w+)\b",
    rf"^(?:what|how (?:many|often|much))\b.*(?:{TEAM}|\breps?\b|\bsellers?\b|\bpeople\b).*\b(?:ask|search"
    rf"|use|us|writ|typ|say|tell)\w*\b"
    r".*\b(?:you|the bot)\b",
    r"\b(?:report|escalate|flag) <rep>",
    r"\btell\b.*\b(?:hr|boss|director|management)\b.*<rep>",
)
REMINDING = (
    r"(?:(?:can|could|would) you )?(?:please )?\b(?:(?:remind|nudge|ping|poke|prod|buzz|alert) me"
    r"|(?:set|create|add|make|give|need) (?:me )?(?:an? |another )?(?:reminder|nudge|shout|poke|ping|prod"
    r"|heads.?up)"
    r"|^reminder|don't let me forget|make sure i (?:don't forget|remember))\b[:,]?(?: for(?= )(?! me))?"
)
NOT_A_REMINDER = r"^\W*(?:what|how|who|whose|which|where|why)\b"
SNOOZING = (
    r"(?:please )?snooze\b.*",
    r"(?:.*\b)?(?:remind|ping|nudge|ask|try|tell) me (?:again )?(?:later|tomorrow|next \w+|on \w+"
    r"|in \w+ \w+"
    r"|(?:after|before|at) \w+)"
    r"(?: (?:please|again))?",
    r"(?:not now|maybe)?,? ?later(?: please| on)?",
    r"(?:not (?:now|today|right now)|busy|no time)\b.*\b(?:later|again|tomorrow|next|on|another)\b.*",
    rf"(?:.*\b)?come back to me\b(?: (?:about|on|with) {THIS})?.*",
    rf"(?:please )?bring {THIS} (?:up |back )?(?:again|later|back|tomorrow|next|on).*",
    rf"(?:please )?(?:push|move|put|postpone|delay) {THIS} (?:to|back|off|until|till|by)?\b.*",
    r"(?:some )?other time|another (?:time|day)|give me (?:an?|another|some|more|two|three) \w+(?: more)?",
    rf"(?:can (?:we|i) |could (?:we|i) |let's |i'll )?do {THIS} (?:later|tomorrow|another|next|on"
    rf"|some other)\b.*",
)
DECLINING = (
    r"(?:no,? )?(?:thanks|thank you)?,?(?: but)? ?(?:not this one|not for (?:me|us))",
    r"no,? thank(?:s| you)\b.*",
    rf"(?:.*, )?(?:please )?skip {THIS}|(?:please )?skip the step",
    rf"i(?:'d| would) rather not.*|(?:{THIS} is )?not relevant\b.*|decline",
    rf"i(?:'ll| will)? pass(?: on {THIS})?|pass on {THIS}",
    rf"(?:we|i) (?:won't|will not|can't|cannot) (?:get to|do|manage|make) {THIS}\b.*",
    rf"leave {THIS}(?: out)?|not interested\b.*",
    rf"(?:nah|nope)\b.*|(?:.*, )?(?:there is |there's )?no need\b.*|(?:.*, )?(?:we"
    rf"|i) don't need {THIS}\b.*",
)
ASKING_WHY = (
    r"(?=.*\b(?:you|am i|do i|did i|i'm)\b)(?=.*\b(?:this|that|me|it)\b)"
    r"(?:why|how come|what made|what'?s the reason|how did i)\b.*\b(?:end up|send|sent|sending|get|got"
    r"|getting|see|seeing|messag\w+|ask\w*|nudg\w+|writ\w+|wrote|tell\w*)\b.*"
    r"|what(?:'s| is) (?:this|that) (?:\w+ )?(?:for|about)"
)
AWAY = (
    r"(?:i'm |i am |i'll be |i will be |we're |i've |i have )?(?:(?:taking|got) (?P<days>.+?) off"
    r"|gone(?: \w+)?"
    r"|(?:i )?(?:won't|will not) be (?:in|here|around|available)|out(?: of (?:the )?office)?|away|off"
    r"|travell?ing|on"
    r" (?:annual |parental |sick )?(?:leave|vacation|holidays?|pto))\b(?P<rest>.*)"
)
STOPPING = (
    rf"^{PLEASE}(?:stop|end|cancel|call off|close|drop|terminate|quit)\b.*{PLAN}",
    rf"\b(?:want|need|opt|get)\b.*\bout of\b.*{PLAN}",
    r"\b(?:don't|no longer|not) want\b.*\bcoach\w*",
    rf"\bdone coaching\b.*|, (?:so )?(?:stop|end|close) {PLAN}",
    rf"^{PLEASE}call {PLAN} off",
)
PAUSING = (
    r"\b(?:pause|hold off|on hold|on ice|break from|freeze|suspend)\b(?=.*{about})",
    r"{about}.*\b(?:pause|hold off|on hold|on ice|break|freeze|suspend)\b",
    r"\b(?:pause|hold off on|freeze|halt|suspend|take a break from)\b.*{about}",
    r"^no (?:more )?coaching\b.*",
)
RESUMING = (
    r"\b(?:resume|un-?pause|restart|continue|carry on|go on)\b.*{about}",
    r"\b(?:revive|reactivate|reopen|unfreeze)\b.*{about}",
    r"\b(?:pick|start|bring)\b.*{about}.*\b(?:up|again|back)\b",
    r"\bback to\b.*{about}",
)
STARTING = (
    r"\bget\b.*\b(?:going|started)\b",
    r"\b(?:start|begin|kick(?:ing)? off|set(?:ting)? up|new|propose|create|open|launch)\b",
    r"\b(?:want|like|help me|let's|let me|try|could we)\b.*\b(?:coach|work)\b",
    r"\bput <rep> (?:on|in)\b|^coach <rep>|<rep> (?:should|could|needs to|wants to) (?:work|get better"
    r"|improve)",
)
GOING_ON = (
    r"\bwhat(?:'s| is)? (?:up )?next\b|\bwhat (?:do|should|shall|can) i\b|\bwhere\b.*\b(?:are|is|do"
    r"|stand)\b|\bhow far\b|\bagenda\b|\bcoming up\b"
    r"|\bnext (?:step|touch|session|one|thing|date)\b|\bhow(?:'s| is| are)\b|\bstatus\b|\bdue\b"
    r"|\bupcoming\b"
    r"|\bwhen (?:is|are|do|does|will)\b|\bshow\b|\bwho am i coaching\b|\bwhat coaching\b|^(?:<rep>'s"
    r"|my) (?:coaching )?plan$"
)
OF_A_TEAM = (
    r"\b(?:how|progress|improv\w+|summary|overview|look|going|status|picture|where|doing|better|stands?)\b"
)
PRACTISING = (
    r"\b(?:practi[cs]e|practicing|practising|rehearse|rehearsal|role.?play|drill me|quiz me|test me"
    r"|train me|scenario"
    r"|warm up|have a (?:go|try|shot) at|simulate|mock|throw me|run me through"
    r"|try <driver> (?:\w+ ){0,2}(?:myself|first|out)|(?:try|do) <driver> myself)\b"
)
TRIED = (
    r"^(?:i |we )?(?:'ve |have |just )*(?:tried|used|practi[cs]ed|rehearsed|worked on|did)\b(?=.*<driver>)"
)
NOT_HELD = (
    r"\b(?:no (?:call|chance|time|meeting)|couldn't|could not|didn't (?:happen|get|manage)|cancell?ed"
    r"|fell through)\b"
)
