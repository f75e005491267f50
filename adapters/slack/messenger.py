"""Sending to Slack: each message once and in its channel's order, whatever Slack answers meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import count
from typing import Any, NoReturn, TypeVar

from slack_sdk import WebClient

from adapters.slack import parse, render
from adapters.slack.attachments import fetched
from adapters.slack.calls import Refused, asked, call
from adapters.slack.outage import Outage
from adapters.slack.pace import Pace
from adapters.slack.people import account_of
from adapters.slack.pictures import follow, uploaded
from bot import wording
from bot.chat import Address, Event, Home, Identity, Message, Reply
from bot.errors import DeliveryError
from bot.ports import Account

T = TypeVar("T")

MOST_MEMBERS = 1000
"""As many as Slack tells at once. What more people read is as good as public."""
PATIENCE = 60.0
"""Seconds after which nothing is tried again, the time that Slack took for its answers included."""
FIRST_WAIT = 0.5
LOOKED_THROUGH = 200
USERS = ("U", "W")
UNTIL_SHOWN = (0.5, 1.0, 2.0)


class SlackMessenger:
    """`bot.ports.Messenger` and `Rooms` for Slack.

    Slack keeps no keys. So each message bears the mark of its key, and where it is doubtful whether it
    arrived, the chat is read before it is sent again: needs the scopes channels:history, groups:history,
    im:history and mpim:history. One for all threads that send with a token.
    """

    def __init__(self, client: WebClient, pace: Pace | None = None) -> None:
        self.client = client
        self._pace = pace or Pace()
        self._outage = Outage(self._pace.now)
        self._direct: dict[str, str] = {}

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        """Refuses to put what only the asker may see anywhere but into a direct chat."""
        _check_private(where, reply)
        where = self.opened(where)
        mark, doubtful = _mark(key), again

        def attempt() -> str:
            nonlocal doubtful
            if doubtful and (sent := self._find(where, mark)):
                return sent
            self._pace.wait_for_room(where.channel)
            try:
                posted = self._shown("chat.postMessage", where, reply, mark, thread_ts=where.thread)
                follow(self.client, where, reply)
                return str(posted["ts"])
            except Refused as refused:
                doubtful |= refused.doubtful
                raise

        return self._in_turn(where.channel, attempt)

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        _check_private(where, reply)
        self._in_turn(where.channel, lambda: self._shown("chat.update", where, reply, "", ts=message_ref))

    def direct_to(self, who: Identity) -> Address:
        """The direct chat with `who`, opened if need be. It stays the same for ever."""
        if who.user not in self._direct:
            opened = _told(lambda: call(self.client, "conversations.open", users=who.user))
            self._direct[who.user] = str(opened["channel"]["id"])
        return Address(parse.PLATFORM, who.workspace, self._direct[who.user])

    def direct_of(self, who: Identity) -> Address:
        """The same without asking Slack: a chat that was not opened yet goes by the user's own id."""
        return Address(parse.PLATFORM, who.workspace, self._direct.get(who.user, who.user))

    def hears(self, who: Identity, where: Address) -> None:
        """Whatever is said to the bot in a direct chat tells which one it is."""
        if where.kind == "direct" and not where.channel.startswith(USERS):
            self._direct[who.user] = where.channel

    def opened(self, where: Address) -> Address:
        """The direct chat, where a user's own id stands for it."""
        by_user = where.kind == "direct" and where.channel.startswith(USERS)
        return self.direct_to(Identity(parse.PLATFORM, where.workspace, where.channel)) if by_user else where

    def members(self, where: Address) -> Sequence[Identity]:
        """Needs the scopes channels:read, groups:read and mpim:read. Guests from other workspaces come under
        this one's name, where nobody knows them."""
        told = _told(
            lambda: asked(self.client, "conversations.members", channel=where.channel, limit=MOST_MEMBERS)
        )
        if (told.get("response_metadata") or {}).get("next_cursor"):
            raise DeliveryError(f"More than {MOST_MEMBERS} people read there.", permanent=True)
        return [Identity(parse.PLATFORM, where.workspace, str(user)) for user in told["members"]]

    def account(self, who: Identity, where: Address) -> Account:
        """Needs the scopes users:read and users:read.email."""
        told = _told(lambda: asked(self.client, "users.info", user=who.user, include_locale="true"))
        return account_of(told["user"], at_home=who.workspace == where.workspace)

    def is_program(self, who: Identity) -> bool:
        """Needs the scope users:read."""
        told = _told(lambda: asked(self.client, "users.info", user=who.user))
        return bool(told["user"].get("is_bot"))

    def runs(self, who: Identity, where: Address) -> bool:
        """Whoever made the channel. Needs the scopes channels:read and groups:read."""
        told = _told(lambda: asked(self.client, "conversations.info", channel=where.channel))
        return bool(told["channel"].get("creator") == who.user)

    def fetch(self, who: Identity, ref: str, limit: int) -> bytes:
        return fetched(self.client, ref, limit)

    def open_form(self, trigger_id: str, view: Mapping[str, Any]) -> str:
        """The view's id. `trigger_id` is good for three seconds after the press."""
        opened = _told(lambda: call(self.client, "views.open", trigger_id=trigger_id, view=dict(view)))
        return str(opened["view"]["id"])

    def change_form(self, view_id: str, view: Mapping[str, Any]) -> None:
        _told(lambda: call(self.client, "views.update", view_id=view_id, view=dict(view)))

    def suggest(self, channel: str, thread: str) -> None:
        """The assistant's first sight: what one may ask. Needs the scope assistant:write."""
        _told(
            lambda: call(
                self.client,
                "assistant.threads.setSuggestedPrompts",
                channel_id=channel,
                thread_ts=thread,
                title=wording.PROMPTS_TITLE,
                prompts=[{"title": title, "message": said} for title, said in wording.PROMPTS],
            )
        )

    def working(self, event: Event) -> None:
        """Beside an assistant's thread stands that something is being done, until the answer comes. Nothing
        depends on it, so a failure is nobody's."""
        if not (isinstance(event, Message) and event.where.kind == "direct" and event.where.thread):
            return
        with suppress(Refused):
            place = {"channel_id": event.where.channel, "thread_ts": event.where.thread}
            call(self.client, "assistant.threads.setStatus", **place, status=wording.LOOKING)

    def pause(self, seconds: float) -> None:
        self._pace.pause(seconds)

    def show_home(self, who: Identity, home: Home) -> None:
        _told(lambda: call(self.client, "views.publish", user_id=who.user, view=render.home(home)))

    def _shown(self, method: str, where: Address, reply: Reply, mark: str, **place: Any) -> Mapping[str, Any]:
        """Slack takes a picture only some moments after it was uploaded; without it where that does not
        help."""
        drawn = uploaded(self.client, reply)
        for wait in UNTIL_SHOWN if drawn else ():
            try:
                return call(self.client, method, **_message(where, reply, mark, drawn), **place)
            except Refused as refused:
                if refused.code != "invalid_blocks":
                    raise
                self._pace.pause(wait)
        return call(self.client, method, **_message(where, reply, mark), **place)

    def _in_turn(self, channel: str, attempt: Callable[[], T]) -> T:
        """Whoever comes after waits too: what is tried again stays before it."""
        with self._pace.turn(channel):
            if left := self._outage.left():
                raise DeliveryError("Slack does not answer.", retry_after=left)
            if (left := self._pace.wait_left(channel)) > PATIENCE:
                raise DeliveryError("Slack asks to wait with this channel.", retry_after=left)
            done = self._patiently(channel, attempt)
        self._outage.answered()
        return done

    def _patiently(self, channel: str, attempt: Callable[[], T]) -> T:
        first, paused = self._pace.now(), 0.0
        for tried in count():
            try:
                return attempt()
            except Refused as refused:
                wait = FIRST_WAIT * 2**tried if refused.wait is None else refused.wait
                # What was paused counts though a clock should stand still.
                waited = max(self._pace.now() - first, paused) + wait
                if refused.final or waited > PATIENCE:
                    self._give_up(channel, refused, wait, first)
                self._pace.pause(wait)
                paused += wait
        raise AssertionError("count() does not end")

    def _give_up(self, channel: str, refused: Refused, wait: float, since: float) -> NoReturn:
        if not refused.final:
            self._pace.keep_away(channel, wait)
        if refused.silent:
            self._outage.gave_up(since)
        raise refused.told() from None

    def _find(self, where: Address, mark: str) -> str:
        """The message that bears the mark, or '' (also where the bot may not read)."""
        method, at = ("replies", {"ts": where.thread}) if where.thread else ("history", {})
        try:
            told = asked(
                self.client, f"conversations.{method}", channel=where.channel, limit=LOOKED_THROUGH, **at
            )
        except Refused as refused:
            if refused.code in ("missing_scope", "thread_not_found", "not_in_channel"):
                return ""
            raise
        marked = (m["ts"] for m in told["messages"] for b in m.get("blocks", ()) if b.get("block_id") == mark)
        return str(next(marked, ""))


def _message(
    where: Address, reply: Reply, mark: str, pictures: Mapping[str, str] = render.NO_PICTURES
) -> dict[str, Any]:
    blocks = render.blocks(reply, pictures)
    if mark and blocks[0]["type"] != "actions":
        blocks[0]["block_id"] = mark
    return {
        "channel": where.channel,
        "text": render.fallback(reply),
        "blocks": blocks,
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _mark(key: str) -> str:
    return f"sent:{hashlib.sha256(key.encode()).hexdigest()[:24]}"


def _check_private(where: Address, reply: Reply) -> None:
    if reply.visibility == "asker" and where.kind != "direct":
        raise DeliveryError(
            "This reply is for one person only: send it to their direct chat.", permanent=True
        )


def _told(ask: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """Where somebody waits or nothing is lost: one try, and a second after a short wait."""
    try:
        return ask()
    except Refused as refused:
        if refused.final or (refused.wait or 0) > 0:
            raise refused.told() from None
    try:
        return ask()
    except Refused as refused:
        raise refused.told() from None
