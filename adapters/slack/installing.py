"""The app installed by OAuth, in the workspaces that the company has named and in no others."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.error import BoltError
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.oauth import InstallationStore, OAuthStateStore
from slack_sdk.oauth.installation_store import Installation

from adapters.slack.app import Listener, quiet_logger
from adapters.slack.credentials import Credentials
from adapters.slack.installations import Installations, Installed
from adapters.slack.parse import Payload
from adapters.slack.scopes import SCOPES
from adapters.slack.workspaces import Workspaces
from bot.ports import Clock, Door

INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"
ENDINGS = ("app_uninstalled", "tokens_revoked")
STATE_FOR = timedelta(minutes=10)

AGAIN = f"Begin again at {INSTALL}."
FAILED: Mapping[str, str] = MappingProxyType(
    {
        "access_denied": "The installation was called off in Slack: nothing has changed.",
        "invalid_browser": f"The installation was begun in another browser. {AGAIN}",
        "invalid_state": f"This link was used already, or is older than ten minutes. {AGAIN}",
    }
)
NOT_CONFIRMED = f"Slack has not confirmed the installation: nothing has changed. {AGAIN}"

log = logging.getLogger(__name__)


def build_installable_app(
    door: Door, executor: Executor, workspaces: Workspaces, credentials: Credentials, clock: Clock
) -> App:
    """Asks Slack nothing."""
    app = App(
        logger=quiet_logger(),
        client=workspaces.client,
        signing_secret=credentials.signing_secret,
        process_before_response=True,
        oauth_flow=_flow(workspaces, credentials, clock),
    )
    app.use(_by_installation)
    ended = _Ended(workspaces.installations)
    for event in ENDINGS:
        app.event(event)(ended.forget)
    Listener(door, workspaces, executor, clock).register(app)
    return app


def _flow(workspaces: Workspaces, credentials: Credentials, clock: Clock) -> OAuthFlow:
    settings = OAuthSettings(
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
        scopes=sorted(SCOPES),
        user_scopes=[],
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        install_page_rendering_enabled=False,
        callback_options=CallbackOptions(success=_done, failure=_failed),
        authorization_url=urljoin(workspaces.client.base_url, "/oauth/v2/authorize"),
        installation_store=_Installing(workspaces.installations, workspaces.client, clock),
        state_store=_States(workspaces.installations, clock),
        logger=quiet_logger(),
    )
    settings.authorize = _Authorize(workspaces.installations)
    return OAuthFlow(client=workspaces.client, logger=quiet_logger(), settings=settings)


class _Authorize(Authorize):
    """Bolt's own asks Slack with every event who the bot is, and takes a database that does not answer for an
    app that is not installed: the event would be lost."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    def __call__(
        self,
        *,
        context: BoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: object,
    ) -> AuthorizeResult | None:
        found = self._installations.find(team_id or "")
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=found.workspace,
            bot_user_id=found.bot_user,
            bot_id=found.bot_id,
            bot_token=found.token,
            user_id=user_id,
        )


class _Installing(InstallationStore):
    """Takes what OAuth brings; nobody asks it for anything."""

    def __init__(self, installations: Installations, client: WebClient, clock: Clock) -> None:
        self._installations = installations
        self._client = client
        self._clock = clock

    def save(self, installation: Installation) -> None:
        """Raises BoltError, whose sentence the installer reads."""
        if refusal := self._refusal(installation):
            self._give_back(installation)
            raise BoltError(refusal)
        installed = Installed(
            workspace=installation.team_id or "",
            name=installation.team_name or "",
            token=installation.bot_token or "",
            bot_id=installation.bot_id or "",
            bot_user=installation.bot_user_id or "",
        )
        self._installations.keep(installed, self._clock())
        log.info("installed in the workspace %s", installed.workspace)

    def _refusal(self, installation: Installation) -> str:
        if installation.is_enterprise_install or not installation.team_id:
            return "Cornerman is installed workspace by workspace, not for a whole organisation."
        if installation.team_id not in self._installations.allowed:
            return (
                f"Cornerman serves one company, and its configuration does not name the workspace "
                f"{installation.team_id}: an administrator adds it to `workspaces` under [slack] first."
            )
        if installation.bot_refresh_token:
            return "Cornerman keeps tokens that do not expire: turn token rotation off on the app's page."
        return "" if installation.bot_token else NOT_CONFIRMED

    def _give_back(self, installation: Installation) -> None:
        try:
            self._client.auth_revoke(token=installation.bot_token or "")
        except (SlackClientError, OSError) as error:
            log.warning(
                "a token of the workspace %s, which is refused, could not be given back: %s",
                installation.team_id,
                type(error).__name__,
            )


class _States(OAuthStateStore):
    def __init__(self, installations: Installations, clock: Clock) -> None:
        self._kept = installations.kept
        self._clock = clock

    def issue(self, *_: object, **__: object) -> str:
        state, now = secrets.token_urlsafe(32), self._clock()
        self._kept.begin(state, now, now - STATE_FOR)
        return state

    def consume(self, state: str) -> bool:
        return self._kept.end(state, self._clock() - STATE_FOR)


class _Ended:
    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    def forget(self, context: BoltContext, body: Payload) -> None:
        """Slack may tell of it once more after the app was installed anew."""
        event, workspace = body["event"], context.team_id
        if workspace and (event["type"] == "app_uninstalled" or event["tokens"].get("bot")):
            self._installations.kept.forget(workspace, datetime.fromtimestamp(body["event_time"], tz=UTC))
            log.info("no longer installed in the workspace %s", workspace)


def _by_installation(context: BoltContext, body: dict[str, Any], next: Callable[[], None]) -> None:
    """Events of a channel that companies share name the workspace they come from: what is answered there is
    answered with the token of the one that was told."""
    if context.team_id and "team_id" in body:
        body["team_id"] = context.team_id
    next()


def _done(args: SuccessArgs) -> BoltResponse:
    return args.default.success(args)


def _failed(args: FailureArgs) -> BoltResponse:
    refused = args.error is not None
    sentence = str(args.error) if refused else FAILED.get(args.reason, NOT_CONFIRMED)
    log.warning("an installation came to nothing: %s", "refused" if refused else _known(args.reason))
    return BoltResponse(
        status=403 if refused else args.suggested_status_code,
        body=sentence,
        headers={"Content-Type": "text/plain; charset=utf-8"},
    )


def _known(reason: str) -> str:
    """What stands in the link is anybody's words."""
    return reason if reason in FAILED else "not confirmed"
