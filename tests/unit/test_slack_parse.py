from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack.parse import parse_change, parse_message, parse_press, parse_submit
from bot.chat import Address, Deleted, Edited, Identity

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def body(text: str = "hi", **event: Any) -> dict[str, Any]:
    spoken = {"type": "message", "channel": "D1", "user": "U1", "ts": "1700000000.000100", "text": text}
    return {"team_id": "T1", "event": {**spoken, **event}}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<@UBOT> what about Acme?", "what about Acme?"),
        ("hey <@UBOT|cornerman>", "hey"),
        ("coach <@U2|priya> on discovery", "coach @priya on discovery"),
        ("coach <@U2> on discovery", "coach @U2 on discovery"),
        ("R&amp;D is &lt; 5 &gt; 3", "R&D is < 5 > 3"),
        ("see <https://a.example/x?a=1&amp;b=2>", "see https://a.example/x?a=1&b=2"),
        ("see <https://a.example|the page>", "see the page"),
        ("mail <mailto:jo@acme.example|jo@acme.example>", "mail jo@acme.example"),
        ("in <#C1|sales> <!here> <!subteam^S1|@reps>", "in #sales @here @reps"),
        ("literal &lt;@UBOT&gt;", "literal <@UBOT>"),
    ],
)
def test_text_is_what_the_person_typed(typed: str, read: str) -> None:
    message = parse_message(body(typed), "UBOT")
    assert message is not None
    assert message.text == read


@pytest.mark.parametrize(
    ("event", "where"),
    [
        ({}, Address("slack", "T1", "D1")),
        ({"thread_ts": "5.0"}, Address("slack", "T1", "D1", "5.0")),
        (
            {"channel": "C1", "type": "app_mention"},
            Address("slack", "T1", "C1", "1700000000.000100", "channel"),
        ),
        (
            {"channel": "C1", "type": "app_mention", "thread_ts": "5.0"},
            Address("slack", "T1", "C1", "5.0", "channel"),
        ),
        (
            {"channel": "G1", "channel_type": "mpim", "text": "<@UBOT> hi"},
            Address("slack", "T1", "G1", "1700000000.000100", "group"),
        ),
    ],
)
def test_where_the_answer_belongs(event: dict[str, Any], where: Address) -> None:
    message = parse_message(body(**event), "UBOT")
    assert message is not None
    assert message.where == where


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("and in EMEA?", "and in EMEA?"),
        ("<@U2> and in EMEA?", ""),
        ("<!here> who knows?", ""),
        ("until <!date^1392734382^{date}|2 March>?", "until 2 March?"),
    ],
)
def test_talk_in_a_thread_is_handed_on_without_what_calls_somebody_else(typed: str, read: str) -> None:
    message = parse_message(body(typed, channel="C1", thread_ts="5.0"), "UBOT")
    assert message is not None
    assert (message.text, message.overheard, message.opens_thread) == (read, True, False)


def test_a_mention_outside_a_thread_opens_one() -> None:
    message = parse_message(body("<@UBOT> hi", channel="C1", thread_ts="1700000000.000100"), "UBOT")
    assert message is not None
    assert (message.overheard, message.opens_thread) == (False, True)


def test_a_guest_of_another_company_keeps_their_own_workspace() -> None:
    message = parse_message(body(user_team="T9", team="T1"), "UBOT")
    assert message is not None
    assert (message.who, message.where.workspace) == (Identity("slack", "T9", "U1"), "T1")


@pytest.mark.parametrize(
    "event",
    [
        {"bot_id": "B1"},
        {"user": "UBOT"},
        {"user": "USLACKBOT"},
        {"user": None},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
    ],
)
def test_what_is_not_said_to_the_bot(event: dict[str, Any]) -> None:
    assert parse_message(body(**event), "UBOT") is None


@pytest.mark.parametrize("event", [{"channel": "C1"}, {"channel": "G1", "channel_type": "mpim"}])
def test_what_is_said_to_nobody_is_overheard(event: dict[str, Any]) -> None:
    message = parse_message(body(**event), "UBOT")
    assert message is not None
    assert (message.overheard, message.opens_thread) == (True, True)


