"""Sending to Teams unasked: the real connector client against the fake service."""

from __future__ import annotations

import pytest

from adapters.teams.connector import Connector
from adapters.teams.messenger import TeamsMessenger
from bot.chat import Action, Address, Identity, Reply, Text
from bot.errors import DeliveryError
from tests.fakes.teams_service import TENANT, teams_service

DRAFT = Reply(
    parts=(Text("Save this?"),),
    actions=(Action("save", "Save", "d1", style="primary"), Action("edit", "Edit", opens_form=True)),
    card_id="card-7",
)
SAVED = Reply(parts=(Text("Saved."),), actions=(Action("undo", "Undo"),), card_id="card-7", replaces=True)


def test_the_messenger_sends_updates_and_says_what_is_permanent() -> None:
    with teams_service() as service:
        messenger = TeamsMessenger(Connector(), {TENANT: service.url})
        where = messenger.direct_to(Identity("teams", TENANT, "aad-5"))
        ref = messenger.send(where, DRAFT, key="nudge:1")
        messenger.update(where, ref, SAVED)
        assert [(verb, conversation, message) for verb, conversation, message, _ in service.calls[1:]] == [
            ("send", "chat-aad-5", "act-2"),
            ("update", "chat-aad-5", "act-2"),
        ]
        found = {}
        for status in (400, 403, 404, 429, 500, 503):
            service.status = status
            with pytest.raises(DeliveryError, match=str(status)) as refused:
                messenger.send(where, DRAFT, key="nudge:2")
            found[status] = refused.value.permanent
    assert found == {400: True, 403: True, 404: True, 429: False, 500: False, 503: False}


def test_a_service_that_is_gone_may_come_back() -> None:
    with teams_service() as service:
        url = service.url
    messenger = TeamsMessenger(Connector(), {TENANT: url})
    with pytest.raises(DeliveryError, match="cannot be reached") as gone:
        messenger.send(Address("teams", TENANT, "a:chat"), DRAFT, key="k")
    assert not gone.value.permanent


def test_the_messenger_never_shows_a_private_reply_to_a_channel() -> None:
    with teams_service() as service:
        messenger = TeamsMessenger(Connector(), {TENANT: service.url})
        private = Reply(parts=(Text("For you"),), visibility="asker")
        with pytest.raises(DeliveryError, match="direct chat"):
            messenger.send(Address("teams", TENANT, "19:sales", kind="channel"), private, key="k")
        assert service.calls == []
