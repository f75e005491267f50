"""Choose the two or three sentences that answer a question, word for word, from the passages found."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answers.model import Answer, Line, Source
from bot.answers.units import Unit, units
from content_index.confidence import telling_words
from content_index.model import PUBLIC, Findings, Hit, Vector
from content_index.ports import Embedder
from content_index.slang import spelled_out, understood

PASSAGES = 10
"""How many passages are read for sentences."""
UNITS = 48
"""At most so many sentences are embedded for one answer: the cost of composing. Those that share most
words with the question come first, then those of better passages."""
LINES = 3
ALTERNATIVES = (3, 2, 2)
"""Where nothing is good enough to trust: how many sentences of the nearest passages are shown, best first."""
LONGEST = 420
"""A longer sentence is cut at a word, with an ellipsis."""
CLOSE = 0.72
"""A further sentence is shown when it scores at least this share of the best one."""
SAME = 0.93
"""Two sentences with a cosine above this say the same thing."""
NEAR = 0.08
"""Below the threshold, sentences are shown as the nearest there is while the confidence has this share of it;
half of the questions that the pages know nothing about lie below that, and only pages are named."""
UNHEARD = 1 / 3
"""With this share of a question's telling words on no page at all, nothing is an answer to it."""
NEAREST = 2
AS_NEAR = 0.9
"""Of two pages named where there is no answer, the second has at least this share of the first's cosine."""
_WORD = re.compile(r"\w{3,}")
_POINTS_BACK = re.compile(r"^(?:It|This|That|These|Those|They|He|She|Both|Then|So|But|And|Also|However)\b")


@dataclass(frozen=True, slots=True)
class _Candidate:
    hit: Hit
    place: int
    unit: Unit
    score: float
    vector: Vector


def compose(
    findings: Findings, question: str, embedder: Embedder, threshold: float, known: Collection[str] = ()
) -> Answer:
    """An answer from the findings, or an abstention that shows the nearest there is and calls it that.
    `known` are sentences that the asker has just read: a follow-up wants others."""
    names, unheard = _unknown(question, findings.unmatched)
    candidates = [
        c for c in _candidates(findings.hits[:PASSAGES], question, embedder) if _shown(c.unit) not in known
    ]
    if findings.confidence < NEAR * threshold or not candidates:
        return Answer("abstained", question, (), _nearest(findings.hits), findings.confidence, names)
    sure = findings.confidence >= threshold and not unheard
    chosen = _choose(candidates, LINES) if sure else _alternatives(candidates)
    numbers = {hit.passage.id: n for n, hit in enumerate(_each_once([c.hit for c in chosen]), start=1)}
    sources = tuple(_source(hit, numbers[hit.passage.id]) for hit in _each_once([c.hit for c in chosen]))
    lines = tuple(Line(_shown(c.unit), numbers[c.hit.passage.id]) for c in chosen)
    if sure:
        return Answer("answered", question, lines, sources, findings.confidence)
    return Answer("abstained", question, lines, sources, findings.confidence, names)


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


def _candidates(hits: Sequence[Hit], question: str, embedder: Embedder) -> list[_Candidate]:
    searched = spelled_out(question)
    wanted = set(_stems(searched))
    every = [(hit, place, unit) for place, hit in enumerate(hits) for unit in units(hit.passage.text)]
    pieces = sorted(every, key=lambda piece: (-_coverage(piece[2], wanted), piece[1]))[:UNITS]
    if not pieces:
        return []
    # A sentence alone loses its subject; the title and heading above it give it back.
    texts = [f"{_above(hit)}: {unit.lead} {unit.text}" for hit, _, unit in pieces]
    vectors = embedder.encode([searched, *texts])
    cosines = vectors[1:] @ vectors[0]
    best_hit = max(hit.score for hit in hits) or 1.0
    return [
        _Candidate(hit, place, unit, _score(float(cosine), unit, wanted, hit.score / best_hit), vector)
        for (hit, place, unit), cosine, vector in zip(pieces, cosines, vectors[1:], strict=True)
    ]


def _score(cosine: float, unit: Unit, wanted: set[str], hit_share: float) -> float:
    too_short = 0.1 if len(unit.text) < 25 else 0.0
    question_itself = 0.15 if unit.text.endswith("?") else 0.0
    return cosine + 0.15 * _coverage(unit, wanted) + 0.2 * hit_share - too_short - question_itself


def _coverage(unit: Unit, wanted: set[str]) -> float:
    """The share of the question's words that the sentence has."""
    return len(wanted & set(_stems(f"{unit.lead} {unit.text}"))) / len(wanted) if wanted else 0.0


def _choose(candidates: Sequence[_Candidate], lines: int) -> list[_Candidate]:
    """Greedy: the best sentence, then the next best that are close to it in score and say something new.
    A neighbour of a chosen sentence is preferred, so that the answer reads as one thought."""
    best = max(candidates, key=lambda c: c.score)
    chosen = [best]
    if _POINTS_BACK.match(best.unit.text):
        chosen += [c for c in candidates if _adjacent(c, best) and c.unit.position < best.unit.position]
    while len(chosen) < lines:
        rest = [c for c in candidates if c not in chosen and _is_new(c, chosen)]
        nearby = [(c.score + (0.12 if any(_adjacent(c, x) for x in chosen) else 0.0), c) for c in rest]
        score, candidate = max(nearby, key=lambda pair: pair[0], default=(0.0, best))
        if score < CLOSE * best.score:
            break
        chosen.append(candidate)
    first_seen = list(dict.fromkeys(c.place for c in chosen))
    return sorted(chosen, key=lambda c: (first_seen.index(c.place), c.unit.position))


def _alternatives(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Where no passage is good enough to trust, the best words of several: one of them may be meant."""
    passages: dict[int, list[_Candidate]] = {}
    for candidate in candidates:
        passages.setdefault(candidate.place, []).append(candidate)
    best = sorted(passages.values(), key=lambda group: -max(c.score for c in group))
    return [c for group, lines in zip(best, ALTERNATIVES, strict=False) for c in _choose(group, lines)]


def _adjacent(a: _Candidate, b: _Candidate) -> bool:
    return a.place == b.place and abs(a.unit.position - b.unit.position) == 1


def _is_new(candidate: _Candidate, chosen: list[_Candidate]) -> bool:
    return all(
        float(np.dot(candidate.vector, c.vector)) < SAME and candidate.unit.text != c.unit.text
        for c in chosen
    )


def _shown(unit: Unit) -> str:
    text = f"{unit.lead} {unit.text}" if unit.lead else unit.text
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def _above(hit: Hit) -> str:
    return " › ".join((hit.passage.title, *hit.passage.headings[-1:]))


def _stems(text: str) -> list[str]:
    return [word.lower()[:6] for word in _WORD.findall(text)]


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