def press(**own: Any) -> dict[str, Any]:
    action = {"block_id": "card#9#1", "action_id": "choose#3", "value": "opp-1", "action_ts": "1772442000.5"}
    return {
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "channel": {"id": "C1", "name": "sales"},
        "message": {"ts": "7.0", "thread_ts": "5.0"},
        "trigger_id": "1.2",
        "actions": [action],
        **own,
    }


def direct(team: str) -> Address:
    return Address("slack", team, "DU1")


def test_a_press_is_read_back_as_it_was_offered() -> None:
    pressed = parse_press(press(), direct)
    assert pressed is not None
    assert (pressed.card_id, pressed.action, pressed.value) == ("card#9", "choose", "opp-1")
    assert pressed.where == Address("slack", "T1", "C1", "5.0", "channel")
    assert pressed.at == datetime(2026, 3, 2, 9, 0, 0, 500000, tzinfo=UTC)


def test_a_press_and_a_message_of_one_thread_share_the_address() -> None:
    message = parse_message(body("<@UBOT>", channel="C1", type="app_mention", ts="5.0"), "UBOT")
    pressed = parse_press(press(), direct)
    assert message is not None
    assert pressed is not None
    assert message.where.key == pressed.where.key


def test_buttons_that_are_not_ours_are_not_presses() -> None:
    foreign = {"block_id": "xYz1", "action_id": "open", "action_ts": "1.0"}
    assert parse_press(press(actions=[foreign]), direct) is None
    assert parse_press(press(message=None), direct) is None


def test_a_form_that_is_not_ours_is_not_submitted() -> None:
    assert parse_submit({"view": {"private_metadata": ""}}, NOW) is None


def changed(subtype: str, before: dict[str, Any], **now: Any) -> dict[str, Any]:
    event = {"type": "message", "subtype": subtype, "channel": "D1", "channel_type": "im", "ts": "9.0"}
    message = {"message": {**before, **now}} if subtype == "message_changed" else {"deleted_ts": before["ts"]}
    return {"team_id": "T1", "event": {**event, "previous_message": before, **message}}


SAID = {"user": "U1", "ts": "7.0", "text": "Acme: 80k"}


def test_an_edit_and_a_deletion_name_the_message_they_are_of() -> None:
    said = parse_message(body("Acme: 80k", ts="7.0", channel="D1", channel_type="im"), "UBOT")
    assert said is not None
    edited = parse_change(changed("message_changed", SAID, text="Acme: <https://a.example|85k>"), "UBOT")
    assert isinstance(edited, Edited)
    assert (edited.message_ref, edited.text, edited.who.user) == (said.id, "Acme: 85k", "U1")
    deleted = parse_change(changed("message_deleted", SAID), "UBOT")
    assert isinstance(deleted, Deleted)
    assert (deleted.message_ref, deleted.where) == (said.id, said.where)
    assert len({said.id, edited.id, deleted.id}) == 3
    tombstone = changed("message_changed", SAID)
    tombstone["event"]["message"] |= {"subtype": "tombstone", "text": "This message was deleted."}
    assert parse_change(tombstone, "UBOT") == deleted


def test_previews_and_what_bots_change_are_no_changes() -> None:
    assert parse_change(changed("message_changed", SAID, attachments=[{"id": 1}]), "UBOT") is None
    assert parse_change(changed("message_changed", {**SAID, "bot_id": "B1"}, text="x"), "UBOT") is None
    assert parse_change(changed("message_changed", {**SAID, "user": "UBOT"}, text="x"), "UBOT") is None
    in_channel = changed("message_changed", SAID, text="x")
    in_channel["event"] |= {"channel": "C1", "channel_type": "channel"}
    change = parse_change(in_channel, "UBOT")
    assert isinstance(change, Edited)
    assert (change.message_ref, change.where.channel) == ("slack:T1:C1:7.0", "C1")
    assert (
        parse_change(
            {"team_id": "T1", "event": {**changed("message_deleted", SAID)["event"], "previous_message": {}}},
            "UBOT",
        )
        is None
    )
