"""`cornerman doctor`: is everything set up that a platform needs?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from adapters.bootstrap import open_store
from adapters.commands.configure import settings_of
from adapters.store.slack_installations import SqlSlackInstallations


def slack(explicit: Path | None) -> int:
    from adapters.slack.credentials import CLIENT_ID
    from adapters.slack.doctor import examine, examine_installations

    if os.environ.get(CLIENT_ID):
        settings = settings_of(explicit)
        engine, _ = open_store(settings)
        kept = SqlSlackInstallations(engine)
        findings = list(examine_installations(os.environ, kept, settings.slack.workspaces))
    else:
        findings = list(examine(os.environ))
    return _told([(finding.fine, finding.sentence) for finding in findings])


def teams(explicit: Path | None) -> int:
    from adapters.teams.doctor import examine

    settings = settings_of(explicit)
    _, store = open_store(settings)
    with store.read() as uow:
        people = uow.people.all()
        linked = [p for p in people if any(i.platform == "teams" for i in uow.people.identities_of(p.id))]
    return _told(list(examine(os.environ, settings.server.host, len(linked))))


def _told(findings: Sequence[tuple[bool, str]]) -> int:
    for fine, sentence in findings:
        print(f"{'ok' if fine else '!!'}  {sentence}")
    return 0 if all(fine for fine, _ in findings) else 1
