"""In which workspaces the app is installed, and with which token: sealed wherever it is kept."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Protocol

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import ConfigError

KEYS = "CORNERMAN_TOKEN_KEYS"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Installed:
    """`token` speaks for the bot in that workspace alone."""

    workspace: str
    name: str
    token: str = field(repr=False)
    bot_id: str
    bot_user: str


class Kept(Protocol):
    """What the store does; it never sees a token."""

    def get(self, workspace: str) -> str | None: ...
    def put(self, workspace: str, sealed: str, now: datetime) -> None: ...
    def replace(self, workspace: str, before: str, after: str) -> None: ...
    def forget(self, workspace: str, ended_at: datetime) -> None: ...
    def begin(self, state: str, now: datetime, expired: datetime) -> None: ...
    def end(self, state: str, expired: datetime) -> bool: ...


class Seal:
    """`keys` are Fernet keys with commas between them: the first seals, each opens what it has sealed. Raises
    ConfigError for anything else."""

    def __init__(self, keys: str) -> None:
        try:
            ring = [Fernet(key.strip()) for key in keys.split(",")]
        except ValueError:
            raise ConfigError(
                f"{KEYS} must be one or more Fernet keys with commas between them: deploy/slack.md says how "
                "to make one."
            ) from None
        self._first, self._ring = ring[0], MultiFernet(ring)

    def sealed(self, installed: Installed) -> str:
        return self._first.encrypt(json.dumps(asdict(installed)).encode()).decode()

    def opened(self, sealed: str) -> Installed | None:
        """None where none of the keys has sealed it."""
        try:
            return Installed(**json.loads(self._ring.decrypt(sealed)))
        except InvalidToken:
            return None

    def is_first(self, sealed: str) -> bool:
        try:
            return bool(self._first.decrypt(sealed))
        except InvalidToken:
            return False


class Installations:
    """Of the `allowed` workspaces, and of no others, whatever is kept."""

    def __init__(self, kept: Kept, seal: Seal, allowed: Collection[str]) -> None:
        self.kept = kept
        self.allowed = frozenset(allowed)
        self._seal = seal

    def find(self, workspace: str) -> Installed | None:
        sealed = self.kept.get(workspace) if workspace in self.allowed else None
        installed = self._seal.opened(sealed) if sealed else None
        if sealed and installed is None:
            log.error("none of the keys in %s opens the token of the workspace %s", KEYS, workspace)
        return installed if installed and installed.workspace == workspace else None

    def keep(self, installed: Installed, now: datetime) -> None:
        self.kept.put(installed.workspace, self._seal.sealed(installed), now)

    def seal_anew(self) -> None:
        """With the first key what others have sealed: then those may go."""
        for workspace in sorted(self.allowed):
            sealed = self.kept.get(workspace)
            if sealed and not self._seal.is_first(sealed) and (installed := self._seal.opened(sealed)):
                self.kept.replace(workspace, sealed, self._seal.sealed(installed))
                log.info("the token of the workspace %s is sealed with the first key now", workspace)
