"""The Bolt app: Slack's payloads in, the door's outcomes out."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial

from slack_bolt import Ack, App, BoltContext
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError

from adapters.lanes import Lanes
from adapters.slack import entries, form
from adapters.slack.messenger import SlackMessenger
from adapters.slack.parse import (
    CHANGES,
    Payload,
    at_home,
    message_ref,
    opens_form,
    parse_change,
    parse_message,
    parse_press,
    parse_submit,
)
from adapters.slack.people import whose_membership_ended
from adapters.slack.render import fallback
from adapters.slack.waiting import Seats, Waiting
from adapters.slack.workspaces import Messengers, OneWorkspace
from bot import wording
from bot.chat import Address, Event, Form, FormErrors, Home, Identity, Opened, Outcome, Press, Reply
from bot.delivery import code_of, deliver, log_failure, record
from bot.errors import ConfigError, DeliveryError
from bot.ports import Clock, Door

log = logging.getLogger(__name__)

ANYTHING = re.compile(r".*", re.DOTALL)
UPDATED = 0.5
"""Seconds after which Slack has surely shown what an acknowledgement told it to."""


def build_app(
    door: Door, executor: Executor, messenger: SlackMessenger, signing_secret: str, clock: Clock
) -> App:
    """Asks Slack once who the token belongs to. Raises ConfigError when Slack does not accept it."""
    try:
        app = App(
            logger=quiet_logger(),
            client=messenger.client,
            signing_secret=signing_secret,
            # Acknowledged when the listener has ended: it keeps the event, and the pool answers it.
            process_before_response=True,
        )
    except (BoltError, SlackApiError):
        raise ConfigError(
            "Slack does not accept SLACK_BOT_TOKEN: copy the bot token (xoxb-…) from the app's page."
        ) from None
    except OSError:
        raise ConfigError(
            f"Slack cannot be reached at {messenger.client.base_url}: check the network or SLACK_API_URL."
        ) from None
    Listener(door, OneWorkspace(messenger), executor, clock).register(app)
    return app


def quiet_logger() -> logging.Logger:
    """Bolt quotes whole payloads in its warnings; people's words must not reach a log."""
    bolt = logging.getLogger("adapters.slack.bolt")
    bolt.setLevel(logging.ERROR)
    return bolt


