"""A newer snapshot that was not taken: why, and what its readers must not be shown from the one before."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from content_index import snapshot
from content_index.model import Principal
from content_index.records import catalogue_from, catalogue_text
from content_index.snapshot import Stored


@dataclass(frozen=True, slots=True)
class Refusal:
    """`audiences` are the newer documents' by id: what was removed since, or closed to some, is not shown."""

    reason: str
    audiences: Mapping[str, frozenset[Principal]]


def path_of(directory: Path) -> Path:
    return directory / "refused.json"


def keep(directory: Path, stored: Sequence[Stored], reason: str) -> None:
    """Tells the readers of the current snapshot of a newer one of `stored` that is not to be taken."""
    content = {
        "reason": reason,
        "serving": snapshot.current_pointer(directory).read_text("utf-8"),
        "catalogue": catalogue_text(snapshot.entries(stored)),
    }
    beside = directory / "refused.json.new"
    beside.write_text(json.dumps(content), "utf-8")
    os.replace(beside, path_of(directory))


def clear(directory: Path) -> None:
    path_of(directory).unlink(missing_ok=True)


def of(directory: Path) -> Refusal | None:
    """None where the current snapshot is the newest. Raises `IndexDamaged`."""
    try:
        content = json.loads(path_of(directory).read_text("utf-8"))
        if content["serving"] != snapshot.current_pointer(directory).read_text("utf-8"):
            return None
        entries = catalogue_from(content["catalogue"])
        return Refusal(content["reason"], {entry.id: entry.audience for entry in entries})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise snapshot.unusable(path_of(directory), error) from error
