"""A message in a channel of Teams is changed or deleted: Teams says which, not whether it was ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import wording
from tests.e2e.teams_house import MENTION, Tenant, shown, tenant, texts
from tests.fakes.teams_service import TENANT

NOTE = "<at>Cornerman</at> Acme: CFO Dana approved budget, 80k, sign end of March"


@pytest.fixture
def teams(tmp_path: Path) -> Iterator[Tenant]:
    with tenant(tmp_path) as running:
        yield running


def changed(type: str, event: str, **own: Any) -> dict[str, Any]:
    return {"type": type, "channelData": {"eventType": event, "tenant": {"id": TENANT}}, **own}


DELETED = changed("messageDelete", "softDeleteMessage")


def drafted(teams: Tenant) -> str:
    _, calls = teams.send("priya", channel=True, id="m-1", text=NOTE, entities=[MENTION])
    assert calls[-1][:2] == ("send", "chat-priya")
    return f"act-{len(teams.service.calls)}"


def test_a_deleted_note_closes_the_draft_it_became(teams: Tenant) -> None:
    card = drafted(teams)
    _, (update,) = teams.send("priya", channel=True, id="m-1", **DELETED)
    assert update[:3] == ("update", "chat-priya", card)
    assert wording.MESSAGE_DELETED in texts(update)
    assert [e["type"] for e in shown(update)["body"] if e["type"] == "ActionSet"] == []


def test_a_changed_note_is_followed_although_the_mention_was_taken_out(teams: Tenant) -> None:
    card = drafted(teams)
    edit = changed("messageUpdate", "editMessage", text="Acme: CFO Dana approved budget, 90k")
    _, (update,) = teams.send("priya", channel=True, id="m-1", **edit)
    assert update[2] == card
    assert "90,000" in str(shown(update))


def test_whoever_moderates_closes_nobodys_draft(teams: Tenant) -> None:
    drafted(teams)
    assert teams.send("joel", channel=True, id="m-1", **DELETED)[1] == []


def test_of_what_people_said_to_each_other_nothing_is_kept(teams: Tenant, tmp_path: Path) -> None:
    edit = changed("messageUpdate", "editMessage", text="our secret")
    for own in (edit, DELETED):
        assert teams.send("priya", channel=True, id="m-7", **own)[1] == []
    (database, *more) = tmp_path.rglob("*.sqlite*")
    assert b"our secret" not in b"".join(path.read_bytes() for path in (database, *more))


def test_a_stranger_s_second_thoughts_are_answered_by_nothing(teams: Tenant) -> None:
    _, (told,) = teams.send("zoe", id="m-1", text="what does the Team plan cost?")
    assert texts(told) == wording.UNKNOWN_PERSON
    assert teams.send("zoe", id="m-1", **changed("messageUpdate", "editMessage", text="and?"))[1] == []
