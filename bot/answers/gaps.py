"""The gap list: questions that no page answers, each once, however many people ask it."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

import numpy as np

from bot.ports import Gap, GapState, Store, UnitOfWork
from content_index.confidence import telling_words
from content_index.lexical import analyse
from content_index.model import Vector
from content_index.ports import Embedder

KEPT = timedelta(days=180)
"""So long after it was last asked a question's words are kept while nobody mends it."""
_WORD = re.compile(r"\w+")
OPEN: tuple[GapState, ...] = ("open", "answered", "drafted", "published")
SAME = 0.85
"""Two questions with a cosine above this ask the same, unless their words tell them apart."""
_ASKING = frozenset(
    _WORD.findall(
        """
    a an the any what which who how when where is are was be been do does did can could may might
    will would should shall must there we i you they he she it our your their my us to for of in on
    at by with and or get gets got give gives given have has had possible allowed able please s t
        """
    )
)
"""Words by which people ask, not what they ask about."""
_NEGATIONS = frozenset({"not", "no", "never", "without"})


class GapList:
    def __init__(self, store: Store, embedder: Embedder) -> None:
        self._store = store
        self._embedder = embedder

    def note(
        self,
        question: str,
        document_ids: Sequence[str],
        person_id: str,
        now: datetime,
        *,
        quotable: bool = False,
    ) -> str:
        """The id of the gap that this question is, noted as asked by this person. `quotable` words are the
        person's own, who lets them be shown."""
        vector = self._embedder.encode([question])[0]
        new = Gap(
            id=_id(question),
            question=question,
            document_ids=tuple(document_ids),
            vector=_text(vector),
            model=self._embedder.fingerprint,
            askers=(person_id,),
            first_asked=now,
            last_asked=now,
            quotable=quotable,
        )
        with self._store.write() as uow:
            gap = _noted(new, vector, person_id, uow)
            uow.commit()
        return gap.id


def close(gap: Gap, uow: UnitOfWork) -> None:
    """Mended or dropped: no words and no people are kept of it, but for a question that an expert still has
    before them."""
    uow.gaps.save(
        replace(gap, question="", vector="", document_ids=(), askers=(), state="closed", quotable=False)
    )
    for inquiry in uow.inquiries.of_gap(gap.id):
        if inquiry.state != "open":
            uow.inquiries.save(replace(inquiry, question="", answer=""))


def forget(uow: UnitOfWork, now: datetime) -> None:
    for gap in uow.gaps.in_states(OPEN):
        if gap.last_asked < now - KEPT:
            close(gap, uow)
    uow.inquiries.forget(now - KEPT)


def _noted(new: Gap, vector: Vector, person_id: str, uow: UnitOfWork) -> Gap:
    same = uow.gaps.get(new.id)
    if same is None:
        same = _nearest(new, vector, uow.gaps.in_states(OPEN))
    if same is None:
        return uow.gaps.add(new)
    if same.state == "closed":
        return uow.gaps.save(replace(new, version=same.version))
    askers = tuple(dict.fromkeys((*same.askers, person_id)))
    if new.quotable and not same.quotable:
        same = replace(same, question=new.question, vector=new.vector, model=new.model, quotable=True)
    return uow.gaps.save(replace(same, askers=askers, last_asked=max(same.last_asked, new.last_asked)))


def _nearest(new: Gap, vector: Vector, gaps: Sequence[Gap]) -> Gap | None:
    """The gap that asks the same in other words, if there is one."""
    alike = [gap for gap in gaps if gap.model == new.model and not _contrast(gap.question, new.question)]
    if not alike:
        return None
    cosines = np.stack([_vector(gap) for gap in alike]) @ vector
    best = int(np.argmax(cosines))
    return alike[best] if cosines[best] >= SAME else None


def _contrast(one: str, other: str) -> bool:
    """“for two years” and “for three years” are near in every embedding, and not the same question. Two taken
    for one tell people of a page that is not theirs; one taken for two costs a line in a list."""
    here, there = _about(one), _about(other)
    replaced = bool(here - there and there - here)
    return replaced or _names(one) != _names(other)


def _about(question: str) -> frozenset[str]:
    words = (word for word in _WORD.findall(question.casefold()) if word not in _ASKING)
    return frozenset(term for word in words for term in analyse(word))


def _names(question: str) -> frozenset[str]:
    """What may not be missing on one side either: names, codes and a “not”."""
    named = (word.word.casefold() for word in telling_words(question) if word.named)
    return frozenset(named) | (_NEGATIONS & set(_WORD.findall(question.casefold())))


def _id(question: str) -> str:
    words = " ".join(question.casefold().split()).rstrip(" ?!.")
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


def _text(vector: Vector) -> str:
    return base64.b64encode(vector.astype("<f4").tobytes()).decode()


def _vector(gap: Gap) -> Vector:
    return np.frombuffer(base64.b64decode(gap.vector), "<f4").astype(np.float32)
