"""Asks Slack whether a set-up is complete, and says what is missing and where to get it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackClientError

from adapters.slack.calls import API_URL, web_client
from adapters.slack.credentials import credentials_from, workspaces_from
from adapters.slack.installations import KEYS, Kept
from adapters.slack.scopes import APP_TOKEN_SCOPE, SCOPES
from adapters.slack.workspaces import Workspaces
from bot.errors import ConfigError

REACHED = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """`fine`, or the sentence says what to do."""

    fine: bool
    sentence: str


def examine(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Never repeats a secret."""
    api_url = environ.get("SLACK_API_URL") or API_URL
    yield from _bot_token(environ.get("SLACK_BOT_TOKEN", ""), api_url)
    if environ.get("SLACK_APP_TOKEN"):
        yield from _socket(environ["SLACK_APP_TOKEN"], api_url)
    else:
        yield from _requests(environ.get("SLACK_SIGNING_SECRET", ""))


def examine_installations(
    environ: Mapping[str, str], kept: Kept, allowed: Collection[str]
) -> Iterator[Finding]:
    """The same where the app is installed by OAuth in the `allowed` workspaces."""
    try:
        credentials = credentials_from(environ)
        workspaces = workspaces_from(environ, kept, allowed)
    except ConfigError as error:
        yield Finding(False, str(error))
        return
    yield from _requests(credentials.signing_secret)
    for workspace in sorted(allowed):
        yield from _installed(workspace, workspaces)


def _installed(workspace: str, workspaces: Workspaces) -> Iterator[Finding]:
    installations, again = workspaces.installations, f"open /slack/install?team={workspace} to install it"
    if installed := installations.find(workspace):
        refused = f"Slack does not accept the token of the workspace {workspace}: {again} again."
        yield from _known_to_slack(installed.token, workspaces.client.base_url, refused)
    elif installations.kept.get(workspace):
        key = f"add the key that sealed it to {KEYS}, or {again} again"
        yield Finding(False, f"The token of the workspace {workspace} cannot be opened: {key}.")
    else:
        yield Finding(False, f"The app is not installed in the workspace {workspace}: {again}.")


def _bot_token(token: str, api_url: str) -> Iterator[Finding]:
    if not token:
        where = "install the app, then copy “Bot User OAuth Token” from its page “OAuth & Permissions”"
        yield Finding(False, f"SLACK_BOT_TOKEN is not set: {where}.")
        return
    if not token.startswith("xoxb-"):
        yield Finding(False, "SLACK_BOT_TOKEN is no bot token: it has to begin with xoxb-.")
        return
    refused = "Slack does not accept SLACK_BOT_TOKEN: install the app again and copy its token."
    yield from _known_to_slack(token, api_url, refused)


def _known_to_slack(token: str, api_url: str, refused: str) -> Iterator[Finding]:
    try:
        told = web_client(token, api_url).auth_test()
    except SlackClientError:
        yield Finding(False, refused)
        return
    except OSError as error:
        yield Finding(False, f"Slack cannot be reached at {api_url} ({type(error).__name__}).")
        return
    yield Finding(True, f"The bot token is good: {told['user']} in the workspace {told.get('team', '?')}.")
    yield from _scopes(_granted(told.headers))


def _granted(headers: Mapping[str, object]) -> frozenset[str]:
    listed = next((v for k, v in headers.items() if k.lower() == "x-oauth-scopes"), "")
    return frozenset(scope.strip() for scope in str(listed).split(",") if scope.strip())


def _scopes(granted: frozenset[str]) -> Iterator[Finding]:
    missing = {scope: why for scope, why in SCOPES.items() if scope not in granted}
    for scope, why in missing.items():
        yield Finding(False, f"The scope {scope} is missing ({why}): add it and install the app again.")
    if not missing:
        yield Finding(True, f"All {len(SCOPES)} scopes are granted.")
    for scope in sorted(granted - SCOPES.keys()):
        yield Finding(True, f"The scope {scope} is granted and not needed: take it away.")


def _socket(token: str, api_url: str) -> Iterator[Finding]:
    if not token.startswith("xapp-"):
        yield Finding(False, "SLACK_APP_TOKEN is no app-level token: it has to begin with xapp-.")
        return
    try:
        url = str(web_client(token, api_url).apps_connections_open(app_token=token)["url"])
        open_sockets = asyncio.run(_hello(url))
    except SlackClientError:
        how = f"create one with the scope {APP_TOKEN_SCOPE} under “Basic Information”"
        yield Finding(False, f"Slack does not accept SLACK_APP_TOKEN, or Socket Mode is off: {how}.")
    except (OSError, TimeoutError, aiohttp.ClientError, ValueError, TypeError) as error:
        yield Finding(False, f"Slack's socket cannot be reached ({type(error).__name__}): check the network.")
    else:
        yield Finding(True, f"The socket opens; {open_sockets} open now, this one included, of 10 at most.")


async def _hello(url: str) -> int:
    timeout = aiohttp.ClientTimeout(total=REACHED)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.ws_connect(url) as socket:
        hello = await socket.receive_json(timeout=REACHED)
    return int(hello["num_connections"])


def _requests(secret: str) -> Iterator[Finding]:
    if not secret:
        either = "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)"
        yield Finding(False, f"Neither way in is set: export {either}.")
    elif len(secret) != 32:
        yield Finding(
            False, "SLACK_SIGNING_SECRET has 32 characters: copy it from “Basic Information” again."
        )
    else:
        yield Finding(True, "Requests come over HTTP: Slack has to reach port 3000 at /slack/events.")
