"""Sending to Teams unasked: the real connector client against the fake service."""

from __future__ import annotations

import pytest
from aiohttp import web

from adapters.teams.connector import Connector
from adapters.teams.messenger import TeamsMessenger
from bot.chat import Action, Address, Identity, Reply, Text
from bot.errors import DeliveryError, MessageGone
from bot.ports import Account
from tests.fakes.teams_service import TENANT, TeamsService, reached, teams_service

CHAT = Address("teams", TENANT, "a:chat")

DRAFT = Reply(
    parts=(Text("Save this?"),),
    actions=(Action("save", "Save", "d1", style="primary"), Action("edit", "Edit", opens_form=True)),
    card_id="card-7",
)
SAVED = Reply(parts=(Text("Saved."),), actions=(Action("undo", "Undo"),), card_id="card-7", replaces=True)


def test_the_messenger_sends_updates_and_says_what_is_permanent() -> None:
    with teams_service() as service:
        messenger = TeamsMessenger(Connector(sleep=lambda _: None), reached(service.url))
        where = messenger.direct_to(Identity("teams", TENANT, "aad-5"))
        ref = messenger.send(where, DRAFT, key="nudge:1")
        messenger.update(where, ref, SAVED)
        assert messenger.direct_to(Identity("teams", TENANT, "aad-5")) == where
        assert [(verb, conversation, message) for verb, conversation, message, _ in service.calls[1:]] == [
            ("send", "chat-aad-5", "act-2"),
            ("update", "chat-aad-5", "act-2"),
        ]
        found = {}
        for status in (400, 403, 404, 429, 500, 503):
            service.status = status
            with pytest.raises(DeliveryError, match=str(status)) as refused:
                messenger.send(where, DRAFT, key="nudge:2")
            assert "secret of the service" not in str(refused.value)
            found[status] = refused.value.permanent
    assert found == {400: True, 403: True, 404: True, 429: False, 500: False, 503: False}


def test_a_service_that_is_gone_may_come_back() -> None:
    with teams_service() as service:
        url = service.url
    messenger = TeamsMessenger(Connector(), reached(url))
    with pytest.raises(DeliveryError, match="cannot be reached") as gone:
        messenger.send(Address("teams", TENANT, "a:chat"), DRAFT, key="k")
    assert not gone.value.permanent


def test_the_messenger_never_shows_a_private_reply_to_a_channel() -> None:
    with teams_service() as service:
        messenger = TeamsMessenger(Connector(), reached(service.url))
        private = Reply(parts=(Text("For you"),), visibility="asker")
        with pytest.raises(DeliveryError, match="direct chat"):
            messenger.send(Address("teams", TENANT, "19:sales", kind="channel"), private, key="k")
        assert service.calls == []


def test_a_card_that_is_gone_is_said_to_be() -> None:
    with teams_service() as service:
        service.status = 404
        messenger = TeamsMessenger(Connector(), reached(service.url))
        with pytest.raises(MessageGone, match="404"):
            messenger.update(CHAT, "act-9", SAVED)


def test_a_short_wait_is_waited_out_and_nothing_is_sent_twice() -> None:
    waits: list[float] = []
    with teams_service() as service:
        service.refusals = [(429, {"Retry-After": "3"}), (429, {})]
        messenger = TeamsMessenger(Connector(sleep=waits.append), reached(service.url))
        assert messenger.send(CHAT, DRAFT, key="k") == "act-1"
        assert (waits, len(service.calls)) == ([3.0, 1.0], 1)


def test_a_long_wait_is_left_to_the_worker() -> None:
    waits: list[float] = []
    with teams_service() as service:
        service.refusals = [(429, {"Retry-After": "90"})]
        messenger = TeamsMessenger(Connector(sleep=waits.append), reached(service.url))
        with pytest.raises(DeliveryError) as refused:
            messenger.send(CHAT, DRAFT, key="k")
    assert (refused.value.retry_after, refused.value.permanent, waits) == (90.0, False, [])


