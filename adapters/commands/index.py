"""`cornerman index`: bring content in, see what is there, forget a source."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from adapters.added_sources import added_sources, free_name, keep_added, location_of
from adapters.bootstrap import (
    build_embedder,
    configured_sources,
    index_directory,
    known_principals,
    open_store,
)
from adapters.clock import system_clock
from adapters.commands.configure import settings_of
from adapters.commands.progress import progress_bar
from adapters.sources.files import FileSource
from bot.errors import ConfigError
from bot.settings import Settings
from content_index import ingest, sentences
from content_index.ingest import SyncReport
from content_index.ports import WHOLE_SOURCE, Skipped
from content_index.status import IndexStatus
from content_index.status import status as status_of


def sync(explicit: Path | None, names: Sequence[str], *, rebuild: bool = False) -> int:
    settings = settings_of(explicit)
    report = sync_sources(settings, _chosen(settings, names) if names else _all(settings), rebuild=rebuild)
    print(_summary(report))
    if report.passages:
        _make_sentences(settings)
    unlisted = [one.reason for one in report.skipped if one.path == WHOLE_SOURCE]
    for line in _skips([one for one in report.skipped if one.path != WHOLE_SOURCE]):
        print(f"  {line}", file=sys.stderr)
    for reason in unlisted:
        print(f"cornerman: {reason}", file=sys.stderr)
    return 1 if unlisted else 0


def sync_sources(settings: Settings, sources: Sequence[FileSource], *, rebuild: bool = False) -> SyncReport:
    """One sync with a progress bar; a second one finds nothing to do."""
    directory, embedder = index_directory(settings), build_embedder(settings)
    with progress_bar() as progress:
        return ingest.sync(
            sources,
            directory,
            embedder,
            system_clock(),
            progress,
            known_principals(open_store(settings)[1]),
            rebuild=rebuild,
        )


def _make_sentences(settings: Settings) -> None:
    """So that no asker waits for it; the new index answers meanwhile."""
    with progress_bar() as progress:
        sentences.make_all(index_directory(settings), build_embedder(settings), progress)


def status(explicit: Path | None, *, as_json: bool) -> int:
    settings = settings_of(explicit)
    current = status_of(index_directory(settings), build_embedder(settings))
    print(json.dumps(asdict(current), default=str, indent=1) if as_json else _words(current))
    return 0 if current.healthy else 1


def remove(explicit: Path | None, name: str) -> int:
    settings = settings_of(explicit)
    added = added_sources(settings)
    configured = {source.name for source in settings.sources}
    known = {*configured, *added, *(one.name for one in status_of(index_directory(settings)).sources)}
    if name not in known:
        raise ConfigError(f"no source is called “{name}”; there are {', '.join(sorted(known)) or 'none'}")
    removed = ingest.remove(name, index_directory(settings), build_embedder(settings), system_clock())
    keep_added(settings, {other: place for other, place in added.items() if other != name})
    print(f"{removed} pages of “{name}” removed.")
    if name in configured:
        print("It stands in the configuration: take it out there too, or the next sync brings it back.")
    return 0


def _words(status: IndexStatus) -> str:
    if not status.sources:
        return status.problem
    built = f"{status.built_at:%Y-%m-%d %H:%M} UTC" if status.built_at else "never"
    lines = [status.problem] if status.problem else []
    lines.append(
        f"{status.documents} documents, {status.passages} passages, {status.size / 1e6:.1f} MB, built {built}"
    )
    for source in status.sources:
        lines.append(f"  {source.name}: {source.documents} documents, {source.passages} passages")
        lines += [f"    {line}" for line in _skips(source.skipped)]
    return "\n".join(lines)


def _summary(report: SyncReport) -> str:
    return (
        f"{report.added} added, {report.changed} changed, {report.removed} removed, "
        f"{report.unchanged} unchanged, {len(report.skipped)} skipped · "
        f"{report.passages} passages, {report.embedded} embedded"
    )


def _all(settings: Settings) -> Sequence[FileSource]:
    added = added_sources(settings)
    return (*configured_sources(settings), *(FileSource(name, place) for name, place in added.items()))


def _chosen(settings: Settings, names: Sequence[str]) -> Sequence[FileSource]:
    """Sources by name; a folder or URL that is none yet is remembered, so that a later plain sync has it."""
    known = {source.name: source for source in _all(settings)}
    return [known[name] if name in known else _add(settings, name, known) for name in names]


def _add(settings: Settings, place: str, known: Mapping[str, FileSource]) -> FileSource:
    location = location_of(settings, place)
    added = added_sources(settings)
    again = next((name for name, old in added.items() if old == location), None)
    source = FileSource(again or free_name(location, known), location)
    # A place that cannot be listed raises here, and is not remembered.
    next(source.list(), None)
    keep_added(settings, {**added, source.name: location})
    return source


def _skips(skipped: Sequence[Skipped]) -> Iterator[str]:
    return (f"skipped {_visible(one.path)}: {_visible(one.reason)}" for one in skipped)


def _visible(text: str) -> str:
    """A file's name may hold anything, and must not steer the terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
