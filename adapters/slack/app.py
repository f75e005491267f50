"""The Bolt app: Slack's payloads in, the door's outcomes out."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from concurrent.futures import Executor

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError

from adapters.slack.form import modal
from adapters.slack.messenger import SlackMessenger, web_client
from adapters.slack.parse import Payload, message_ref, parse_message, parse_press, parse_submit
from bot.chat import Event, Form, FormErrors, Outcome
from bot.delivery import deliver, log_failure
from bot.errors import ConfigError, DeliveryError
from bot.ports import Clock, Door

API_URL = "https://slack.com/api/"
ANYTHING = re.compile(r".*", re.DOTALL)


def build_app(
    door: Door, executor: Executor, token: str, signing_secret: str, clock: Clock, api_url: str = API_URL
) -> App:
    """Asks Slack once who the token belongs to. Raises ConfigError when Slack does not accept it."""
    client = web_client(token, api_url)
    try:
        app = App(
            logger=_quiet_logger(),
            client=client,
            signing_secret=signing_secret,
            listener_executor=executor,
        )
    except (BoltError, SlackApiError):
        raise ConfigError(
            "Slack does not accept SLACK_BOT_TOKEN: copy the bot token (xoxb-…) from the app's page."
        ) from None
    except OSError:
        raise ConfigError(
            f"Slack cannot be reached at {api_url}: check the network or SLACK_API_URL."
        ) from None
    _Listener(door, SlackMessenger(client), clock).register(app)
    return app


def _quiet_logger() -> logging.Logger:
    """Bolt quotes whole payloads in its warnings; people's words must not reach a log."""
    bolt = logging.getLogger("adapters.slack.bolt")
    bolt.setLevel(logging.ERROR)
    return bolt


class _Listener:
    """Each payload is committed in the middleware, before Bolt acknowledges; the pool answers it."""

    def __init__(self, door: Door, messenger: SlackMessenger, clock: Clock) -> None:
        self._door = door
        self._messenger = messenger
        self._clock = clock

    def register(self, app: App) -> None:
        once = [self.keep]
        app.event(re.compile("^(message|app_mention)$"), middleware=once)(self.hear)
        app.action(ANYTHING, middleware=once)(self.press)
        app.view(ANYTHING, middleware=once)(self.submit)
        app.event(ANYTHING)(lambda: None)

    def keep(self, body: Payload, context: BoltContext, next: Callable[[], None]) -> BoltResponse | None:
        """A fault here reaches Slack as an error, so that it sends the event again."""
        event = self._parse(body, context)
        if event is None or not self._door.accept(event):
            return BoltResponse(status=200, body="")
        context["kept"] = event
        next()
        return None

    def _parse(self, body: Payload, context: BoltContext) -> Event | None:
        if "event" in body:
            return parse_message(body, context.bot_user_id or "")
        if body["type"] == "view_submission":
            return parse_submit(body, self._clock())
        return parse_press(body)

    def hear(self, context: BoltContext, body: Payload) -> None:
        self._answer(context["kept"], body, ack=None)

    def press(self, ack: Ack, context: BoltContext, body: Payload) -> None:
        ack()
        self._answer(context["kept"], body, ack=None)

    def submit(self, ack: Ack, context: BoltContext, body: Payload) -> None:
        """Slack shows a form's errors only in the acknowledgement, so this one waits for the answer."""
        self._answer(context["kept"], body, ack)

    def _answer(self, event: Event, body: Payload, ack: Ack | None) -> None:
        """What fails here stays in the inbox, and the worker takes it up."""
        try:
            outcome = self._door.answer(event)
            if outcome is None:
                return
            if ack:
                _close_form(ack, outcome)
            if isinstance(outcome, Form):
                self._open(outcome, event, body)
            where, ref = deliver(self._door, self._messenger, event, outcome, message_ref(body))
            self._door.delivered(event, outcome, where, ref)
        except Exception as error:
            log_failure(event, error)

    def _open(self, form: Form, event: Event, body: Payload) -> None:
        if "trigger_id" not in body:
            raise DeliveryError("Slack opens a form only for a press.", permanent=True)
        self._messenger.open_form(body["trigger_id"], modal(form, event.where, message_ref(body)))


def _close_form(ack: Ack, outcome: Outcome) -> None:
    if isinstance(outcome, FormErrors):
        ack(response_action="errors", errors=dict(outcome.errors))
    else:
        ack()
