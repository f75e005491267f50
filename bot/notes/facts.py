"""Seats: users and licences of the opportunity as an absolute number."""

from __future__ import annotations

import re

from bot.notes.assertion import is_hedged
from bot.notes.clauses import fold
from bot.notes.figures import SPOKEN, figure_value, spoken_value
from bot.notes.model import FieldChange
from bot.notes.segment import Passage

_SEAT = (
    r"(?:seats?|users?|licen[cs]es?|licen[cs]e seats|user seats|lizenzen|nutzern?|plaetze|platze|"
    r"arbeitsplatze|anwender|zugange|"
    r"gebruikers|licenties|logins?|named users|subscriptions?)"
)
_N = r"\d{1,3}(?:[.,]\d{3})+|\d+(?:\.\d)?k|\d{1,6}"
_OLD = rf"(?:statt|anstatt|instead of|rather than|not|nicht|in plaats van|vs|up from|down from) (?:{_N})"
_SEATS = re.compile(
    rf"(?<![\w.,/$€£₹-])(?<!\d )(?P<n>(?:{_N})(?!\d)|"
    rf"(?:{SPOKEN}))(?: {_OLD})?[- ]?(?:(?!per |a |each |\d|to |or |bis |and )\w+ )?"
    rf"(?P<mid>(?:named|active|full|power|total|user|pro|"
    rf"enterprise|"
    rf"standard|premium|more|extra|additional|new)\s+)?{_SEAT}\b"
)
_SEATS_AFTER = re.compile(
    rf"(?<!\d )(?<!\d)\b{_SEAT}(?: count| number)?\s?"
    rf"(?:(?:(?:is|are|went|go(?:es)?|comes?|now|up|down|cut|reduced|raised|increased|dropped|grew|fell|"
    rf"rose) )*"
    rf"(?:from )?\d[\d.,]* ?(?:to|->|→|=>)|"
    rf"(?:(?:is|are|now|at|to|up|down|go(?:es)?|went|drops?|dropped|cut|reduced|raised|should|be|auf|"
    rf"jetzt)\b ?|"
    rf"[:=→]|"
    rf"->)+|"
    r"(?=\d))"
    rf"\s?(?:now )?(?P<n>{_N})\b(?!\s?[%/]|\.\d|-\d)"
)
_TOTAL = re.compile(
    rf"\b(?:so|makes?|making|mak\w+ it|dus|also|macht|=|for a total of|that's|total(?: of)?|new total)\s*"
    rf"(?:now |that's |that makes |it's |a total of |:)*(?P<n>{_N})\b(?: (?:in )?(?:total|insgesamt|gesamt|"
    rf"totaal|all in"
    rf"|altogether)|(?=\s*(?:$|[,.;!])))|"
    rf"\b(?P<n_2>{_N}) (?:in total|total|insgesamt|totaal|altogether)\b"
)
"""`15 more seats, so 60 in total`."""
_INCREMENT = re.compile(
    r"\b(?:more|extra|additional|another|plus|add(?:s|ing|ed)?|up to|upto|at least|over|under|max|min|"
    r"beyond|further|expand by|increase of|another|every|per|first|than|some of|of (?:the|their)|of)\s*$|"
    r"\+\s?$|\d\s?(?:-|–|to|or|bis)\s?$"
)
_ROSE = re.compile(r"\b(?:from|was|had)\s+\d+\s*(?:to|-|,? now)\s*$")
_INCREMENT_AFTER = re.compile(
    r"\s*(?:more\b|mehr\b|erbij\b|dazu\b|extra\b|additional|on top|\+|or (?:so more|more)|currently|"
    r"today at|with (?:quorvia|"
    r"competitor)|left\b|complain\w*|in the (?:trial|pilot|poc)|on the (?:trial|pilot|poc))"
)
_OTHER_USE = re.compile(
    r"\b(?:currently (?:have|has|use|uses)|pilot (?:with|has|for)|trial (?:with|has|for)|tested (?:with|"
    r"by)|test (?:with|group of))[\w\s]{0,12}$"
)


