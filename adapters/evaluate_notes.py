"""`cornerman eval notes`: a CRM seed and messages in, one prediction a line out, by the chat's own code."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from adapters.note_scores.judge import crm_of, judge
from adapters.note_scores.table import Scores, scores_of
from bot.chat import Person
from bot.errors import ConfigError
from bot.notes.model import DialogContext, FieldChange, RecordKind, RecordRef, RecordUpdate
from bot.notes.records import Known
from bot.notes.understand import understand
from bot.sales import Account, Book, Contact, FieldName, Opportunity, Stage, Value, Verifier

Json = Mapping[str, Any]


def evaluate_notes(
    crm: Path, messages: Path, out: Path, progress: Callable[[int, int], None] = lambda done, total: None
) -> Scores | None:
    """Reads each message against its speaker's book at the seed's `reference_time`, and only then looks at
    any `gold`: the scores of the messages that carry it, or None. Raises ConfigError when a file is missing
    or not the JSON expected; then nothing is written."""
    if out.resolve() in (crm.resolve(), messages.resolve()):
        raise ConfigError(f"--out would overwrite {out.name}; name another file.")
    seed = _seed(crm)
    try:
        now = datetime.fromisoformat(seed["reference_time"])
        people = {u["id"]: person(u) for u in seed["users"]}
        books = {user: Known(book(seed, user)) for user in people}
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise ConfigError(
            f"{crm.name} is no CRM seed: {type(error).__name__} at {error}; see the seed's description."
        ) from error
    lines = list(_lines(messages, people))
    predictions = []
    with out.open("w", encoding="utf-8") as file:
        for line in lines:
            predictions.append(predict(line, people[line["user"]], books[line["user"]], now))
            file.write(json.dumps(predictions[-1], ensure_ascii=False) + "\n")
            progress(len(predictions), len(lines))
    return _scores(lines, predictions, seed)


def _scores(lines: Sequence[Json], predictions: Sequence[Json], seed: Json) -> Scores | None:
    held = crm_of(seed)
    labelled = [(m, p) for m, p in zip(lines, predictions, strict=True) if m.get("gold")]
    return scores_of([judge(m, p, held) for m, p in labelled]) if labelled else None


def _seed(path: Path) -> Json:
    try:
        seed: Json = json.loads(path.read_text(encoding="utf-8"))
        missing = {"reference_time", "users", "accounts", "opportunities", "stages"} - set(seed)
    except (OSError, TypeError, ValueError) as error:
        raise ConfigError(
            f"{path.name} cannot be read as a CRM seed in JSON; check the --crm path."
        ) from error
    if missing:
        raise ConfigError(f"{path.name} lacks {', '.join(sorted(missing))}; see the seed's description.")
    return seed


def _lines(path: Path, users: Collection[str]) -> Iterable[Json]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path.name} cannot be read; check the --messages path.") from error
    # Not splitlines: a message may hold any of the other characters that end a line.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                message = json.loads(line)
            except ValueError as error:
                raise ConfigError(f"{path.name} line {number} is not JSON; mend or remove it.") from error
            if not _is_message(message):
                raise ConfigError(f"{path.name} line {number} needs id, user and text; mend or remove it.")
            if message.get("gold") and not _is_label(message["gold"]):
                raise ConfigError(f"{path.name} line {number}: its gold needs intent and updates; mend it.")
            if message["user"] not in users:
                raise ConfigError(f"{path.name} line {number}: its user is none of the seed's users.")
            yield message


def _is_message(line: object) -> bool:
    return (
        isinstance(line, dict)
        and "id" in line
        and isinstance(line.get("text"), str)
        and isinstance(line.get("user"), str)
    )


def _is_label(gold: object) -> bool:
    if not isinstance(gold, dict) or "intent" not in gold:
        return False
    updates = gold.get("updates")
    return isinstance(updates, list) and all(isinstance(u, dict) for u in updates)


def person(user: Json) -> Person:
    return Person(
        id=user["id"],
        name=user["name"],
        email=user.get("email", ""),
        roles=frozenset({user.get("role", "rep")}),
        zone=user.get("tz", "UTC"),
        locale=user.get("locale", "en-US"),
        currency=user.get("currency", "USD"),
        crm_user=user["id"],
        manager_id=user.get("manager_id"),
    )


def book(seed: Json, user: str) -> Book:
    opportunities = [_opportunity(o) for o in seed["opportunities"]]
    return Book(
        speaker=user,
        mine=tuple(o for o in opportunities if o.writable_by(user)),
        others=tuple(o for o in opportunities if not o.writable_by(user)),
        accounts=tuple(_account(a) for a in seed["accounts"]),
        contacts=tuple(_contact(c) for c in seed.get("contacts", ())),
        stages=tuple(_stage(s) for s in seed["stages"]),
        verifiers=tuple(
            Verifier(v["id"], v["label"], tuple(v.get("synonyms", ()))) for v in seed.get("verifiers", ())
        ),
        competitors=tuple(seed.get("competitors", ())),
        loss_reasons=tuple(seed.get("loss_reasons", ())),
        fiscal_year_start_month=seed.get("fiscal_year_start_month", 1),
    )


def _account(a: Json) -> Account:
    aliases = tuple(a.get("aliases", ()))
    return Account(
        a["id"], a["name"], aliases, a.get("owner_id", ""), a.get("currency", "USD"), a.get("country", "")
    )


def _contact(c: Json) -> Contact:
    return Contact(c["id"], c["account_id"], c["name"], c.get("title") or "", c.get("role") or "")


def _stage(s: Json) -> Stage:
    synonyms = tuple(s.get("synonyms", ()))
    return Stage(s["id"], s["name"], s["order"], synonyms, s.get("is_closed", False), s.get("is_won", False))


def _opportunity(o: Json) -> Opportunity:
    amount, closes = o.get("amount"), o.get("close_date")
    return Opportunity(
        id=o["id"],
        account_id=o["account_id"],
        name=o["name"],
        owner_id=o["owner_id"],
        team_ids=tuple(o.get("team_ids", ())),
        stage=o.get("stage") or "",
        amount=None if amount is None else Decimal(str(amount)),
        currency=o.get("currency", "USD"),
        close_date=date.fromisoformat(closes) if closes else None,
        seats=o.get("seats"),
        contacts=tuple(o.get("contacts", ())),
        status="lost" if o.get("is_closed") else "open",
    )


def predict(line: Json, speaker: Person, known: Known, now: datetime) -> dict[str, Any]:
    """One line of the prediction file for one message."""
    understood = understand(line["text"], dialog_context(line, speaker, known, now), known.book, now, known)
    prediction: dict[str, Any] = {
        "id": line["id"],
        "intent": understood.intent,
        "updates": [_prediction(u) for u in understood.updates],
    }
    if understood.secondary_intent:
        prediction["secondary_intent"] = understood.secondary_intent
    if understood.dialog_act:
        prediction["dialog_act"] = understood.dialog_act
    return prediction


def _prediction(update: RecordUpdate) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for change in update.changes:
        if change.assertion == "hedged" or change.remove:
            continue
        field = "competitor" if change.field == "competitors" else change.field
        if isinstance(change.value, tuple):
            values[field] = [*values.get(field, ()), *change.value]
        else:
            values[field] = _plain(change.value)
    return {**_record(update.record), "set": values}


def _plain(value: Value) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _record(record: RecordRef) -> dict[str, Any]:
    match record.kind:
        case "opportunity":
            return {"opportunity_id": record.ids[0]}
        case "account":
            return {"account_id": record.ids[0]}
        case "new_account":
            return {"opportunity_id": None, "new_account": record.name}
        case "not_permitted":
            return {"opportunity_id": None, "not_permitted": list(record.ids)}
    return {"opportunity_id": None, "ambiguous": list(record.ids)}


def dialog_context(line: Json, speaker: Person, known: Known, now: datetime) -> DialogContext:
    """The states that the bot's turns left, as the chat would remember them; the last of each kind counts."""
    context = DialogContext(speaker)
    previous = ""
    for turn in line.get("context") or ():
        if turn.get("role") == "user":
            previous = turn.get("text", "")
        state = turn.get("state") or {}
        updates = tuple(_update(u) for u in state.get("updates", ()))
        recent = tuple(dict.fromkeys((*_spoken_of(state, updates), *context.recent)))
        match state.get("kind"):
            case "pending":
                context = DialogContext(speaker, pending=updates, recent=recent)
            case "applied":
                context = DialogContext(speaker, applied=updates, recent=recent)
            case "ask_record":
                asked = updates[0] if updates else _asked_for(previous, speaker, known, now)
                candidates = tuple(state.get("candidates", ()))
                context = DialogContext(speaker, candidates=candidates, asked_for=asked, recent=recent)
            case "shown":
                context = DialogContext(speaker, recent=recent)
    return context


