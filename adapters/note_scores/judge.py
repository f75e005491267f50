"""One prediction held against the labels of its message. Pure.

What was wanted and is missing, what was written and nobody wanted, and whether a save could have done harm.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.note_scores.alike import Json, Record, record_of, same_item, same_record, same_value

FIELDS = (
    "amount",
    "currency",
    "amount_type",
    "stage",
    "close_date",
    "next_step",
    "next_step_due",
    "contacts",
    "competitor",
    "seats",
    "verifiers",
    "note_type",
    "status",
    "reason",
)
LISTS = ("contacts", "competitor", "verifiers")
RECORDS = "records"
_WRITABLE = ("opportunity", "account", "new")


@dataclass(frozen=True, slots=True)
class Crm:
    """Of the seed: what stages are closed and how, what the opportunities hold, and the day."""

    closed: Json
    opportunities: Json
    today: str


def crm_of(seed: Json) -> Crm:
    closed = {s["id"]: "won" if s.get("is_won") else "lost" for s in seed["stages"] if s.get("is_closed")}
    return Crm(closed, {o["id"]: o for o in seed["opportunities"]}, seed["reference_time"][:10])


@dataclass(slots=True)
class Verdict:
    """Filled while judging. `right`, `wrong` and `missed` count values by field, and records. `taps` is None
    where the message leaves nothing to save."""

    intent: bool
    writes: bool
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong_record: bool = False
    hedged_written: bool = False
    false_write: bool = False
    taps: int | None = None

    @property
    def exact(self) -> bool:
        return self.intent and not self.wrong and not self.missed

    @property
    def unsafe(self) -> bool:
        return self.false_write or self.hedged_written


@dataclass(slots=True)
class _Given:
    record: Record
    values: dict[str, Any]
    used: bool = False


def judge(message: Json, prediction: Json, crm: Crm) -> Verdict:
    gold, tags = message["gold"], message.get("tags", ())
    intents = gold.get("intent_accept") or [gold["intent"]]
    wanted = [u for u in gold["updates"] if not u.get("maybe")]
    allowed = [u for u in gold["updates"] if u.get("maybe")]
    verdict = Verdict(prediction.get("intent") in intents, writes=bool(wanted))
    given = _given(prediction.get("updates") or (), crm)
    slips: list[int] = []
    for update in wanted:
        slips.append(_wanted(update, given, verdict, crm, tags))
    for update in allowed:
        _allowed(update, given, verdict, crm, tags)
    for one in given:
        _unwanted(one, verdict)
    verdict.false_write = verdict.wrong_record or verdict.false_write
    savable = [u for u in wanted if record_of(u).kind != "not_permitted"]
    if savable:
        extra = sum(1 for one in given if not one.used and one.values)
        verdict.taps = 1 + sum(slips) + extra
    return verdict


def _given(updates: Iterable[Json], crm: Crm) -> list[_Given]:
    """The predicted updates; several of one opportunity or account are one."""
    found: list[_Given] = []
    for update in updates:
        record, values = record_of(update), _values(update, crm)
        earlier = next((g for g in found if g.record == record), None)
        if earlier is None or record.kind not in ("opportunity", "account"):
            found.append(_Given(record, values))
            continue
        for name, value in values.items():
            earlier.values[name] = [*earlier.values.get(name, ()), *value] if name in LISTS else value
    return found


def _values(update: Json, crm: Crm) -> dict[str, Any]:
    """What is set; a closed stage is a status."""
    values = {name: value for name, value in (update.get("set") or {}).items() if value not in (None, "", [])}
    if values.get("stage") in crm.closed:
        status = crm.closed[values.pop("stage")]
        values.setdefault("status", status)
    return {name: _items(value) if name in LISTS else value for name, value in values.items()}


def _items(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _wanted(update: Json, given: Sequence[_Given], verdict: Verdict, crm: Crm, tags: Collection[str]) -> int:
    """Counts this record and its fields. Returns the taps it takes beside Save: a choice, a correction of
    each value, the record told again."""
    match = _match(update, given, tags)
    counted = verdict.right if match else verdict.missed
    counted[RECORDS] += 1
    before = verdict.wrong + verdict.missed
    _fields(update, match.values if match else {}, verdict, crm)
    slips = {name for name, count in (verdict.wrong + verdict.missed).items() if count > before[name]}
    asked = match is not None and match.record.kind == "ambiguous"
    return len(slips) + (1 if asked or match is None else 0)


def _allowed(
    update: Json, given: Sequence[_Given], verdict: Verdict, crm: Crm, tags: Collection[str]
) -> None:
    match = _match(update, given, tags)
    if match is None:
        return
    before = verdict.wrong.total()
    _fields(update, match.values, verdict, crm)
    if verdict.wrong.total() > before and match.record.kind in _WRITABLE and not verdict.writes:
        verdict.false_write = True


def _match(update: Json, given: Sequence[_Given], tags: Collection[str]) -> _Given | None:
    wanted = record_of(update)
    match = next((g for g in given if not g.used and same_record(wanted, g.record, tags)), None)
    if match:
        match.used = True
    return match


def _unwanted(one: _Given, verdict: Verdict) -> None:
    """A refusal and a bare question write nothing."""
    kind = one.record.kind
    if one.used or kind == "not_permitted" or (kind == "ambiguous" and not one.values):
        return
    verdict.wrong[RECORDS] += 1
    for name, value in one.values.items():
        if name in FIELDS:
            verdict.wrong[name] += len(_items(value))
    if kind in _WRITABLE:
        verdict.wrong_record = True


def _fields(update: Json, given: Json, verdict: Verdict, crm: Crm) -> None:
    hedged = _hedged(update)
    for name in FIELDS:
        if name in LISTS:
            _list(name, update, given, hedged, verdict)
        elif name in update.get("set", {}):
            _single(name, update, given, verdict)
        elif name in given and not _is_harmless(name, update, given[name], name in hedged, crm):
            verdict.wrong[name] += 1
            verdict.hedged_written |= name in hedged


def _hedged(update: Json) -> dict[str, set[str]]:
    """By field the items only mentioned; `*` stands for all of them."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in update.get("hedged", ()):
        name, _, item = entry.partition(":")
        found[name].add(item or "*")
    return found


