"""`pushed 2 weeks`: a close date told as a distance from the one that stands."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.notes import calendar_words as cal
from bot.notes.assertion import is_hedged
from bot.notes.closing import names_activity
from bot.notes.model import FieldChange
from bot.notes.segment import Passage

_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "another": 1,
    "two": 2,
    "a couple of": 2,
    "a couple": 2,
    "couple of": 2,
    **dict.fromkeys(("einen", "eine", "ein", "een"), 1),
    **dict.fromkeys(("zwei", "twee"), 2),
    **dict.fromkeys(("drei", "drie"), 3),
    "vier": 4,
    "five": 5,
    "three": 3,
    "four": 4,
    "six": 6,
}
_N = rf"(?P<n>\d{{1,2}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
_BETWEEN = (
    r"(?:\s+(?:it|us|this|sich|um|mit|met|noch|weiter|weitere|nochmal|out|back|by|about|around|another|the|"
    r"deal|close|date|roughly|approx|a further))*"
)
_SHIFT = re.compile(
    rf"\b(?:(?P<later>push(?:ed|es|ing)?|slip(?:s|ped|ping)?|slid(?:e|es|ing)?|delay(?:s|ed|ing)?|"
    rf"verschieb\w*|verschob\w*|rutsch\w*|verzoger\w*|schuift|schuiven|drift(?:s|ed|ing)?|slid|"
    rf"shift(?:s|ed|ing)?|postpon(?:e|es|ed|ing)|mov(?:e|es|ed|ing)(?: out| back)|close date \+)|"
    rf"pull(?:s|ed|ing)? (?:it )?(?:in|forward|up)|mov(?:e|es|ed|ing) (?:it )?(?:up|forward)){_BETWEEN}\s*"
    rf"{_N} (?P<unit>days?|weeks?|wks?|months?|quarters?|tagen?|wochen?|monate?n?|quartale?|"
    rf"dag(?:en)?|weken|maand(?:en)?|kwartaal)\b(?! (?:from|ago))"
)


def read_shift(p: Passage) -> list[FieldChange]:
    """The close date that stands, moved; inferred, and hedged where it may be about something else."""
    match = _SHIFT.search(p.folded, p.start)
    now = p.opportunity.close_date if p.opportunity else None
    if match is None or now is None or any(d.start < match.end() and match.start() < d.end for d in p.dates):
        return []
    clause = p.reading.clause_at(match.start())
    if names_activity(p, max(clause.start, p.start), min(clause.end, p.end)):
        return []
    count = int(match["n"]) if match["n"].isdigit() else _COUNTS[match["n"]]
    day = _moved(now, count if match["later"] else -count, match["unit"])
    hedged = p.unsettled or day < p.today or is_hedged(p.reading, match.start(), match.end())
    return [p.change("close_date", day, match.start(), match.end(), hedged=hedged, inferred=True)]


def _moved(day: date, count: int, unit: str) -> date:
    if unit.startswith(("mo", "maand", "qu", "kw")):
        return cal.add_months(day, count * (3 if unit.startswith(("qu", "kw")) else 1))
    return day + timedelta(days=count * (7 if unit.startswith("w") else 1))
