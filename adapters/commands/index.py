"""`cornerman index`: bring content in, see what is there, forget a source."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from adapters.bootstrap import build_embedder, configured_sources, index_directory, known_principals
from adapters.clock import system_clock
from adapters.commands.configure import settings_of
from adapters.commands.progress import progress_bar
from adapters.sources.files import FileSource
from bot.errors import ConfigError
from bot.settings import Settings
from content_index import ingest
from content_index.ingest import SyncReport
from content_index.status import IndexStatus
from content_index.status import status as status_of

ADDED_SOURCES = "added_sources.json"


def sync(explicit: Path | None, names: Sequence[str], *, rebuild: bool = False) -> int:
    settings = settings_of(explicit)
    report = sync_sources(settings, _chosen(settings, names) if names else _all(settings), rebuild=rebuild)
    print(_summary(report))
    for skipped in report.skipped:
        print(f"  skipped {skipped.path}: {skipped.reason}", file=sys.stderr)
    return 0


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
            known_principals(settings),
            rebuild=rebuild,
        )


def status(explicit: Path | None, *, as_json: bool) -> int:
    settings = settings_of(explicit)
    current = status_of(index_directory(settings), build_embedder(settings))
    print(json.dumps(asdict(current), default=str, indent=1) if as_json else _words(current))
    return 0 if current.healthy else 1


def remove(explicit: Path | None, name: str) -> int:
    settings = settings_of(explicit)
    removed = ingest.remove(name, index_directory(settings), build_embedder(settings), system_clock())
    _keep(settings, {n: place for n, place in _added(settings).items() if n != name})
    print(f"{removed} pages of “{name}” removed.")
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
        lines += [f"    skipped {skipped.path}: {skipped.reason}" for skipped in source.skipped]
    return "\n".join(lines)


def _summary(report: SyncReport) -> str:
    return (
        f"{report.added} added, {report.changed} changed, {report.removed} removed, "
        f"{report.unchanged} unchanged, {len(report.skipped)} skipped · "
        f"{report.passages} passages, {report.embedded} embedded"
    )


def _all(settings: Settings) -> Sequence[FileSource]:
    return (*configured_sources(settings), *(FileSource(n, place) for n, place in _added(settings).items()))


def _chosen(settings: Settings, names: Sequence[str]) -> Sequence[FileSource]:
    """Sources by name; a folder or URL that is none yet is remembered, so that a later plain sync has it."""
    known = {source.name: source for source in _all(settings)}
    return [known[name] if name in known else _add(settings, name, known) for name in names]


def _add(settings: Settings, place: str, known: dict[str, FileSource]) -> FileSource:
    location = place if "://" in place else str(Path(place).resolve())
    if "://" not in place and not Path(location).is_dir():
        names = ", ".join(known) or "none configured"
        raise ConfigError(f"“{place}” is neither a source ({names}) nor a folder; name one of them")
    added = _added(settings)
    again = next((name for name, old in added.items() if old == location), None)
    name = again or _free_name(location.rstrip("/").rsplit("/", 1)[-1] or "content", known)
    _keep(settings, {**added, name: location})
    return FileSource(name, location)


def _free_name(wanted: str, known: dict[str, FileSource]) -> str:
    candidates = [wanted, *(f"{wanted}-{n}" for n in range(2, len(known) + 3))]
    return next(name for name in candidates if name not in known)


def _added(settings: Settings) -> dict[str, str]:
    path = settings.storage.directory / ADDED_SOURCES
    if not path.is_file():
        return {}
    added: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return added


def _keep(settings: Settings, added: dict[str, str]) -> None:
    settings.storage.directory.mkdir(parents=True, exist_ok=True)
    path = settings.storage.directory / ADDED_SOURCES
    path.write_text(json.dumps(added, indent=1), encoding="utf-8")