def read_seats(p: Passage) -> list[FieldChange]:
    """An absolute number of seats for this opportunity; additions and possibilities are hedged."""
    fewer = _fewer_seats(p)
    if fewer:
        return [fewer]
    total = _seats_in_total(p)
    if total:
        return [total]
    found: list[FieldChange] = []
    for match in (*_SEATS.finditer(p.folded, p.start), *_SEATS_AFTER.finditer(p.folded, p.start)):
        value = _number(match["n"])
        groups = match.groupdict()
        if not value:
            continue
        before = p.reading.before(match.start("n"), 40)
        more = (groups.get("mid") or "").strip() in {"more", "extra", "additional", "new"} or re.search(
            r"\b(?:more|extra|additional)\b", match.group()
        )
        hedged = bool(
            more
            or (_INCREMENT.search(before) and not _ROSE.search(before))
            or _INCREMENT_AFTER.match(p.reading.folded, match.end())
            or _OTHER_USE.search(before)
            or _is_with_rival(p, match.end())
        )
        hedged = hedged or is_hedged(p.reading, match.start("n"), match.end())
        found.append(p.change("seats", value, match.start(), match.end(), hedged=hedged))
    stated = [f for f in found if f.assertion == "stated"]
    if len({f.value for f in stated}) > 1 and not re.search(
        r"\b(?:from|was|now|to|instead)\b|->|→", p.folded
    ):
        return [FieldChange("seats", stated[-1].value, stated[-1].said, "hedged")]
    return stated[-1:] or found[-1:]


def _seats_in_total(p: Passage) -> FieldChange | None:
    match = _MORE_SEATS.search(p.folded, p.start)
    clause = p.reading.clause_at(match.start()) if match else None
    total = _TOTAL.search(p.folded, match.end(), min(clause.closing, p.end)) if match and clause else None
    if total is None or any(m.marked and m.start <= total.start() < m.end for m in p.money):
        return None
    value = _number(total["n"] or total["n_2"])
    hedged = is_hedged(p.reading, *total.span())
    return p.change("seats", value, *total.span(), hedged=hedged) if value else None


_MORE_SEATS = re.compile(
    rf"(?:\b(?:add\w*|another|plus) |\+ ?)\d[\d.,]* (?:\w+ )?{_SEAT}\b|"
    rf"\d (?:more|extra|additional|new|zusatzliche|weitere|extra) (?:{_SEAT}|accounts?)\b|"
    rf"\d (?:{_SEAT}|accounts?) (?:more|extra|mehr|erbij|dazu|on top)\b"
)


def _is_with_rival(p: Passage, end: int) -> bool:
    """`60 users on Quillon today` are a rival's."""
    after = p.reading.after(end)
    return bool(re.match(r"\s+(?:on|with|in|bei|auf|op|bij)\b", after)) and any(
        fold(name) in after for name in p.book.competitors
    )


_FEWER = re.compile(
    r"(?:\b(?:cut(?:s|ting)?|drop(?:s|ped|ping)?|los(?:e|es|ing)|lost|remov(?:e|es|ed|ing)|"
    r"reduc(?:e|es|ed|ing)|shed(?:s|ding)?|trim(?:s|med|ming)?|minus|down|fewer|less)(?: (?:us|it|them))?"
    rf"(?: {_SEAT})?(?: by)? (?:another |about |around |roughly |~)?|(?<!\S)-)"
    rf"(?P<n>\d{{1,6}})(?: {_SEAT}|(?<=by \d)|(?<=by \d\d)|(?<=by \d\d\d))\b|"
    rf"(?<![\w.,/$€£₹-])(?P<m>\d{{1,6}}) (?:(?:fewer|less) {_SEAT}|{_SEAT} (?:fewer|less))\b"
)


def _fewer_seats(p: Passage) -> FieldChange | None:
    """`cutting 20 seats` is told against the seats that stand; hedged where nobody knows how many."""
    match = _FEWER.search(p.folded, p.start)
    if match is None or not re.search(_SEAT, match.group()):
        return None
    by = int(match["n"] or match["m"])
    now = p.opportunity.seats if p.opportunity and not p.unsettled else None
    left = now - by if now is not None else 0
    hedged = left <= 0 or is_hedged(p.reading, match.start(), match.end())
    return p.change(
        "seats", left if left > 0 else by, match.start(), match.end(), hedged=hedged, inferred=True
    )


def _number(written: str) -> int | None:
    if written[0].isdigit():
        value = figure_value(written.rstrip("k"), scaled=written.endswith("k")) * (
            1000 if written.endswith("k") else 1
        )
        return int(value) if value < 1_000_000 else None
    spoken = spoken_value(written)
    return int(spoken) if spoken and spoken < 1_000_000 else None
