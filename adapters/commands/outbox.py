"""`cornerman crm outbox`, `crm dead` and `crm shadow`: what waits for the CRM, never in a seller's words."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, get_args

from rich.console import Console
from rich.table import Table

from adapters.bootstrap import open_store
from adapters.clock import system_clock
from adapters.commands.configure import settings_of
from adapters.commands.content import OPERATOR
from adapters.crm.outside import open_outside, writes
from bot.crm_log import dead_letters
from bot.crm_log.retention import dropped_on
from bot.crm_log.shadow_report import Line, ShadowReport, Verdict, report
from bot.errors import ConfigError, CornermanError
from bot.ports import OutboxItem, OutboxState, Store

WAITING: tuple[OutboxState, ...] = ("queued", "claimed")


def depth(explicit: Path | None, *, as_json: bool) -> int:
    now, (_, store) = system_clock(), open_store(settings_of(explicit))
    with store.read() as uow:
        waiting = uow.crm_outbox.in_states(WAITING)
        dead = uow.crm_outbox.in_states(["dead"])
    oldest = max((now - item.created_at for item in waiting), default=timedelta(0))
    found = {"waiting": len(waiting), "oldest_seconds": int(oldest.total_seconds()), "dead": len(dead)}
    if as_json:
        print(json.dumps(found))
        return 0
    print(
        f"{_count(len(waiting), 'write')} waiting, the oldest for {_age(oldest)}."
        if waiting
        else "Nothing waits."
    )
    for error, count in _reasons(waiting).items():
        print(f"  {count} × {error}")
    if dead:
        print(f"{_count(len(dead), 'dead letter')}: `cornerman crm dead list` shows them.")
    return 0


def list_dead(explicit: Path | None, *, as_json: bool) -> int:
    settings, now = settings_of(explicit), system_clock()
    _, store = open_store(settings)
    kept = timedelta(days=settings.retention.crm_dead_days)
    with store.read() as uow:
        found = [_told(item, now, kept) for item in uow.crm_outbox.in_states(["dead"])]
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for one in found:
        fields = ", ".join(one["fields"]) or "a note alone"
        print(f"{one['key']}  {one['person']}  {one['opportunity']}  {fields}")
        print(f"    tried {_count(one['attempts'], 'time')}, confirmed {one['age']} ago: {one['error']}")
        print(f"    dropped by itself on {one['dropped_on']}")
    if not found:
        print("No dead letters.")
    return 0


def retry(explicit: Path | None, keys: Sequence[str], *, all_of_them: bool) -> int:
    """Exits with 1 where one could not be queued; the others are."""
    _, store = open_store(settings_of(explicit))
    failed = 0
    for key in _chosen(store, keys, all_of_them):
        try:
            with store.write() as uow:
                dead_letters.retry(key, uow, system_clock())
                uow.audit.record(system_clock(), OPERATOR.id, "dead_letter_retried", key, {})
                uow.commit()
            print(f"{key}: queued; the worker tries it now.")
        except CornermanError as error:
            failed += 1
            print(f"cornerman: {error}", file=sys.stderr)
    return 1 if failed else 0


def drop(explicit: Path | None, keys: Sequence[str], *, all_of_them: bool) -> int:
    _, store = open_store(settings_of(explicit))
    for key in _chosen(store, keys, all_of_them):
        with store.write() as uow:
            dead_letters.dead(key, uow)
            uow.crm_outbox.drop(key, system_clock())
            uow.audit.record(system_clock(), OPERATOR.id, "dead_letter_dropped", key, {})
            uow.commit()
        print(f"{key}: dropped, and its words are forgotten.")
    return 0


def shadow(explicit: Path | None, *, days: int, as_json: bool) -> int:
    settings = settings_of(explicit)
    if settings.crm == "builtin":
        raise ConfigError('the built-in CRM is never on trial; this needs `crm = "salesforce"` or "hubspot"')
    _, store = open_store(settings)
    since = system_clock() - timedelta(days=days)
    with store.read() as uow:
        # Once writing is on, what is refused is no more of the trial.
        states: list[OutboxState] = ["shadow"] if writes(settings) else ["shadow", "failed"]
        items = [one for one in uow.crm_outbox.in_states(states) if one.created_at >= since]
        names = {person.id: person.name for person in uow.people.all()}
    with closing(open_outside(settings, system_clock, os.environ)) as crm:
        found = report(items, crm, system_clock().date())
    if as_json:
        print(json.dumps(_plain(found, names), ensure_ascii=False, indent=1))
    else:
        _print(found, names, days, on=writes(settings))
    return 0


def _chosen(store: Store, keys: Sequence[str], all_of_them: bool) -> Sequence[str]:
    if not all_of_them:
        return keys
    with store.read() as uow:
        return [item.key for item in uow.crm_outbox.in_states(["dead"])]


def _told(item: OutboxItem, now: datetime, kept: timedelta) -> dict[str, Any]:
    return {
        "key": item.key,
        "person": item.person_id,
        "opportunity": item.update.opportunity_id,
        "fields": sorted(item.update.set),
        "attempts": item.attempts,
        "age": _age(now - item.created_at),
        "confirmed_at": item.created_at.isoformat(),
        "dropped_on": dropped_on(item, kept).date().isoformat(),
        "error": item.error,
    }


def _reasons(items: Sequence[OutboxItem]) -> Mapping[str, int]:
    return _counted([item.error for item in items if item.error])


def _counted(said: Sequence[str]) -> Mapping[str, int]:
    """The commonest first."""
    return dict(Counter(said).most_common())


def _plain(found: ShadowReport, names: Mapping[str, str]) -> dict[str, Any]:
    lines = [
        {
            "confirmed_at": line.at.isoformat(),
            "person": names.get(line.person_id, line.person_id),
            "opportunity": line.opportunity,
            "field": line.field,
            "before": line.before,
            "planned": line.planned,
            "now": line.now,
            "verdict": line.verdict,
        }
        for line in found.lines
    ]
    refused = [{"said": said, "times": times} for said, times in _counted(found.refused).items()]
    return {"notes": found.notes, "values": len(lines), "lines": lines, "refused": refused}


def _print(found: ShadowReport, names: Mapping[str, str], days: int, *, on: bool) -> None:
    print(_summary(found, days))
    if found.lines:
        table = Table("when", "seller", "opportunity", "field", "before", "would be", "is now", "", box=None)
        for line in found.lines:
            table.add_row(*_cells(line, names))
        Console(highlight=False, width=None if sys.stdout.isatty() else 160).print(table)
    if found.refused:
        print(f"{_count(len(found.refused), 'update')} would have been refused:")
        for said, times in _counted(found.refused).items():
            print(f"  {times} × {said}")
    if not on:
        print("Nothing of this was written; `writes = true` in cornerman.toml ends the trial.")


def _cells(line: Line, names: Mapping[str, str]) -> tuple[str, ...]:
    seller = names.get(line.person_id, line.person_id)
    said = (f"{line.at:%Y-%m-%d}", seller, line.opportunity, line.field, line.before, line.planned, line.now)
    # Names come from the CRM: their brackets are no markup.
    return tuple(text.replace("[", "\\[") for text in (*said, line.verdict))


def _summary(found: ShadowReport, days: int) -> str:
    if not found.notes:
        return f"No update was confirmed on trial in the last {days} days."
    counted = [f"{found.count(one)} {one}" for one in get_args(Verdict) if found.count(one)]
    values = f"{_count(len(found.lines), 'value')} would have been written"
    return (
        f"In the last {days} days sellers confirmed {_count(found.notes, 'update')}; {values}"
        f"{': ' + ', '.join(counted) if counted else ''}."
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _age(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"