def _single(name: str, update: Json, given: Json, verdict: Verdict) -> None:
    accepted = update.get("accept", {}).get(name)
    if name in given and same_value(name, update["set"][name], given[name], accepted):
        verdict.right[name] += 1
        return
    verdict.missed[name] += 1
    verdict.wrong[name] += name in given


def _list(name: str, update: Json, given: Json, hedged: dict[str, set[str]], verdict: Verdict) -> None:
    left = list(dict.fromkeys(_items(given.get(name))))
    for wanted in _items(update.get("set", {}).get(name)):
        match = next((item for item in left if same_item(name, wanted, item)), None)
        counted = verdict.missed if match is None else verdict.right
        counted[name] += 1
        if match is not None:
            left.remove(match)
    optional = _items(update.get("optional", {}).get(name))
    for item in left:
        if any(same_item(name, wanted, item) for wanted in optional):
            continue
        verdict.wrong[name] += 1
        mentioned = hedged.get(name, set())
        verdict.hedged_written |= "*" in mentioned or any(same_item(name, m, item) for m in mentioned)


def _is_harmless(name: str, update: Json, value: Any, hedged: bool, crm: Crm) -> bool:
    """A value that was not asked for and does no harm: an optional one, or what the CRM holds already."""
    wanted, optional = update.get("set", {}), update.get("optional", {})
    current = crm.opportunities.get(update.get("opportunity_id") or "", {})
    if name in optional and same_value(name, optional[name], value, update.get("accept", {}).get(name)):
        return True
    held = current.get(name) if name in ("amount", "stage", "close_date") else None
    if held is not None and same_value(name, held, value):
        return True
    match name:
        case "currency":
            return not current or value == current.get("currency")
        case "note_type":
            return value == "other" or name in optional
        case "close_date":
            return wanted.get("status") == "won" and bool(value == crm.today)
        case "amount_type":
            return wanted.get("amount") is not None and value in ("TCV", "total", "one_time")
        case "next_step_due":
            return name not in optional and "next_step" in optional and not hedged
    return False