class Listener:
    """Each payload is kept before Bolt acknowledges it, and waits neither for Slack nor for the pool that
    answers: a fault while keeping reaches Slack as an error, so that it sends the event again."""

    def __init__(self, door: Door, messengers: Messengers, executor: Executor, clock: Clock) -> None:
        self._door = door
        self._messengers = messengers
        self._executor = executor
        self._lanes = Lanes(executor)
        self._seats = Seats()
        self._clock = clock

    def register(self, app: App) -> None:
        app.event(re.compile("^(message|app_mention)$"))(self.hear)
        app.event("app_home_opened")(self.open)
        app.event("assistant_thread_started")(self.suggest)
        app.event("user_change")(self.change)
        app.action(ANYTHING)(self.press)
        app.view(ANYTHING)(self.submit)
        app.command(ANYTHING)(self.command)
        for shortcut in entries.SHORTCUTS:
            app.shortcut(shortcut)(self.shortcut)
        app.event(ANYTHING)(lambda: None)

    def hear(self, context: BoltContext, body: Payload) -> None:
        parse = parse_change if body["event"].get("subtype") in CHANGES else parse_message
        if event := parse(body, context.bot_user_id or ""):
            self._keep(event, body)

    def open(self, body: Payload) -> None:
        if event := entries.parse_opened(body):
            self._keep(event, body)

    def change(self, body: Payload) -> None:
        if former := whose_membership_ended(body):
            self._door.forget(former)

    def suggest(self, body: Payload) -> None:
        self._executor.submit(self._suggest, body["team_id"], *entries.assistant_thread(body))

    def _suggest(self, workspace: str, channel: str, thread: str) -> None:
        try:
            self._messengers.of(workspace).suggest(channel, thread)
        except DeliveryError as error:
            log.warning("nothing could be suggested beside a chat: %s", error)

    def command(self, ack: Ack, body: Payload) -> None:
        """What is answered in the direct chat is acknowledged where the command was given."""
        if entries.sets_channel(body):
            self._form_of_channel(ack, body)
            return
        event = entries.parse_command(body, self._direct(body["user_id"], body["team_id"]), self._clock())
        self._keep(event, body)
        ack("" if body.get("channel_id") == event.where.channel else entries.IN_OUR_CHAT)

    def shortcut(self, ack: Ack, body: Payload) -> None:
        where = self._direct(body["user"]["id"], body["team"]["id"])
        self._keep(entries.parse_shortcut(body, where, self._clock()), body)
        ack()

    def _form_of_channel(self, ack: Ack, body: Payload) -> None:
        where = self._direct(body["user_id"], body["team_id"])
        self._with_form(entries.parse_channel(body, where, self._clock()), body)
        ack(entries.IN_OUR_CHAT)

    def press(self, ack: Ack, body: Payload) -> None:
        if event := parse_press(body, partial(self._direct, body["user"]["id"])):
            if opens_form(body):
                self._with_form(event, body)
            else:
                self._keep(event, body)
        ack()

    def _with_form(self, event: Press, body: Payload) -> None:
        """What opens a form is good for three seconds only."""
        waiting = Waiting()
        if self._keep(event, body, waiting):
            view = form.notice(form.WORKING)
            messenger = self._messengers.of(event.where.workspace)
            waiting.shown_meanwhile(partial(messenger.open_form, body["trigger_id"], view))

    def submit(self, ack: Ack, body: Payload) -> None:
        """Slack shows a form's errors only in the acknowledgement, so this one waits for the answer."""
        event, waiting = parse_submit(body, self._clock()), Waiting()
        if event is None or not self._keep(event, body, waiting):
            ack()
        elif self._seats.came(waiting):
            _close_form(ack, waiting.outcome.result(), event, body)
        else:
            ack(response_action="update", view=form.notice(form.WORKING))
            waiting.view.set_result(body["view"]["id"])

    def _direct(self, user: str, team: str) -> Address:
        return self._messengers.of(team).direct_of(Identity("slack", team, user))

    def _keep(self, event: Event, body: Payload, waiting: Waiting | None = None) -> bool:
        self._messengers.of(event.where.workspace).hears(event.who, event.where)
        lane, answer = event.where.key, partial(self._answer, event, body, waiting)
        with self._lanes.gate.first():
            fresh = self._door.accept(event)
            begins = fresh and self._lanes.add(lane, event.at, answer)
        if begins:
            self._lanes.start(lane)
        return fresh

    def _answer(self, event: Event, body: Payload, waiting: Waiting | None) -> None:
        """What fails here stays in the inbox, and the worker takes it up."""
        try:
            messenger = self._messengers.of(event.where.workspace)
            event = replace(event, where=messenger.opened(event.where))
            messenger.working(event)
            outcome = self._door.answer(event)
            late = waiting if waiting and not waiting.handed_over(outcome) else None
            if outcome is None:
                self._excuse(event, waiting)
                return
            if isinstance(event, Opened) and event.home and isinstance(outcome, Reply):
                # Whoever opens the page reads there why it is empty, and gets no message each time.
                outcome = Home((outcome,))
            outcome = self._shown(outcome, event, body, late)
            where, ref = deliver(self._door, messenger, event, outcome, message_ref(body))
            record(self._door, event, outcome, where, ref)
            if at_home(body) and isinstance(outcome, Reply):
                self._refresh_home(event)
        except Exception as error:
            log_failure(event, error)
            self._excuse(event, waiting)

    def _excuse(self, event: Event, waiting: Waiting | None) -> None:
        """Whoever looks at a form that waits hears that no answer will come into it."""
        if waiting is None or waiting.handed_over(None) or not waiting.outcome.cancelled():
            return
        try:
            messenger = self._messengers.of(event.where.workspace)
            messenger.change_form(waiting.view.result(), form.notice(form.LATER))
        except DeliveryError as error:
            log_failure(event, error)

    def _refresh_home(self, event: Event) -> None:
        """What was done on the home page shows there."""
        again = Opened(f"{event.id}:home", event.at, event.who, event.where, home=True)
        if self._door.accept(again):
            self._answer(again, {}, None)

    def _shown(self, outcome: Outcome, event: Event, body: Payload, late: Waiting | None) -> Outcome:
        """What is left to deliver: that a form could not be shown is said to who looks at none."""
        try:
            self._show(outcome, event, body, late)
        except DeliveryError as error:
            if not isinstance(outcome, Form | FormErrors):
                raise
            log_failure(event, error)
            return replace(wording.plain(wording.not_shown(code_of(event))), visibility="asker")
        return outcome

    def _show(self, outcome: Outcome, event: Event, body: Payload, late: Waiting | None) -> None:
        """What is no message. `late` is a view that waits to be changed."""
        messenger = self._messengers.of(event.where.workspace)
        if isinstance(outcome, Home):
            messenger.show_home(event.who, outcome)
        elif late:
            self._change(messenger, late.view.result(), outcome, event, body)
        elif isinstance(outcome, Form) and body.get("type") != "view_submission":
            if "trigger_id" not in body:
                raise DeliveryError("Slack opens a form only for a press.", permanent=True)
            messenger.open_form(body["trigger_id"], _modal(outcome, event, body))

    def _change(
        self, messenger: SlackMessenger, view_id: str, outcome: Outcome, event: Event, body: Payload
    ) -> None:
        if body["type"] == "view_submission":
            messenger.pause(UPDATED)
        match outcome:
            case Form():
                view = _modal(outcome, event, body)
            case FormErrors(errors):
                view = form.again(body["view"], errors)
            case Reply():
                view = form.notice(fallback(outcome))
            case _:
                return
        messenger.change_form(view_id, view)


def _modal(outcome: Form, event: Event, body: Payload) -> form.View:
    return form.modal(outcome, event.where, message_ref(body), at_home(body))


def _close_form(ack: Ack, outcome: Outcome | None, event: Event, body: Payload) -> None:
    if isinstance(outcome, FormErrors):
        ack(response_action="errors", errors=_shown(outcome.errors, body))
    elif isinstance(outcome, Form):
        ack(response_action="update", view=_modal(outcome, event, body))
    else:
        ack()


def _shown(errors: Mapping[str, str], body: Payload) -> dict[str, str]:
    """Slack takes errors only under blocks that the form has."""
    blocks = [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]
    return {name if name in blocks else blocks[0]: sentence for name, sentence in errors.items()}
