"""Choose the few sentences that answer a question, word for word, from the passages found."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.answers.choose import alternatives, choose, near_best
from bot.answers.differ import repeats, sides
from bot.answers.model import Answer, Line, Source
from bot.answers.scoring import Candidate, candidates
from bot.answers.shorten import is_shown, shortened
from content_index.confidence import telling_words
from content_index.model import PUBLIC, Findings, Hit
from content_index.sentences import SentenceVectors
from content_index.slang import understood

NEAR = 0.08
"""Below the threshold, sentences are shown as the nearest there is while the confidence has this share of it;
below that only pages are named."""
UNHEARD = 1 / 3
"""With this share of a question's telling words on no page at all, nothing is an answer to it."""
_VERDICT = re.compile(r"(?:yes|no|ja|nein|oui|non|sí)\b(?=[.,;:!–—-])", re.IGNORECASE)
NEAREST = 2
AS_NEAR = 0.9
"""Of two pages named where there is no answer, the second has at least this share of the first's cosine."""


def compose(
    findings: Findings,
    question: str,
    sentences: SentenceVectors,
    threshold: float,
    known: Collection[str] = (),
) -> Answer:
    """An answer from the findings, or an abstention that shows the nearest there is and calls it that.
    `known` are pieces that the asker has just read: a follow-up wants others."""
    names, unheard = _unknown(question, findings.unmatched)
    found = [
        c
        for c in candidates(findings, question, sentences)
        if not any(is_shown(c.unit.text, piece) for piece in known)
    ]
    if findings.confidence < NEAR * threshold or not found:
        return Answer("abstained", question, (), _nearest(findings.hits), findings.confidence, names)
    sure = findings.confidence >= threshold and not unheard
    if not sure:
        lines, sources = _cited([(c, None) for c in alternatives(found, question)])
        return Answer("abstained", question, lines, sources, findings.confidence, names)
    chosen, near = choose(found, question), near_best(found)
    differing = sides(chosen, near)
    if differing:
        room = max(len(chosen), len(differing))
        chosen = [*differing, *(c for c in chosen if c not in differing)][:room]
    lines, sources = _cited([(c, repeats(c, near)) for c in chosen])
    return Answer("answered", question, lines, sources, findings.confidence, differ=differing is not None)


def _unknown(question: str, unmatched: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The words worth saying that no page mentions, and whether that alone forbids an answer: a page that
    never mentions the acronym or code asked about cannot answer for it, however near it is, nor can one for a
    question of which much is unheard of. A name (of a customer, say) is no such word."""
    words = [word for word in unmatched if len(word) > 1]
    names = tuple(word for word in words if word != word.lower())
    coded = any(word[1:] != word[1:].lower() for word in names)
    slang = understood(question)
    common = tuple(word for word in words if word not in names and word.lower() not in slang)
    telling = len(telling_words(question)) - len(names)
    much = telling > 0 and len(common) / telling >= UNHEARD
    return (names + common if much else names), coded or much


def _nearest(hits: Sequence[Hit]) -> tuple[Source, ...]:
    """The best page, and a second one when it is about as near."""
    pages = list({hit.document.id: hit for hit in reversed(hits)}.values())[::-1]
    near = [hit for hit in pages[:NEAREST] if hit.dense >= AS_NEAR * pages[0].dense]
    return tuple(_source(hit, n) for n, hit in enumerate(near, start=1))


def _each_once(hits: Sequence[Hit]) -> list[Hit]:
    return list({hit.passage.id: hit for hit in hits}.values())


def _cited(
    chosen: Sequence[tuple[Candidate, Candidate | None]],
) -> tuple[tuple[Line, ...], tuple[Source, ...]]:
    """The pieces as lines, each with what repeats it elsewhere, and the numbered sources they come from."""
    hits = _each_once([c.hit for pair in chosen for c in pair if c])
    numbers = {hit.passage.id: n for n, hit in enumerate(hits, start=1)}
    lines: list[Line] = []
    for candidate, again in chosen:
        line = _line(candidate, numbers[candidate.hit.passage.id])
        # What stands above code may have been chosen itself.
        said = lines and (lines[-1].text, lines[-1].number) == (line.lead, line.number)
        also = (numbers[again.hit.passage.id],) if again else ()
        lead = "" if said else line.lead or _goes_on(candidate, chosen[: len(lines)])
        lines.append(replace(line, lead=lead, also=also))
    pairs = zip(pairwise(candidate for candidate, _ in chosen), pairwise(lines), strict=True)
    runs_on = [_is_one_piece(*both, *said) for both, said in pairs]
    read = tuple(replace(line, runs_on=on) for line, on in zip(lines, [*runs_on, False], strict=True))
    return read, tuple(_source(hit, numbers[hit.passage.id]) for hit in hits)


def _goes_on(candidate: Candidate, before: Sequence[tuple[Candidate, Candidate | None]]) -> str:
    """The page's question that the sentence before this one answers with yes or no."""
    last = before[-1][0] if before else None
    behind = last and (last.place, last.unit.position + 1) == (candidate.place, candidate.unit.position)
    return _asked_there(last) if last and behind and candidate.unit.shape == "sentence" else ""


def _is_one_piece(one: Candidate, following: Candidate, line: Line, next: Line) -> bool:
    """The second stands right behind the first, looks like it and is borne out by the same sources."""
    behind = one.place == following.place and following.unit.position == one.unit.position + 1
    alike = (line.shape, line.lead, line.also) == (next.shape, next.lead, next.also)
    return behind and alike and line.shape != "code"


def _line(candidate: Candidate, number: int) -> Line:
    unit, passage = candidate.unit, candidate.hit.passage
    text = shortened(unit, candidate.asked)
    if unit.shape == "code":
        return Line(text, number, "code", unit.lead or [passage.title, *passage.headings][-1])
    return Line(text, number, unit.shape, unit.lead or _asked_there(candidate), unit.mark, unit.cells)


def _asked_there(candidate: Candidate) -> str:
    """The page's own question, where this stands right below it: a "No" to that is none to another."""
    headings, opens = candidate.hit.passage.headings, candidate.unit.position == 0
    asked = headings[-1] if headings and headings[-1].endswith("?") else ""
    return asked if opens and _VERDICT.match(candidate.unit.text) else ""


def _source(hit: Hit, number: int) -> Source:
    document = hit.document
    return Source(
        number=number,
        passage_id=hit.passage.id,
        document_id=document.id,
        title=document.title,
        section=hit.passage.section,
        owner=document.owner,
        updated=document.updated,
        verified=document.verified,
        review_by=document.review_by,
        url=document.url,
        public=PUBLIC in document.audience,
    )
