"""What outlives a process in Teams: where people are reached, and that some no longer are."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.bootstrap import App
from adapters.teams.connector import Connector
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.places import KeptPlaces
from adapters.worker import Worker
from bot import wording
from bot.chat import Identity
from bot.ports import Outgoing
from tests.e2e.house import Chats
from tests.e2e.teams_house import tenant, texts
from tests.fakes.teams_service import TENANT


def queue(app: App, *nudges: tuple[str, str]) -> None:
    """By person and key."""
    with app.store.write() as uow:
        for person_id, key in nudges:
            assert uow.outgoings.add(Outgoing(key, person_id, wording.plain("A nudge."), None, app.clock()))
        uow.commit()


def test_a_nudge_arrives_although_nobody_has_written_since_the_restart(tmp_path: Path) -> None:
    with tenant(tmp_path) as teams:
        teams.send("priya", text="hi")
        app = teams.house.app
        fresh = TeamsMessenger(Connector(), KeptPlaces(app.store))
        queue(app, ("priya", "n1"))
        before = len(teams.service.calls)
        Worker(app, {"teams": fresh}).tick()
        (nudge,) = teams.service.calls[before:]
    assert (nudge[:2], texts(nudge)) == (("send", "chat-priya"), "A nudge.")


def test_a_chat_without_the_app_is_not_written_to(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with tenant(tmp_path) as teams:
        app, slack = teams.house.app, Chats()
        teams.send("priya", type="installationUpdate", action="remove")
        with app.store.write() as uow:
            assert uow.people.address_of("priya") is None
            uow.people.link(Identity("slack", "T1", "U1"), "priya")
            uow.commit()
        queue(app, ("priya", "n1"), ("joel", "n2"))
        teams.service.status = 403
        messenger = TeamsMessenger(Connector(), KeptPlaces(app.store))
        Worker(app, {"teams": messenger, "slack": slack}).tick()
        with app.store.read() as uow:
            states = [message.state for key in ("n1", "n2") if (message := uow.outgoings.get(key))]
    assert (states, len(slack.sent)) == (["sent", "failed"], 1)
    assert "message n2 to joel was not delivered: Teams does not let the app write there" in caplog.text


def test_an_account_is_linked_by_its_work_address_and_a_guest_is_told(tmp_path: Path) -> None:
    with tenant(tmp_path) as teams:
        app = teams.house.app
        app.accounts["teams"] = TeamsMessenger(Connector(), KeptPlaces(app.store))
        teams.service.people["aad-marta"] = {"email": "Marta.Lindqvist@DEMO.example", "userRole": "user"}
        teams.service.people["aad-eve"] = {"email": "marta.lindqvist@demo.example", "userRole": "guest"}
        with app.store.read() as uow:
            marta = uow.people.get("marta")
        assert marta is not None
        teams.service.people["aad-marta"]["email"] = marta.email.upper()
        (known,) = teams.send("aad-marta", text="what does the Team plan cost?")[1]
        (guest,) = teams.send("aad-eve", text="what does the Team plan cost?")[1]
        (stranger,) = teams.send("aad-zoe", text="what does the Team plan cost?")[1]
        with app.store.read() as uow:
            assert Identity("teams", TENANT, "aad-marta") in uow.people.identities_of("marta")
    assert "42 dollars" in texts(known)
    assert (texts(guest), texts(stranger)) == (wording.GUEST, wording.UNKNOWN_PERSON)
