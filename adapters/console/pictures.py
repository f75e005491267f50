"""A terminal shows no pictures: each is kept as a file, and its path is printed."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from bot.chat import Outcome, Part, Picture, Reply, Text

Keep = Callable[[Picture], Path]


def keep_in(folder: Path) -> Keep:
    """The same picture is the same file. Raises OSError where nothing can be written."""

    def keep(picture: Picture) -> Path:
        content = base64.b64decode(picture.png)
        path = folder / f"{sha256(content).hexdigest()[:12]}.png"
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return keep


def with_paths(outcome: Outcome, keep: Keep | None) -> Outcome:
    if keep is None or not isinstance(outcome, Reply):
        return outcome
    return replace(outcome, parts=tuple(_as_text(part, keep) for part in outcome.parts))


def _as_text(part: Part, keep: Keep) -> Part:
    return Text(f"{part.alt}\n[picture: {keep(part)}]") if isinstance(part, Picture) else part
