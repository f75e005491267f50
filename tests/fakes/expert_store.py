"""The part of the store in memory that holds questions to experts, gaps and watches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

from bot.errors import StaleState
from bot.ports import Gap, GapState, Inquiry, Watch
from tests.fakes.coaching_store import aware


@dataclass(slots=True)
class ExpertState:
    inquiries: dict[str, Inquiry] = field(default_factory=dict)
    gaps: dict[str, Gap] = field(default_factory=dict)
    watches: dict[tuple[str, str], Watch] = field(default_factory=dict)

    def copy(self) -> ExpertState:
        return ExpertState(**{f.name: getattr(self, f.name).copy() for f in fields(self)})


class FakeInquiries:
    def __init__(self, state: ExpertState) -> None:
        self._inquiries = state.inquiries

    def add(self, inquiry: Inquiry) -> Inquiry:
        aware(inquiry.asked_at, inquiry.answered_at, inquiry.waiting_since)
        return self._inquiries.setdefault(inquiry.id, inquiry)

    def get(self, inquiry_id: str) -> Inquiry | None:
        return self._inquiries.get(inquiry_id)

    def save(self, inquiry: Inquiry) -> Inquiry:
        stored = self._inquiries.get(inquiry.id)
        if stored is None or stored.version != inquiry.version:
            raise StaleState("This question went on meanwhile: read it again and retry.")
        self._inquiries[inquiry.id] = replace(inquiry, version=inquiry.version + 1)
        return self._inquiries[inquiry.id]

    def of_gap(self, gap_id: str) -> Sequence[Inquiry]:
        found = [one for one in self._inquiries.values() if one.gap_id == gap_id]
        return sorted(found, key=lambda one: (one.asked_at, one.id))

    def waiting(self, before: datetime) -> Sequence[Inquiry]:
        held = [(one.waiting_since, one.id, one) for one in self._inquiries.values() if one.state == "open"]
        return [one for since, _, one in sorted(held, key=str) if since is not None and since < before]

    def forget(self, before: datetime) -> int:
        old = [i for i in self._inquiries.values() if i.asked_at < before and (i.question or i.answer)]
        for one in old:
            self._inquiries[one.id] = replace(one, question="", answer="", version=one.version + 1)
        return len(old)


class FakeGaps:
    def __init__(self, state: ExpertState) -> None:
        self._gaps = state.gaps

    def add(self, gap: Gap) -> Gap:
        aware(gap.first_asked, gap.last_asked)
        return self._gaps.setdefault(gap.id, gap)

    def get(self, gap_id: str) -> Gap | None:
        return self._gaps.get(gap_id)

    def save(self, gap: Gap) -> Gap:
        stored = self._gaps.get(gap.id)
        if stored is None or stored.version != gap.version:
            raise StaleState("This gap was changed meanwhile: read it again and retry.")
        self._gaps[gap.id] = replace(gap, version=gap.version + 1)
        return self._gaps[gap.id]

    def in_states(self, states: Sequence[GapState]) -> Sequence[Gap]:
        found = sorted((gap for gap in self._gaps.values() if gap.state in states), key=lambda gap: gap.id)
        return sorted(found, key=lambda gap: gap.last_asked, reverse=True)


class FakeWatches:
    def __init__(self, state: ExpertState) -> None:
        self._watches = state.watches

    def put(self, watch: Watch) -> None:
        aware(watch.since)
        self._watches[watch.document_id, watch.person_id] = watch

    def all(self) -> Sequence[Watch]:
        return sorted(self._watches.values(), key=lambda w: (w.since, w.document_id, w.person_id))

    def remove(self, document_id: str, person_id: str) -> None:
        self._watches.pop((document_id, person_id), None)