def _spoken_of(state: Json, updates: tuple[RecordUpdate, ...]) -> tuple[str, ...]:
    shown = state.get("opportunity_id")
    listed = state.get("opportunity_ids") or ([shown] if shown else [])
    return (*(i for u in updates if u.record.kind == "opportunity" for i in u.record.ids), *listed)


def _asked_for(previous: str, speaker: Person, known: Known, now: datetime) -> RecordUpdate | None:
    """The seed's question may not repeat what was said: it is read again from the words before it."""
    understood = understand(previous, DialogContext(speaker), known.book, now, known)
    asked = [u for u in understood.updates if u.record.kind == "ambiguous"] or list(understood.updates)
    return asked[0] if len(asked) == 1 else None


def _update(u: Json) -> RecordUpdate:
    kind, ids = _record_key(u)
    changes = [c for field, value in (u.get("set") or {}).items() for c in _changes(field, value)]
    return RecordUpdate(RecordRef(kind, ids, u.get("new_account") or ""), tuple(changes))


def _record_key(u: Json) -> tuple[RecordKind, tuple[str, ...]]:
    if u.get("opportunity_id"):
        return "opportunity", (u["opportunity_id"],)
    if u.get("account_id"):
        return "account", (u["account_id"],)
    if u.get("new_account"):
        return "new_account", ()
    return "ambiguous", tuple(u.get("ambiguous") or ())


def _changes(field: str, value: Any) -> list[FieldChange]:
    name: FieldName = "competitors" if field == "competitor" else field  # type: ignore[assignment]
    return [FieldChange(name, _value(name, value), "")]


def _value(field: FieldName, value: Any) -> Value:
    if field in {"contacts", "competitors", "verifiers"}:
        return tuple(value) if isinstance(value, list) else (str(value),)
    if field == "amount":
        return Decimal(str(value))
    if field in {"close_date", "next_step_due"}:
        return date.fromisoformat(str(value)[:10])
    return int(value) if field == "seats" else str(value)
