"""What the environment must hold for an app that is installed by OAuth."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from adapters.slack.calls import API_URL
from adapters.slack.installations import KEYS, Installations, Kept, Seal
from adapters.slack.workspaces import Workspaces
from bot.errors import ConfigError

CLIENT_ID = "SLACK_CLIENT_ID"
ALONE = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")


@dataclass(frozen=True, slots=True)
class Credentials:
    """The app's own, from its page “Basic Information”."""

    client_id: str
    client_secret: str = field(repr=False)
    signing_secret: str = field(repr=False)


def credentials_from(environ: Mapping[str, str]) -> Credentials:
    """Raises ConfigError."""
    return Credentials(
        _given(environ, CLIENT_ID),
        _given(environ, "SLACK_CLIENT_SECRET"),
        _given(environ, "SLACK_SIGNING_SECRET"),
    )


def workspaces_from(environ: Mapping[str, str], kept: Kept, allowed: Collection[str]) -> Workspaces:
    """Raises ConfigError."""
    for name in ALONE:
        if environ.get(name):
            raise ConfigError(
                f"{name} is for one workspace and {CLIENT_ID} for several, over HTTP: unset one of them."
            )
    if not allowed:
        raise ConfigError(
            "No workspace is named that may install the app: name your company's under [slack] in the "
            'configuration, workspaces = ["T…"]; everybody else could read what is yours.'
        )
    seal = Seal(_given(environ, KEYS))
    return Workspaces(Installations(kept, seal, allowed), environ.get("SLACK_API_URL") or API_URL)


def _given(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise ConfigError(f"{name} is not set: deploy/slack.md, “Several workspaces”, says where it is from.")
    return value