def test_an_app_that_is_not_installed_is_told_to_the_operator() -> None:
    with teams_service() as service:
        service.status = 403
        messenger = TeamsMessenger(Connector(), reached(service.url))
        with pytest.raises(DeliveryError, match="install it for that person") as refused:
            messenger.direct_to(Identity("teams", TENANT, "aad-5"))
    assert refused.value.permanent


@pytest.mark.parametrize(
    ("told", "account"),
    [
        ({"email": "ann@example.com", "userPrincipalName": "a.lee@example.com"}, Account("ann@example.com")),
        ({"userPrincipalName": "a.lee@example.com", "userRole": "user"}, Account("a.lee@example.com")),
        (
            {"email": "e@x.com", "userPrincipalName": "e_x.com#EXT#@example.com"},
            Account("e@x.com", guest=True),
        ),
        ({"email": "e@x.com", "userRole": "guest"}, Account("e@x.com", guest=True)),
        ({"email": "e@x.com", "tenantId": "tenant-2"}, Account("e@x.com", guest=True)),
        ({"email": "ann@example.com", "tenantId": TENANT}, Account("ann@example.com")),
        ({}, Account("")),
    ],
)
def test_the_directory_tells_whose_account_it_is(told: dict[str, str], account: Account) -> None:
    with teams_service() as service:
        service.people["aad-5"] = told
        messenger = TeamsMessenger(Connector(), reached(service.url))
        assert messenger.account(Identity("teams", TENANT, "aad-5"), CHAT) == account


def test_one_token_serves_many_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Entra:
        def __init__(self, **_: object) -> None:
            self.kept: dict[str, str] | None = None

        def acquire_token_silent(self, scopes: list[str], account: None) -> dict[str, str] | None:
            return self.kept

        def acquire_token_for_client(self, scopes: list[str]) -> dict[str, str]:
            asked.extend(scopes)
            self.kept = {"access_token": "t"}
            return self.kept

    monkeypatch.setattr(
        "botframework.connector.auth.microsoft_app_credentials.ConfidentialClientApplication", Entra
    )
    with teams_service() as service:
        messenger = TeamsMessenger(Connector("app-1", "password"), reached(service.url))
        for key in ("k1", "k2"):
            messenger.send(CHAT, DRAFT, key=key)
        assert len(service.calls) == 2
    assert asked == ["https://api.botframework.com/.default"]


def test_a_gateway_that_speaks_no_json_may_come_back() -> None:
    class Gateway(TeamsService):
        def _refused(self) -> web.Response:
            return web.Response(status=502, text="<h1>Bad gateway</h1>")

    with teams_service(Gateway()) as service:
        messenger = TeamsMessenger(Connector(), reached(service.url))
        with pytest.raises(DeliveryError, match="cannot be read") as refused:
            messenger.send(CHAT, DRAFT, key="k")
    assert not refused.value.permanent


LONG = Reply(parts=tuple(Text(f"Chapter {number}. " + "word " * 2_500) for number in range(4)))


def test_of_a_long_answer_that_breaks_off_only_the_rest_is_sent_again() -> None:
    with teams_service() as service:
        places = reached(service.url)
        messenger = TeamsMessenger(Connector(sleep=lambda _: None), places)
        messenger.send(CHAT, LONG, key="whole")
        whole = [call[3]["attachments"] for call in service.calls]
        assert len(whole) > 2
        service.calls.clear()
        service.refusals = [(0, {}), (503, {})]
        with pytest.raises(DeliveryError, match="503"):
            messenger.send(CHAT, LONG, key="k")
        # Whoever goes on is another process.
        TeamsMessenger(Connector(), places).send(CHAT, LONG, key="k", again=True)
        assert [call[3]["attachments"] for call in service.calls] == whole
        service.calls.clear()
        messenger.send(CHAT, LONG, key="k")
        assert len(service.calls) == len(whole)
