"""`cornerman config check` and `config init`, and how every command finds its settings."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from adapters.config import DEMO_CONFIG, FILE_NAME, find_config, load_settings, template
from bot.errors import ConfigError
from bot.settings import Settings


def settings_of(explicit: Path | None) -> Settings:
    """The settings a command runs with; says so on standard error when they are the demo's by default."""
    path = find_config(explicit, os.environ, Path.cwd())
    if path == DEMO_CONFIG and explicit is None and "CORNERMAN_CONFIG" not in os.environ:
        print("Using the demo; `cornerman config init` writes your own cornerman.toml.", file=sys.stderr)
    return load_settings(path, os.environ)


def check(explicit: Path | None) -> int:
    path = find_config(explicit, os.environ, Path.cwd())
    settings = load_settings(path, os.environ)
    counts = {"people": settings.people, "sources": settings.sources, "stages": settings.stages}
    shown = ", ".join(
        f"{what}: {len(those)}" for what, those in {**counts, "drivers": settings.drivers}.items()
    )
    print(f"{path}: fine. {shown}.")
    for source in settings.sources:
        if "://" not in source.location and not Path(source.location).is_dir():
            print(f"Source {source.name}: there is no folder {source.location} yet.")
    return 0


def init() -> int:
    path = Path.cwd() / FILE_NAME
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(template())
    except FileExistsError:
        raise ConfigError(f"{path} exists already; edit it, or move it away first") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from error
    print(f"Wrote {path}. Edit it, then: cornerman config check && cornerman index sync && cornerman chat")
    return 0
