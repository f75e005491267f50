"""The app package that an administrator uploads: the manifest with this bot's id, and its icons."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from bot.errors import ConfigError

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "teams"
FILES = ("color.png", "outline.png")
APP_ID = "MicrosoftAppId"
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def write_package(out: Path, environ: Mapping[str, str]) -> None:
    """Raises ConfigError without an app id, and OSError where `out` cannot be written."""
    filled = manifest(environ.get(APP_ID, ""))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("manifest.json", filled)
        for name in FILES:
            package.write(FOLDER / name, name)


def manifest(app_id: str) -> str:
    if not GUID.fullmatch(app_id):
        raise ConfigError(f"{APP_ID} is no application id (a GUID): export the one of your Azure bot")
    return (FOLDER / "manifest.json").read_text(encoding="utf-8").replace("${" + APP_ID + "}", app_id)
