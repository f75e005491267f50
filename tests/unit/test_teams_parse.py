from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.teams.parse import message_ref, parse, removed, tenant
from bot.chat import Address, Deleted, Edited, Identity, Message, Opened, Press, Submit
from tests.fakes.teams_service import BOT, PERSON, TENANT, activity

NOW = datetime(2026, 3, 2, tzinfo=UTC)
MENTION = {"type": "mention", "text": "<at>Cornerman</at>", "mentioned": {"id": BOT}}


def message(**own: Any) -> Message:
    parsed = parse(activity("https://smba.example/", **own), NOW)
    assert isinstance(parsed, Message)
    return parsed


@pytest.mark.parametrize(
    ("own", "text", "mentioned"),
    [
        ({"text": "hi"}, "hi", False),
        ({"text": "<at>Cornerman</at> hi", "entities": [MENTION]}, "hi", True),
        ({"text": "ask <at>Cornerman</at>&nbsp;why?\n", "entities": [MENTION]}, "ask  why?", True),
        (
            {
                "text": "<at>Cornerman</at> coach <at>Priya</at>",
                "entities": [MENTION, {**MENTION, "text": "<at>Priya</at>", "mentioned": {"id": "29:p"}}],
            },
            "coach Priya",
            True,
        ),
        ({"text": "R&amp;D &lt;5"}, "R&D <5", False),
        ({"text": "line one\nline two"}, "line one\nline two", False),
        ({"text": None}, "", False),
    ],
)
def test_text_is_what_the_person_typed(own: dict[str, Any], text: str, mentioned: bool) -> None:
    parsed = message(**own)
    assert (parsed.text, parsed.mentioned) == (text, mentioned)


@pytest.mark.parametrize(
    ("conversation", "where"),
    [
        ({"id": "a:1", "conversationType": "personal"}, Address("teams", TENANT, "a:1")),
        (
            {"id": "19:g@thread.v2", "conversationType": "groupChat"},
            Address("teams", TENANT, "19:g@thread.v2", None, "group"),
        ),
        (
            {"id": "19:c@thread.tacv2;messageid=17", "conversationType": "channel"},
            Address("teams", TENANT, "19:c@thread.tacv2", "17", "channel"),
        ),
        ({"id": "19:m", "conversationType": "meeting"}, Address("teams", TENANT, "19:m", None, "group")),
    ],
)
def test_where_the_answer_belongs(conversation: dict[str, Any], where: Address) -> None:
    said = {"conversation": conversation, "text": "<at>Cornerman</at> hi", "entities": [MENTION]}
    assert message(**said).where == where
    if where.kind == "group":
        assert parse(activity("", **{**said, "entities": []}), NOW) is None


@pytest.mark.parametrize(
    ("typed", "read"), [("and in EMEA?", "and in EMEA?"), ("<at>Joel</at> and in EMEA?", "")]
)
def test_talk_in_a_thread_is_handed_on_without_what_calls_somebody_else(typed: str, read: str) -> None:
    channel = {"id": "19:c@thread.tacv2;messageid=17", "conversationType": "channel"}
    said = message(conversation=channel, text=typed)
    assert (said.text, said.overheard, said.opens_thread) == (read, True, False)
    opening = message(conversation=channel, text=typed, id="17")
    assert (opening.text, opening.overheard, opening.opens_thread) == (read, True, True)


def test_a_mention_outside_a_thread_opens_one() -> None:
    channel = {"id": "19:c@thread.tacv2;messageid=17", "conversationType": "channel"}
    said = message(conversation=channel, text="<at>Cornerman</at> hi", entities=[MENTION], id="17")
    assert (said.overheard, said.opens_thread) == (False, True)


def test_a_person_is_their_directory_id_else_the_chats() -> None:
    assert message(text="hi").who == Identity("teams", TENANT, PERSON)
    assert message(text="hi", **{"from": {"id": "29:x"}}).who == Identity("teams", TENANT, "29:x")


