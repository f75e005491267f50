"""Folders and URLs that `cornerman index sync` was given by hand: public sources beside those configured."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from bot.errors import ConfigError
from bot.settings import Settings

FILE_NAME = "added_sources.json"


def added_sources(settings: Settings) -> dict[str, str]:
    """Locations by name. Raises ConfigError where the file that keeps them is damaged."""
    path = settings.storage.directory / FILE_NAME
    try:
        added = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        added = None
    if not isinstance(added, dict) or not all(isinstance(place, str) for place in added.values()):
        raise ConfigError(
            f"{path} is damaged: delete it, then `cornerman index sync FOLDER` for each folder added by hand"
        )
    return added


def keep_added(settings: Settings, added: Mapping[str, str]) -> None:
    settings.storage.directory.mkdir(parents=True, exist_ok=True)
    path = settings.storage.directory / FILE_NAME
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(added, indent=1), "utf-8")
    os.replace(beside, path)


def location_of(settings: Settings, place: str) -> str:
    """Raises ConfigError for no folder, and for a place that shares pages with a configured source: that
    source says who may see them, and one added by hand would show them to everyone."""
    remote = "://" in place
    if not remote and not (place and Path(place).is_dir()):
        raise ConfigError(
            f"“{place}” is neither a source nor a folder; `cornerman index status` lists sources"
        )
    for source in settings.sources:
        if all(one == other for one, other in zip(_steps(place), _steps(source.location), strict=False)):
            raise ConfigError(
                f"“{place}” shares pages with the configured source {source.name}: "
                f"`cornerman index sync {source.name}` takes them in, with that source's audience"
            )
    return place if remote else str(Path(place).resolve())


def _steps(location: str) -> tuple[str, ...]:
    """From the root down: where one location's begin like another's, it lies within that."""
    scheme, _, path = location.rpartition("://")
    if scheme in ("", "file", "local"):
        return Path(path).resolve().parts
    return tuple(location.rstrip("/").split("/"))


def free_name(location: str, taken: Mapping[str, object]) -> str:
    wanted = location.rstrip("/").rsplit("/", 1)[-1] or "content"
    candidates = [wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))]
    return next(name for name in candidates if name not in taken)
