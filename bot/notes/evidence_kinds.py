"""How sellers tell of evidence from a customer: for each kind the thing and what is said to be done to it.

A kind is found where a thing and a predicate stand together, in either order (`budget is finally through`,
`finance released the budget`, `hat das Budget freigegeben`), or in one of the kind's set phrases.
"""

from __future__ import annotations

from bot.notes.evidence_kind import Kind
from bot.notes.evidence_of_paper import PAPER_AT_WORK
from bot.notes.evidence_of_testing import TESTING
from bot.notes.evidence_of_wanting import WANTING

KINDS: dict[str, Kind] = {**WANTING, **TESTING, **PAPER_AT_WORK}
