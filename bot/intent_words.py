"""How people ask, tell, chat and order: the patterns that intents.py weighs."""

from __future__ import annotations

import re

REMINDER = re.compile(
    r"^\W*(?:(?:hey|ok|pls|please|can you|could you)[\s,]+)*remind me (?:to|on|at|"
    r"in|tomorrow|next|about)\b"
)
WORK = re.compile(
    r"\b(?:deals?|opps?|opportunit\w+|customers?|clients?|prospects?|leads?|follow[- ]?ups?|proposals?|"
    r"quotes?|"
    r"demos?|contracts?|renewals?|pipeline|forecast|crm|notes?|practi[cs]e|coaching|plan|1:1|one[- ]on[- "
    r"]one|"
    r"procurement|pricing|champions?|nudges?|objections?|pitch|discovery|review|reps?)\b"
)
COACHING = re.compile(
    r"\bcoach(?:ing|es|ed)?\b|\brole[- ]?play\w*|\b(?:practi[cs](?:e|ed|ing)|rehears\w+|drill|dry[- ]run)\b"
    r"(?! (?:manager|director|lead|head))|\bnudges?\b|\b(?:uben|ube|rollenspiel|oefenen)\b|"
    r"\b(?:my|the|his|her|their|\w+'s) (?:coaching|development|60[- ]day|learning|skill) plan\b|"
    r"\bplan (?:for|with) [a-z]+'s (?:coaching|development)\b|\bdevelopment plan\b|"
    r"\b(?:1:1|1-1|one[- ]on[- ]one|one-to-one)s?\b.{0,40}\b(?:with|agenda|prep|for|note|log)\b|"
    r"\b(?:prep|agenda|log|note|bring)\b.{0,30}\b(?:1:1|1-1|one[- ]on[- ]one)|\b(?:which|who) of my (?:reps|"
    r"team|sellers|people)\b|\bmy (?:reps|team)(?:'s)? (?:activity|notes|performance|skills?)\b|"
    r"\b(?:quiz|test|grade|score|drill|challenge|observe) me\b|\bmock (?:\w+ ){0,2}(?:call|demo|pitch|"
    r"discovery|objections?|negotiation|meeting)s?\b|"
    r"\b(?:pretend|play|act|be) (?:you are |you're |to be |as |like )?(?:the|a|my|an angry|a tough) (?:\w+ "
    r")?(?:cfo|"
    r"buyer|customer|prospect|client|ceo|cio|procurement)\b|"
    r"\b(?:\w+'s|my|his|her|their) (?:coaching |current |next )?focus (?:for|this|next|area|on|is|be)\b|"
    r"\b(?:sat|worked|went|ran|walked) (?:down )?with \w+ (?:on|through|over) (?:his|her|their) (?:\w+ "
    r")?(?:questions|calls?|"
    r"discovery|pitch|demos?|objections?|negotiation|skills?|opening|closing|questioning|listening)\b|"
    r"\bhow did \w+ (?:do|get on|perform|fare) (?:on|in|at|with)\b|"
    r"\bhow (?:am i|is \w+) doing (?:on|with|at)\b|\bhow did (?:i|my|\w+'s) .{0,30}\b(?:do|score|go)\b|"
    r"\b(?:give|gave|leave|left) \w+ feedback\b|\bfeedback (?:for|to) (?:my rep|[a-z]+ (?:on|about) (?:her|"
    r"his|"
    r"their) (?:call|demo|discovery))|\bday \d+ of (?:my )?(?:60|30|90)\b|\bskill (?:score|gap|level)s?\b|"
    r"\b(?:grade|score|rate|critique) my\b|\b(?:stop|quit|no more|less|fewer) (?:nagging|pinging|reminding|"
    r"bugging|"
    r"pestering|nudging|reminders)\b|\bplay an? (?:\w+ ){1,2}for me\b|\b(?:overdue|due) for (?:a |their "
    r")?(?:1:1|coaching)\b|"
    r"\bgive me an? (?:\w+ )?(?:scenario|role|exercise|drill)\b|"
    r"\bwho (?:on|in) my team (?:needs|struggles|should)\b|\b\w+'s (?:development |coaching )?plan for \w+ "
    r"weeks?\b|"
    r"\bobservations?\b|\bobserved \w+(?:'s)?\b|\bride[- ]?along\b|\b(?:let me|i want to|can i|want to|wanna|"
    r"let's|lets|i'd like to|i need to) (?:try|run|pitch|work on|train) (?:my|a|the|"
    r"through)\b.{0,20}\b(?:pitch|"
    r"discovery|demo|opening|objections?|negotiat\w+|skills?|closing|questions?)\b|"
    r"\bwhat should i (?:coach|work on|practi[cs]e|improve|get better at)\b"
)
_LEARNING = (
    r"(?:coaching|practi[cs]e|rehearsals?|role[- ]?plays?|drills?|nudges?|lessons?|exercises?|quiz(?:zes)?|"
    r"scenarios?|simulations?|training|modules?|streaks?|challenges?|steps?|tasks?|sessions?|drivers?|"
    r"(?:development |learning |60[- ]day |skill )?plan)"
)
LEARNING = re.compile(
    rf"\b(?:pause|resume|stop|start|snooze|skip|extend|end|move|push|postpone|reschedule|delay|finish(?:ed)?|"
    rf"did|done with|completed?|redo|repeat|swap)\b.{{0,24}}?\b(?:my|the|this (?:week|month)'?s?|today'?s|"
    rf"tomorrow'?s|next (?:week|month)'?s?|a|an|another)\s+(?:\w+ )?{_LEARNING}\b|"
    rf"\b(?:show|what's|whats|what is|where's|which is|how many)\b.{{0,24}}?\b(?:my (?!next steps?)|this "
    rf"week'?s|"
    rf"today'?s)\s*(?:\w+ )?{_LEARNING}\b"
)
"""Steps of one's own learning moved, done or looked at; of a customer's plan where a record is named."""
FOR_ME = re.compile(
    r"^\W*(?:(?:hey|hi|ok|please|pls|kindly|bot|can you|could you)[\s,]+)*(?!remind|let|give|show|tell|"
    r"send)\w+ (?:me|mir) "
    r"(?:an?|the|some|my|this|that|bitte|mal)\b"
)
"""`book me a cab`: a service, no note."""
REQUEST = re.compile(
    r"^\W*(?:(?:hey|hi|ok|please|pls|kindly|bot|cornerman)[\s,]+)*(?:can|could|would|will|need|i need|i "
    r"want|i'd like|"
    r"please|pls|kindly|book|order|write|draft|remind|reset|set|get|find|call|send|cancel|translate|play|"
    r"tell|turn|"
    r"open|delete|remove|add|create|make|show|give|buy|do|sing|calculate|convert|who|what|when|where|which|"
    r"how|why)\b"
)
"""Something is wanted, whatever it is."""
INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:instructions?|rules?|prompts?|"
    r"polic(?:y|ies)|guidelines|guardrails|everything (?:above|before)|previous|prior)\b|"
    r"\bsystem prompt\b|\byou are now\b|\bpretend (?:you are|to be)\b|\bact as (?:an? )?(?:admin|root|"
    r"developer|dan)\b|\bdeveloper mode\b|\bjailbreak|"
    r"\b(?:set|change|update|make|mark|move|delete|zero|wipe|reset|close|drop)\b.{0,20}\b(?:every|all|"
    r"each)\b.{0,30}\b(?:amounts?|deals?|opportunit\w*|opps?|records?|stages?|accounts?|pipeline)\b|"
    r"<\s*/?\s*(?:system|admin|script|instruction)|\[\s*(?:system|admin|inst)\b|^\s*(?:system|admin|"
    r"root|assistant)\s*:|"
    r"\b(?:drop|delete|truncate) (?:table|from|database)\b|\b(?:reveal|print|show|dump|export|list|"
    r"give)\b.{0,30}\b(?:secrets?|api keys?|tokens?|passwords?|credentials|config(?:uration)?)\b|"
    r"\bsudo\b|\brm -rf\b",
    re.MULTILINE,
)
DRAFTING = re.compile(
    r"^\W*(?:please |pls |can you |could you |help me |hey |quickly )*(?:write|draft|compose|rewrite|"
    r"translate|summari[sz]e this|proofread|generate|polish|shorten|make me a|"
    r"create a)\b(?!.{0,12}\b(?:it|that|this) (?:down|up|to)\b)"
)
ADMIN = re.compile(
    r"\b(?:reset|forgot|change|unlock)\b.{0,16}\b(?:my |the )?(?:password|login|2fa|mfa|pin|account|"
    r"e-?mail address)\b|\b(?:add|remove|invite) \w+ to (?:the )?(?:channel|workspace|slack|team|crm|"
    r"salesforce|bot)\b|\bgive \w+ access\b|\b(?:i )?need access\b|"
    r"\bpermissions?\b.{0,20}\b(?:crm|salesforce|hubspot|bot)\b|\blog (?:me )?(?:in|out)\b|\b(?:change|"
    r"set|update) my (?:language|time ?zone|locale|notifications?|email|name|profile)\b|\b(?:weather|"
    r"joke|recipe|football|footy|cricket|rugby|soccer|movie|song|poem|lunch menu|horoscope|stock price|"
    r"bitcoin|lottery)\b|"
    r"\b(?:expenses?|expense report|holiday request|pto request|payslip|parking|printer|vpn|"
    r"wifi)\b.{0,30}\b(?:submit|file|approve|how|where|broken|down|form)?|\b(?:reassign|"
    r"transfer) (?:my |the |all |this )?(?:accounts?|territory|book)\b|\bbook (?:me )?(?:a )?(?:flight|"
    r"hotel|room|taxi|table)\b"
)
KNOWLEDGE = re.compile(
    r"\b(?:do we (?:support|offer|have an?|integrate|sell|do|allow|provide|ship|run|comply|hold)|"
    r"can we (?:offer|do|give|sell|match|share|discount|say|promise|use)|are we|is our|does our|do our|"
    r"does it|does the product|our (?:policy|pricing|price|sla|security|roadmap|dpa|msa|terms|discount|"
    r"plan|plans|product|payment|competit\w*|battlecard|pitch|case stud\w*|docs?|soc ?2|iso|certif\w*|"
    r"refund|trial|free|uptime|data|encryption|api|integrations?)|"
    r"battle ?card|one-?liner|talk track|case stud(?:y|ies)|objection|discount (?:policy|can|"
    r"authority|approval)|compliant|"
    r"compliance|gdpr|hipaa|soc ?2|iso ?\d+|fedramp|pci|sso|saml|scim|encrypt\w*|sla\b|certif\w*|"
    r"data resid\w*|differ(?:ence|ent|s|entiat\w*)|compare[ds]?|vs|versus|roadmap|policy|best practice|"
    r"what do i (?:say|tell|answer|reply|do)|how (?:do|should|can|would|to|could) (?:i|we|you|one)?|"
    r"what should i|why (?:should|do|does|are|is)|advice|tips?|template|playbook|pitch|positioning|"
    r"reference (?:customer|in|for)|example[s]?|payment terms|list price|pricing|price list|expensive|"
    r"pushback|respond)\b"
)
REPORTED = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|want(?:s|ed|ing)? to know|wonder(?:s|ed|ing)?|curious|is asking|"
    r"question(?:s|ed)?|query|says?|say|said|claims?|thinks?|worried|concern\w*|push(?:es|ing|"
    r"ed)? back|object\w*|raised|complain\w*|heard|told me|tells? me)\b"
)
SMALLTALK = re.compile(
    r"^\W*(?:hi|hey|hello|yo|hiya|howdy|morning|finally|ta|what a|guten (?:morgen|tag|abend)|schon\w* "
    r"(?:wochenende|"
    r"feierabend|abend|tag)|feierabend|mahlzeit|bis (?:morgen|dann|spater)|goedemorgen|fijn weekend|good "
    r"(?:morning|afternoon|evening|night|one|job|stuff)|"
    r"gm|thanks?|thank you|thx|ty|tysm|cheers|merci|danke|bedankt|dhanyavaad|shukriya|lol|lmao|haha\w*|"
    r"hehe|ha|ok(?:ay)?|k|kk|cool|nice|great|awesome|perfect|sweet|wow|omg|ugh|phew|yay|woo\w*|"
    r"congrats|welcome|bye|see (?:you|ya)|cya|ttyl|brb|good to know|got it|gotcha|understood|noted|"
    r"sure|yep|yes|yeah|no|nope|nah|np|no worries|happy (?:friday|monday)|tgif|you rock|"
    r"you're (?:the best|great|awesome)|love (?:it|this|you)|well done|sorry|oops|never ?mind|"
    r"how are you|what's up|whats up|wassup|sup|test(?:ing)?|hmm+|mm+|coffee|need coffee|long day|"
    r"what a (?:day|week|call|mess)|hooray|moin|servus|hoi|namaste)\b"
)
FEELING = re.compile(
    r"\b(?:lol|lmao|haha\w*|hehe|omg|ugh|train ?wreck|exhausted|tired|knackered|weekend|coffee|beer|"
    r"brutal|wild|crazy|so happy|so tired|long day|can't believe|what a|monday blues|friday feeling|"
    r"love this bot|you rock|legend|hungry|holiday|vacation|birthday|happy|funny|hilarious|nightmare|"
    r"joke|kidding|jk|thank you|thanks)\b"
)
JOKING = re.compile(r"\b(?:lol|lmao|rofl|haha\w*|hehe|jk|kidding|hilarious|funny|joke)\b|[😂🤣🙈😜🤪]")
NOTEWORTHY = re.compile(
    r"\b(?:deal|opp|call(?:ed)?|met|meeting|demo|email(?:ed)?|budget|stage|clos\w+|sign\w*|contract|"
    r"proposal|quote|discount|legal|procurement|security|champion|want[s]?|need[s]?|asked|asking|said|"
    r"says|update|sent|send|spoke|talked|interested|moved|renewal|pilot|poc|seats?|price|pricing|"
    r"waiting|pushed|approved|confirmed|decision|timeline|competitor|stakeholder|follow|next step|out|"
    r"back|left|joined|no update|nothing new|going|looking|went|delayed|stuck|quiet|dark|happy|likes?|"
    r"loves?|hates?|concern\w*|risk|blocked|on hold|late|review\w*|evaluat\w*)\b"
)
ITS_FIELD = re.compile(
    r"^\W*(?:(?:hey|hi|so|ok|okay|and|but|btw|remind me|tell me|quick one|again|also|cool|thanks|"
    r"wait)[\s,:]+)*"
    r"(?:when(?:'s|s)? (?:(?:does|do|did|will|would|is|was|should|are) )?(?:it|this(?: one)?|that(?: one)?|"
    r"they|"
    r"she|he|we|the (?:deal|opp\w*|account|customer|client)) (?:\w+ )?(?:(?:going|supposed|due|expected|"
    r"meant|"
    r"likely) to )?(?:clos\w+|sign\w*|land\w*|due)\b|"
    r"(?:does|do|will|is) (?:it|this one|that one|they) (?:still )?(?:clos\w+|sign\w*|land\w*)\b|"
    r"(?:what|which|when|where|who|how \w+)(?:'s|s| is| are| was| were)? (?:on )?(?:its|it's|their|"
    r"this one's|"
    r"that one's|her|his|the) (?:current |latest |new |next |deal |closing |close |expected |last |"
    r"main )*(?:stage|"
    r"amount|value|size|date|step|steps|owner|status|seats?|competitors?|contacts?|champion|account|acv|arr|"
    r"budget|timeline|deadline|decision maker|economic buyer|"
    r"update|note)\b(?! (?:of|for) (?:the|our) (?:product|platform))|"
    r"what(?:'s|s| is) next\b(?=\W*$)|(?:what|which) (?:stage|step|account|phase) (?:is|was|are|did) (?:it|"
    r"this|that|they|we)\b|"
    r"who(?:'s| is)? (?:own(?:s|ed|ing)?|run(?:s|ning)?|handl\w+|on) (?:it|this|that|them)\b|"
    r"how (?:much|big|large) (?:is|was) (?:it|this one|that one|the deal)\b|"
    r"how many (?:seats|users|licen[cs]es) (?:do|did|does) (?:they|it)\b|"
    r"where (?:are|do|is|does|did) (?:we|it|they|things) (?:at|on|with|stand|leave)\b|"
    r"(?:the |its |and )?(?:amount|stage|close date|closing date|owner|next steps?|value|deal size|status)"
    r"(?: (?:on|of|for) (?:it|that|this)(?: one)?)?\s*\?)"
)
"""A field of the record that is being talked about, which no name repeats."""
CHECKING = re.compile(
    r"^\W*(?:(?:hey|hi|hello|yo|ok|so|um|cornerman|bot|buddy|mate)[\s,!]+)*(?:(?:are )?(?:you|"
    r"u) (?:still )?(?:there|"
    r"here|up|awake|alive|ok(?:ay)?|real|a (?:bot|human|robot|person)|working|listening|back|around|online|"
    r"asleep|good|well)|any(?:one|body) (?:there|here|home|around|awake)|(?:can|do) you (?:hear|read|see) me|"
    r"ping|is this (?:thing )?(?:on|working)|how (?:are|r) (?:you|u|things)(?: doing| today)?|how's (?:it "
    r"going|life|your day|everything)|what's (?:up|new|good)(?: with you)?|who's there|all good)\W*$"
)
"""Words to the bot itself."""
_TITLES = (
    r"cfo|ceo|cto|cio|coo|cmo|cro|ciso|vp|svp|evp|(?:the|their) (?:board|team|director|head of \w+|manager|"
    r"boss|"
    r"owner|lawyers?|counsel|buyer|committee|it)|customer|client|prospect|champion|sponsor|stakeholders?|"
    r"procurement|purchasing|legal|infosec|economic buyer|decision[- ]maker"
)
_THEY = rf"(?:she|he|they|their|them|him|{_TITLES})(?:'s|'ll|'d|'re|'ve)?"
_DID = (
    r"lov\w+|lik\w+|hat\w+|agree\w*|approv\w*|confirm\w*|reject\w*|refus\w*|sign\w*|promis\w*|accept\w*|"
    r"declin\w*|prefer\w*|complain\w*|mention\w*|told|repl\w+|answer\w*|respon\w+|com\w+ back|came back|"
    r"push\w*|"
    r"compar\w*|need\w*|want\w*|ask\w*|said|says|worr\w+|concern\w*|excited|impressed|keen|unhappy|happy|"
    r"upset|"
    r"angry|annoyed|confused|thrilled|busy|ghost\w*|leav\w+|left|join\w*|chang\w+|mov\w+|delay\w*|postpon\w*|"
    r"cancel\w*|resched\w*|review\w*|evaluat\w*|test\w*|tri\w+|look\w*|go\w*|went|buy\w*|bought|renew\w*|"
    r"expand\w*|send\w*|sent|call\w*|email\w*|met|meet\w*|introduc\w*|wait\w*|stall\w*|stuck|hesita\w*|"
    r"think\w*|"
    r"thought|believ\w*|feel\w*|felt|know\w*|knew|us(?:e|es|ed|ing)|pay\w*|paid|spend\w*|hir\w+|fir\w+|"
    r"cut\w*|"
    r"merg\w*|acquir\w*|demand\w*|insist\w*|expect\w*|plan\w*|decid\w*|interest\w*|has|have|had|on board|"
    r"in favou?r|a fan|against|unsure|not sure|s[ck]eptical|ready|"
    r"supportive|positive|nervous|cautious|behind (?:us|it)"
)
_MATTERS = (
    r"demo|poc|pilot|trial|budget|contract|proposal|quote|pricing|redlines?|msa|nda|dpa|security (?:review|"
    r"questionnaire)|questionnaire|legal|procurement|champion|stakeholders?|decision|kick-?off|workshop|"
    r"(?:discovery|second|first|intro|follow-?up|pricing|last) (?:call|meeting)|the (?:call|meeting)|"
    r"reference call|"
    r"business case|roi|renewal|deal|opp"
)
NEWS = re.compile(
    rf"\b{_THEY}\b.{{0,60}}?\b(?:{_DID})\b|"
    rf"\b(?:{_MATTERS})\b.{{0,30}}?\b(?:went|is|was|are|were|has|have|got|passed|done|approved|sent|signed|"
    rf"back|"
    r"started|stuck|delayed|moved|came|landed|confirmed|scheduled|booked|cancel\w*|postponed|pushed|slipped|"
    r"ok|"
    r"held|finished|dragg\w+|on hold|blocked|rejected)\b|"
    rf"\b(?:sent|had|finished|did|met|waiting (?:on|for)|stuck (?:in|with)|lost|presented|booked|got|"
    rf"met with|"
    rf"spoke (?:to|with)|talked (?:to|with)|heard from|no word from|back from)\b.{{0,24}}?\b(?:{_MATTERS}|"
    rf"them|her|him|"
    rf"{_TITLES})\b|"
    r"\b(?:no (?:update|news|movement|change|reply|response|answer|decision) (?:yet|from|since|so far|"
    r"this week)|"
    r"nothing new|(?:good|great|nice|tough|bad|productive|quick|long) (?:call|meeting|demo|session|"
    r"workshop) (?:today|yesterday|this|with|just|earlier|on)|gone (?:quiet|dark|cold|silent)|went (?:quiet|"
    r"dark|cold|silent)|radio silence|left (?:a )?"
    r"voice ?mail|no[- ]show(?:ed)?|on hold|at risk|heating up|going (?:well|badly|nowhere|sideways))\b"
)
"""Something that happened with a customer, told without a name."""
