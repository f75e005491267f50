"""`cornerman crm check`: whether a company's own CRM has what Cornerman needs there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from adapters.bootstrap import open_store
from adapters.clock import system_clock
from adapters.commands.configure import settings_of
from adapters.crm.findings import Finding, Verdict
from adapters.crm.outside import open_outside, writes
from bot.errors import ConfigError

HEADINGS: dict[Verdict, str] = {"ok": "ok", "missing": "MISSING", "note": "note"}


def check(explicit: Path | None, *, as_json: bool) -> int:
    """Exits with 1 where something is missing."""
    settings = settings_of(explicit)
    if settings.crm == "builtin":
        raise ConfigError('the built-in CRM needs no check; this is for `crm = "salesforce"` or "hubspot"')
    _, store = open_store(settings)
    with store.read() as uow:
        persons = uow.people.all()
    with closing(open_outside(settings, system_clock, os.environ)) as crm:
        if as_json:
            found = list(crm.check(persons))
            print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        else:
            mode = "writing is on" if writes(settings) else "on trial, nothing is written"
            print(f"{settings.crm}: {mode}")
            found = _printed(crm.check(persons))
    return 1 if any(one.verdict == "missing" for one in found) else 0


def _printed(findings: Iterable[Finding]) -> list[Finding]:
    """Each as it is found: a CRM takes its time."""
    found = []
    for one in findings:
        found.append(one)
        print(f"  {HEADINGS[one.verdict]:<8} {one.said}", flush=True)
    missing = sum(one.verdict == "missing" for one in found)
    print("Nothing is missing." if not missing else f"{missing} to mend.")
    return found
