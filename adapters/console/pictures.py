"""A terminal shows no pictures and takes no files: each is kept in a folder, and its path is printed."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from bot.chat import File, Outcome, Part, Picture, Reply, Text

Keep = Callable[[Picture | File], Path]


def keep_in(folder: Path) -> Keep:
    """The same content is the same file. Raises OSError where nothing can be written."""

    def keep(part: Picture | File) -> Path:
        content = base64.b64decode(part.png) if isinstance(part, Picture) else part.text.encode()
        ending = "png" if isinstance(part, Picture) else part.name.rpartition(".")[2]
        path = folder / f"{sha256(content).hexdigest()[:12]}.{ending}"
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return keep


def with_paths(outcome: Outcome, keep: Keep | None) -> Outcome:
    if keep is None or not isinstance(outcome, Reply):
        return outcome
    return replace(outcome, parts=tuple(_as_text(part, keep) for part in outcome.parts))


def _as_text(part: Part, keep: Keep) -> Part:
    if isinstance(part, File):
        return Text(f"[{part.name}: {keep(part)}]")
    return Text(f"{part.alt}\n[picture: {keep(part)}]") if isinstance(part, Picture) else part