@pytest.mark.parametrize(
    ("stamp", "at"),
    [
        ("2026-03-02T09:00:00.5Z", datetime(2026, 3, 2, 9, 0, 0, 500000, tzinfo=UTC)),
        ("2026-03-02T10:00:00+01:00", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-03-02T09:00:00", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        (None, NOW),
    ],
)
def test_every_moment_has_a_zone(stamp: str | None, at: datetime) -> None:
    moment = message(text="hi", timestamp=stamp).at
    assert moment == at
    assert moment.tzinfo is not None


def test_tenant_falls_back_to_the_conversations() -> None:
    assert tenant({"conversation": {"tenantId": "t2"}}) == "t2"
    assert tenant({"channelData": None, "conversation": None}) == ""


def test_an_edit_and_a_deletion_are_events_of_their_own() -> None:
    said = message(text="hi", id="m-1")
    edit = {"type": "messageUpdate", "channelData": {"eventType": "editMessage", "tenant": {"id": TENANT}}}
    edited = parse(activity("", text="hi there", id="m-1", **edit), NOW)
    assert isinstance(edited, Edited)
    assert (edited.message_ref, edited.text, edited.who) == (said.id, "hi there", said.who)
    gone = {"type": "messageDelete", "channelData": {"eventType": "softDeleteMessage"}}
    deleted = parse(activity("", id="m-1", **gone), NOW)
    assert isinstance(deleted, Deleted)
    assert deleted.message_ref == said.id
    assert len({said.id, edited.id, deleted.id}) == 3
    channel = {"id": "19:c@thread.tacv2;messageid=17", "conversationType": "channel"}
    # Whether it was said to the bot is known by what was kept, not by the change.
    elsewhere = parse(activity("", conversation=channel, id="m-1", **gone), NOW)
    assert isinstance(elsewhere, Deleted)
    assert elsewhere.message_ref == message(conversation=channel, text="<at>Cornerman</at> hi", id="m-1").id
    undone = {**edit, "channelData": {"eventType": "undeleteMessage"}}
    assert parse(activity("", text="hi", **undone), NOW) is None


def test_a_chat_is_opened_once_and_tells_when_the_app_is_taken_out() -> None:
    installed = {"type": "installationUpdate", "action": "add"}
    first, again = (parse(activity("", id=id, **installed), NOW) for id in ("f:1", "f:2"))
    assert isinstance(first, Opened)
    assert (first, first.where) == (again, Address("teams", TENANT, "a:chat"))
    team = {"id": "19:c@thread.tacv2", "conversationType": "channel"}
    assert parse(activity("", conversation=team, **installed), NOW) is None
    taken = activity("", type="installationUpdate", action="remove")
    assert parse(taken, NOW) is None
    assert removed(taken) == (Identity("teams", TENANT, PERSON), Address("teams", TENANT, "a:chat"))
    assert removed(activity("", **installed)) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("adaptiveCard/action", {"action": {"data": {"card_id": "c", "action": "save", "value": "v"}}}),
        ("task/fetch", {"data": {"card_id": "c", "action": "save", "value": "v"}}),
    ],
)
def test_both_kinds_of_press(name: str, value: dict[str, Any]) -> None:
    body = activity("", type="invoke", name=name, value=value, replyToId="m-1")
    parsed = parse(body, NOW)
    assert isinstance(parsed, Press)
    assert (parsed.card_id, parsed.action, parsed.value) == ("c", "save", "v")
    assert message_ref(body) == "m-1"


def test_a_submission_keeps_only_the_forms_own_fields() -> None:
    form = {"id": "draft", "card_id": "c", "fields": [{"name": "0.amount"}, {"name": "0.stage"}]}
    data = {"form": form, "message": "m-2", "0.amount": 120000, "evil": "x"}
    body = activity("", type="invoke", name="task/submit", value={"data": data})
    parsed = parse(body, NOW)
    assert isinstance(parsed, Submit)
    assert (parsed.form, parsed.card_id) == ("draft", "c")
    assert dict(parsed.values) == {"0.amount": "120000", "0.stage": ""}
    assert message_ref(body) == "m-2"


@pytest.mark.parametrize(
    "own",
    [
        {"id": None},
        {"from": None},
        {"from": {"id": "28:bot"}},
        {"from": {"id": "29:x", "role": "bot"}},
        {"type": "messageUpdate"},
        {"type": "invoke", "name": "composeExtension/query", "value": {}},
        {"type": "invoke", "name": "task/fetch", "value": {"data": {"other": "app"}}},
        {"type": "invoke", "name": "task/submit", "value": {"data": {"form": "theirs"}}},
    ],
)
def test_what_is_not_for_the_bot(own: dict[str, Any]) -> None:
    assert parse(activity("", text="hi", **own), NOW) is None
