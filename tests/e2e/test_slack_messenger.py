"""Sending to Slack unasked, and starting: the real client against the fake Web API."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from adapters.slack.app import build_app
from adapters.slack.receive import Socket
from bot.chat import Action, Address, File, Identity, Picture, Reply, Text
from bot.errors import ConfigError, DeliveryError
from bot.ports import Account
from tests.fakes.scripted_door import ScriptedDoor
from tests.fakes.slack_api import SECRET, Trouble, slack_api
from tests.fakes.slack_bot import MOMENT, hello, messenger_for

DRAFT = Reply(
    parts=(Text("Save this?"),),
    actions=(Action("save", "Save", "d1", style="primary"), Action("edit", "Edit", opens_form=True)),
    card_id="card-7",
)
SAVED = Reply(parts=(Text("Saved."),), actions=(Action("undo", "Undo"),), card_id="card-7", replaces=True)


def test_a_wrong_token_stops_the_start() -> None:
    with (
        slack_api() as api,
        ThreadPoolExecutor(1) as pool,
        pytest.raises(ConfigError, match="SLACK_BOT_TOKEN"),
    ):
        build_app(ScriptedDoor(hello), pool, messenger_for(api, "xoxb-wrong"), SECRET, lambda: MOMENT)


def test_a_wrong_app_token_stops_the_start() -> None:
    with slack_api() as api, ThreadPoolExecutor(1) as pool:
        app = build_app(ScriptedDoor(hello), pool, messenger_for(api), "", lambda: MOMENT)
        socket = Socket(app, "xoxb-not-an-app-token")
        with pytest.raises(ConfigError, match="SLACK_APP_TOKEN"):
            socket.open()
        socket.close()


def test_the_messenger_sends_updates_and_says_what_is_permanent() -> None:
    with slack_api() as api:
        messenger = messenger_for(api)
        where = messenger.direct_to(Identity("slack", "T1", "U5"))
        ref = messenger.send(where, DRAFT, key="nudge:1")
        messenger.update(where, ref, SAVED)
        assert (where.channel, ref) == ("DU5", "1700000000.000002")
        assert [(name, call.get("ts")) for name, call in api.calls[1:]] == [
            ("chat.postMessage", None),
            ("chat.update", ref),
        ]
        api.failures["chat.postMessage"] = "channel_not_found"
        with pytest.raises(DeliveryError, match="channel_not_found") as permanent:
            messenger.send(where, DRAFT, key="nudge:2")
        api.failures["chat.postMessage"] = "internal_error"
        with pytest.raises(DeliveryError) as passing:
            messenger.send(where, DRAFT, key="nudge:2")
    assert (permanent.value.permanent, passing.value.permanent) == (True, False)


def test_the_messenger_never_shows_a_private_reply_to_a_channel() -> None:
    with slack_api() as api:
        messenger = messenger_for(api)
        private = Reply(parts=(Text("For you"),), visibility="asker")
        with pytest.raises(DeliveryError, match="direct chat"):
            messenger.send(Address("slack", "T1", "C1", kind="channel"), private, key="k")
        assert api.calls == []


PROFILE = {
    "is_email_confirmed": True,
    "profile": {"email": "ann@example.com"},
    "tz": "Europe/Paris",
    "locale": "fr-FR",
}
ANN = Identity("slack", "T1", "U1")
HERE = Address("slack", "T1", "D1")


@pytest.mark.parametrize(
    ("user", "account"),
    [
        (PROFILE, Account("ann@example.com", False, "Europe/Paris", "fr-FR")),
        ({**PROFILE, "is_email_confirmed": False}, Account("", False, "Europe/Paris", "fr-FR")),
        ({"profile": {}}, Account("")),
        ({"is_restricted": True}, Account("", guest=True)),
        ({"is_ultra_restricted": True}, Account("", guest=True)),
        ({"is_stranger": True}, Account("", guest=True)),
        ({"deleted": True}, Account("", guest=True)),
    ],
)
def test_slack_vouches_for_confirmed_addresses_of_full_members(
    user: dict[str, Any], account: Account
) -> None:
    with slack_api() as api:
        api.users["U1"] = user
        assert messenger_for(api).account(ANN, HERE) == account


def test_people_of_other_workspaces_are_guests() -> None:
    with slack_api() as api:
        api.users["U1"] = PROFILE
        assert messenger_for(api).account(Identity("slack", "T2", "U1"), HERE).guest


PNG = b"\x89PNG\r\n a picture"
DRAWN = Reply((Text("Your plan"), Picture(base64.b64encode(PNG).decode(), "Day 6 of 60")))


def test_a_picture_is_brought_to_slack_and_shown_with_its_words() -> None:
    with slack_api() as api:
        messenger = messenger_for(api)
        ref = messenger.send(HERE, DRAWN, "e1")
        messenger.update(HERE, ref, DRAWN)
        (shown,) = api.posted["D1"]
    picture = {"type": "image", "slack_file": {"id": "F2"}, "alt_text": "Day 6 of 60"}
    assert shown["blocks"][1] == picture
    assert api.files["F1"] == PNG
    assert "Day 6 of 60" in shown["text"]


def test_a_picture_that_slack_cannot_take_is_told_in_words() -> None:
    with slack_api() as api:
        api.failures["files.getUploadURLExternal"] = "missing_scope"
        messenger_for(api).send(HERE, DRAWN, "e1")
        assert api.posted["D1"][0]["blocks"][1]["elements"][0]["text"] == "[Day 6 of 60]"


TABLE = Reply((Text("Your pipeline"), File("pipeline.csv", "Account,Amount\r\nAcme,1\r\n")))


def test_a_file_follows_its_message_once() -> None:
    with slack_api() as api:
        messenger = messenger_for(api)
        messenger.send(HERE, TABLE, "e1")
        messenger.send(HERE, TABLE, "e1", again=True)
        assert list(api.files.values()) == [b"Account,Amount\r\nAcme,1\r\n"]
        (shown,) = api.posted["D1"]
    assert shown["blocks"][1]["elements"][0]["text"] == "pipeline.csv comes as a file."


def test_a_file_that_slack_does_not_take_leaves_its_message_standing() -> None:
    with slack_api() as api:
        api.failures["files.getUploadURLExternal"] = "missing_scope"
        messenger_for(api).send(HERE, TABLE, "e1")
        assert len(api.posted["D1"]) == 1


@pytest.mark.parametrize(("refusals", "kind"), [(2, "image"), (9, "context")])
def test_a_picture_that_is_not_ready_yet_is_waited_for_a_little(refusals: int, kind: str) -> None:
    left = [Trouble(200, "invalid_blocks")] * refusals

    def weather(method: str, arguments: Mapping[str, Any]) -> Trouble | None:
        drawn = any(block["type"] == "image" for block in arguments.get("blocks", ()))
        return left.pop() if left and method == "chat.postMessage" and drawn else None

    with slack_api() as api:
        api.weather = weather
        messenger_for(api).send(HERE, DRAWN, "e1")
        (shown,) = api.posted["D1"]
        assert shown["blocks"][1]["type"] == kind
        assert messenger_for(api).send(HERE, DRAWN, "e1", again=True) == shown["ts"]
