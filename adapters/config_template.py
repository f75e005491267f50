"""What `cornerman config init` writes: a starter a company fills in from the top."""

TEMPLATE = """\
# Cornerman's configuration. Check it with `cornerman config check`.
#
# Paths are relative to this file. Secrets never stand here; they come from the environment:
#   CORNERMAN_DATABASE_URL   the database, where it is not SQLite (overrides storage.database)
#   SLACK_BOT_TOKEN, SLACK_APP_TOKEN or SLACK_SIGNING_SECRET   for `cornerman serve --slack`
#   SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, CORNERMAN_TOKEN_KEYS   for Slack in several workspaces
#   MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId  for `cornerman serve --teams`
#   SALESFORCE_CLIENT_ID, SALESFORCE_PRIVATE_KEY or HUBSPOT_TOKEN   for a CRM of that kind
#   CORNERMAN_COMPOSER_URL, CORNERMAN_COMPOSER_MODEL, CORNERMAN_COMPOSER_KEY   a model that rephrases answers
#   CORNERMAN_EXTRACTOR_URL, CORNERMAN_EXTRACTOR_MODEL, CORNERMAN_EXTRACTOR_KEY   one that reads notes
# Lines that begin with `#` and a key show what is optional, with its default or an example.

# Which CRM holds accounts and opportunities. "builtin" keeps them in Cornerman's own database, "salesforce"
# and "hubspot" are described further below.
crm = "builtin"

# Companies you compete with, as sellers write them. A note that names one offers its battlecard.
competitors = ["Rival One", "Rival Two"]

# What an opportunity can be lost to.
loss_reasons = ["price", "competitor", "no_decision", "timing", "product_fit", "budget", "other"]

[company]
name = "Example Inc."
zone = "America/New_York"        # IANA time zone of everyone who has none of their own
currency = "USD"                 # of amounts that name no other
fiscal_year_start_month = 1      # 1 to 12; with 2, "Q1" means February to April
country = "US"                   # ISO code; its public holidays bring no nudges
holidays = ["2026-12-24"]        # company days off beside them, as dates

[storage]
directory = ".cornerman"         # index, caches and the database; CORNERMAN_DATA overrides it
# database = "postgresql+psycopg://db.internal/cornerman"   # default: SQLite in that directory

[retrieval]
model = "all-MiniLM-L6-v2"       # a sentence-transformers model by name, or a folder such as "./model"
# sha256 = ""                    # of the model's weights; a model that differs is refused
answer_threshold = 0.5           # 0 to 1; below it the bot says that it has no solid answer

[content]
# drafts = "answers"             # folder of pages written from experts' answers; default: beside the index

[coaching]
plan_days = 60                   # 60 or more; counted from the day the rep accepts
windows = ["09:00-11:30", "13:30-16:00"]   # when nudges may arrive, in the recipient's own time
# quiet_periods = ["2026-06-24/2026-06-30"]  # FIRST/LAST days in which plan clocks pause

[retention]
crm_ended_days = 30              # confirmed updates, after they were written or refused
crm_dead_days = 90               # those given up (dropped with their note) and those worked out on trial

[server]
host = "127.0.0.1"               # interface of health, readiness and metrics
port = 8080
# slack_port = 3000              # only for Slack over HTTP
# teams_port = 3978

# [slack]
# workspaces = ["T024BE7LD"]     # those that may install the app by OAuth; others are refused

# [teams]
# tenants = ["00000000-0000-0000-0000-000000000000"]  # ids of Entra tenants; others are refused

# --- Your CRM, where it is not the built-in one ------------------------------------------------------------
# Until you switch `writes` on it is a trial: all is read live and drafted, nothing is written, and
# `cornerman crm shadow` shows what would have been written beside what the sellers then entered.
# `fields` name where your organisation keeps what it keeps elsewhere than in Cornerman's own fields; "" is
# for what it does not keep.

# [salesforce]
# url = "https://acme.my.salesforce.com"
# username = "cornerman@acme.com"  # a user who may see other users; each seller is signed in as themselves
# sandbox = false
# writes = false
# fields = { seats = "Licences__c", reason = "Closed_Lost_Reason__c", amount_type = "" }

# [hubspot]
# writes = false
# fields = { seats = "number_of_seats", verifiers = "" }

# --- Stages, in order. Exactly one is closed and won, exactly one is closed and not won. --------------
# id: stable, written to the built-in CRM. crm_value: what another CRM calls it, by default the name for
# Salesforce and the id for HubSpot. synonyms: other words your sellers use for it.

[[stages]]
id = "discovery"
name = "Discovery"
synonyms = ["disco", "qualification"]

[[stages]]
id = "evaluation"
name = "Evaluation"
synonyms = ["eval", "pilot stage"]

[[stages]]
id = "proposal"
name = "Proposal"
synonyms = ["quote stage"]

[[stages]]
id = "negotiation"
name = "Negotiation"
synonyms = ["nego", "contracting"]

[[stages]]
id = "closed_won"
name = "Closed Won"
synonyms = ["won", "signed"]
is_closed = true
is_won = true

[[stages]]
id = "closed_lost"
name = "Closed Lost"
synonyms = ["lost"]
is_closed = true

# --- Verifiers: evidence that came from the customer, never from your own activity --------------------

[[verifiers]]
id = "problem_confirmed"
label = "Customer confirmed the problem is a priority"
synonyms = ["confirmed the problem", "top priority for them"]

[[verifiers]]
id = "budget_confirmed"
label = "Customer confirmed funded or approved budget"
synonyms = ["approved budget", "budget approved"]

[[verifiers]]
id = "economic_buyer_met"
label = "We met the person who can sign"
synonyms = ["met the economic buyer", "met the signer"]

# --- Drivers: one skill a manager coaches with a rep for 60 days --------------------------------------
# why: what the rep gets from it. behaviours: what one can see or hear. openers: ready first sentences
# for the manager, in the order of the six touches. content: pages, as SOURCE/PATH.
# verifiers: the evidence that shows it works. stage: the one it helps to leave behind; without one nothing is
# counted for a whole team. For practice, all optional: lines (what a seller could say, one per behaviour in
# the same order) and mistakes (a mistake may quote how it sounds).

[[drivers]]
id = "discovery"
name = "Discovery"
why = "An opportunity whose cost of doing nothing is known closes more often."
behaviours = ["Asks what happens if nothing changes", "Gets the cost of the problem as a number"]
practice_task = "Write three questions for one open opportunity that would show what doing nothing costs."
openers = ["Which of your opportunities would gain most from better discovery?"]
content = ["handbook/plays/discovery.md"]
verifiers = ["problem_confirmed"]
stage = "discovery"

# --- Sources: where your content lives --------------------------------------------------------------

[[sources]]
name = "handbook"
location = "content"             # a folder, or any fsspec URL such as "s3://bucket/enablement"
owner = "Ana Example"            # who answers for pages that name no owner
audience = ["public"]            # "public", "group:NAME" or "person:ID"; for pages that name none themselves
# url_prefix = "https://wiki.example.com/"   # a page opens at url_prefix + its path

# What lies in a folder: who sees it and who answers for it. A page's own front matter comes before a rule,
# the last rule that matches before the others, and a rule before the source. With `limit` a page may narrow
# the audience further, never widen it. `*` stays within one folder, `**` does not.
# [[sources.rules]]
# path = "security"              # a folder with all that is in it, or a pattern such as "**/drafts/*.md"
# audience = ["person:ana"]
# owner = "Ana Example"
# limit = true

# --- Desks: who is asked where no page's owner can be -----------------------------------------------
# members: ids of people. topics: words of a question, or patterns of pages. One desk may be the default.

# [[desks]]
# id = "deal-desk"
# name = "Deal desk"
# members = ["ana"]
# topics = ["discount", "payment terms", "handbook/pricing/*"]
# default = true

# --- Calendars: days off, and calls to listen in on ---------------------------------------------------
# An iCalendar feed of a person, read once an hour. Kept are days off, and when there is a call on one of the
# person's own open opportunities: no titles, attendees or places. The feed's address is a secret: an
# environment variable or a file holds it.

# [[calendars]]
# person = "ben"
# env = "CALENDAR_OF_BEN"        # or file = "/run/secrets/calendar_of_ben"

# --- People ------------------------------------------------------------------------------------------
# roles: rep, manager, enablement, admin. groups: what `audience` names. zone, currency: default to the
# company's. locale: decides how 03/04 is read. crm_user: the person's user in the CRM; the built-in one takes
# `id`, for another `cornerman people sync` finds it by e-mail address. manager: the id of another person.
# identities: PLATFORM:WORKSPACE:USER; the terminal is console:demo:ID.

[[people]]
id = "ana"
name = "Ana Example"
email = "ana@example.com"
roles = ["manager", "admin"]
groups = ["sales"]
identities = ["console:demo:ana", "slack:T0000000000:U0000000001"]

[[people]]
id = "ben"
name = "Ben Example"
email = "ben@example.com"
roles = ["rep"]
groups = ["sales"]
zone = "Europe/Berlin"
locale = "de-DE"
currency = "EUR"
crm_user = "005000000000001"
manager = "ana"
identities = ["console:demo:ben", "teams:00000000-0000-0000-0000-000000000000:29:1example"]
"""
