"""Commands, shortcuts, the home tab and the assistant: the whole bot in a Slack workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.clock import system_clock
from bot.chat import Address, Identity
from bot.ports import ChannelRules
from tests.e2e.slack_house import PEOPLE, Call, Workspace, workspace
from tests.fakes.slack_api import SECRET, TEAM, send_signed


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path) as slack:
        yield slack


def send(slack: Workspace, payload: dict[str, Any]) -> tuple[Any, list[Call]]:
    before = len(slack.api.calls)
    answer = send_signed(slack.url, payload, system_clock(), SECRET)
    assert answer.status == 200
    return answer, slack.api.calls[before:]


def command(slack: Workspace, text: str, channel: str = "C1", who: str = "priya") -> tuple[Any, list[Call]]:
    payload = {
        "command": "/cornerman",
        "text": text,
        "team_id": TEAM,
        "user_id": PEOPLE[who],
        "channel_id": channel,
        "trigger_id": slack._ts(),
    }
    return send(slack, payload)


def shortcut(slack: Workspace, id: str, text: str, who: str = "priya") -> list[Call]:
    payload = {
        "type": "message_action",
        "callback_id": id,
        "team": {"id": TEAM},
        "user": {"id": PEOPLE[who], "team_id": TEAM},
        "channel": {"id": "C1", "name": "sales"},
        "message": {"user": "U9", "text": text, "ts": "1.0"},
        "message_ts": "1.0",
        "trigger_id": slack._ts(),
    }
    return send(slack, payload)[1]


def opened(slack: Workspace, tab: str, who: str = "priya") -> list[Call]:
    event = {
        "type": "app_home_opened",
        "user": PEOPLE[who],
        "channel": f"D{PEOPLE[who]}",
        "tab": tab,
        "event_ts": slack._ts(),
    }
    return send(slack, {"type": "event_callback", "team_id": TEAM, "event": event})[1]


def pressed_at_home(slack: Workspace, view: dict[str, Any], action: str) -> list[Call]:
    block, button = next(
        (block, button)
        for block in view["blocks"]
        if block["type"] == "actions"
        for button in block["elements"]
        if button["action_id"].startswith(f"{action}#")
    )
    payload = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": PEOPLE["priya"], "team_id": TEAM},
        "view": {**view, "id": "VH"},
        "container": {"type": "view", "view_id": "VH"},
        "trigger_id": slack._ts(),
        "actions": [{**button, "block_id": block["block_id"], "action_ts": slack._ts()}],
    }
    return send(slack, payload)[1]


def texts(call: Call) -> str:
    blocks = call[1]["view"]["blocks"] if "view" in call[1] else call[1]["blocks"]
    shown = [field["text"] for block in blocks for field in block.get("fields", [block.get("text")]) if field]
    return "\n".join(text if isinstance(text, str) else str(text) for text in shown)


def test_a_command_is_answered_in_the_direct_chat(slack: Workspace) -> None:
    answer, calls = command(slack, "ask what does the Team plan cost?")
    assert answer.text == "The answer comes in our direct chat."
    (sent,) = [arguments for name, arguments in calls if name == "chat.postMessage"]
    assert sent["channel"] == "DU1"
    assert "42 dollars a seat" in str(sent["blocks"])


def test_a_command_in_the_direct_chat_needs_no_other_word(slack: Workspace) -> None:
    slack.say("priya", "hello")
    answer, _ = command(slack, "my", channel="DU1")
    assert answer.text == ""
    assert "open" in slack.api.arguments("chat.postMessage")[-1]["text"]


def test_a_command_alone_helps(slack: Workspace) -> None:
    _, calls = command(slack, "")
    assert "prep ACCOUNT" in calls[-1][1]["text"]


def test_log_to_crm_drafts_from_another_persons_words(slack: Workspace) -> None:
    opened(slack, "home")
    first = slack.api.arguments("views.publish")[-1]["view"]
    name = next(b["fields"][0]["text"] for b in first["blocks"] if "fields" in b).split("*")[1]
    (sent,) = [
        c for c in shortcut(slack, "log_to_crm", f"{name}: they close end of April") if "blocks" in c[1]
    ]
    assert sent[1]["channel"] == "DU1"
    buttons = [b["text"]["text"] for block in sent[1]["blocks"] for b in block.get("elements", [])]
    assert buttons[:2] == ["Save", "Edit"]


def test_ask_about_this_answers_me_alone(slack: Workspace) -> None:
    (sent,) = [c for c in shortcut(slack, "ask_about", "what does the Team plan cost?") if "blocks" in c[1]]
    assert sent[1]["channel"] == "DU1"
    assert "42 dollars a seat" in str(sent[1]["blocks"])


def test_the_home_tab_edits_a_next_step_and_shows_it(slack: Workspace) -> None:
    ((method, published),) = opened(slack, "home")
    assert (method, published["user_id"], published["view"]["type"]) == ("views.publish", "U1", "home")
    *_, (_, form) = pressed_at_home(slack, published["view"], "next_step")
    assert [block["block_id"] for block in form["view"]["blocks"]] == ["0.next_step", "0.next_step_due"]
    calls = slack.submit("priya", form["view"], **{"0.next_step": "Call Dana about the pilot"})
    assert [name for name, _ in calls] == ["chat.postMessage", "views.publish"]
    assert calls[0][1]["channel"] == "DU1"
    assert "Saved" in calls[0][1]["text"]
    assert "Call Dana about the pilot" in texts(calls[1])


def test_the_messages_tab_greets_once(slack: Workspace) -> None:
    assert [name for name, _ in opened(slack, "messages")] == ["chat.postMessage"]
    assert opened(slack, "messages") == []


def test_an_unknown_person_finds_nothing_on_the_home_tab(slack: Workspace) -> None:
    PEOPLE["eve"] = "U77"
    try:
        calls = opened(slack, "home", "eve")
    finally:
        del PEOPLE["eve"]
    ((method, published),) = calls
    assert method == "views.publish"
    assert "I do not know you yet" in texts(calls[0])
    assert "opportunity" not in str(published)
    with slack.house.app.store.read() as uow:
        assert all(person.id != "eve" for person in uow.people.all())


def test_the_assistant_suggests_and_answers_in_its_thread(slack: Workspace) -> None:
    thread = {"channel_id": "DU1", "thread_ts": "5.0", "user_id": "U1", "context": {}}
    event = {"type": "assistant_thread_started", "assistant_thread": thread, "event_ts": "5.1"}
    _, calls = send(slack, {"type": "event_callback", "team_id": TEAM, "event": event})
    ((method, suggested),) = calls
    assert method == "assistant.threads.setSuggestedPrompts"
    assert (suggested["channel_id"], suggested["thread_ts"]) == ("DU1", "5.0")
    assert [prompt["message"] for prompt in suggested["prompts"]] == ["my opportunities", "plan", "help"]
    answered = slack.say("priya", "what does the Team plan cost?", thread_ts="5.0")
    assert (answered[-1][1]["channel"], answered[-1][1]["thread_ts"]) == ("DU1", "5.0")


@pytest.mark.parametrize("text", ["channel", "Channel settings", "this channel"])
def test_a_channel_is_set_by_a_command_typed_there(slack: Workspace, text: str) -> None:
    _, calls = command(slack, text, channel="C7", who="joel")
    (opened_form,) = [arguments for name, arguments in calls if name == "views.open"]
    assert [block["block_id"] for block in opened_form["view"]["blocks"]] == ["answers", "folders"]
    calls = slack.submit("joel", opened_form["view"], answers="quiet", folders="pages")
    (sent,) = [arguments for name, arguments in calls if name == "chat.postMessage"]
    assert sent["channel"] == "DU2"
    with slack.house.app.store.read() as uow:
        assert uow.channels.rules(Address("slack", TEAM, "C7", kind="channel")) == ChannelRules(
            ("pages",), "quiet"
        )


def test_who_neither_runs_nor_made_the_channel_gets_no_form(slack: Workspace) -> None:
    answer, calls = command(slack, "channel", channel="C7", who="priya")
    assert answer.text == "The answer comes in our direct chat."
    assert [name for name, _ in calls if name == "views.open"] == []
    assert "Only an administrator" in calls[-1][1]["text"]


def test_a_complaint_is_made_in_a_form(slack: Workspace) -> None:
    ((_, answer),) = [c for c in slack.say("priya", "what does the Team plan cost?") if "blocks" in c[1]]
    ts = slack.last_ts()
    button = next(
        b for block in answer["blocks"] for b in block.get("elements", []) if "not_helpful" in str(b)
    )
    assert button["action_id"].endswith("!")
    *_, (_, form) = slack.press("priya", answer, "not_helpful", ts)
    assert form["view"]["title"]["text"] == "Not helpful"
    reasons = [o["value"] for o in form["view"]["blocks"][0]["element"]["options"]]
    assert reasons == ["outdated", "wrong", "incomplete", "cant_find"]
    calls = slack.submit("priya", form["view"], reason="wrong", remark="It is 45 now.")
    assert calls[-1][1]["text"].startswith("Thank you.")


def test_an_answer_in_a_channel_changes_and_goes_with_its_question(slack: Workspace) -> None:
    ts = slack._ts()
    asked = {"text": "<@UBOT> what does the Team plan cost?", "ts": ts, "user": "U1"}
    (_, answer) = slack.say("priya", asked["text"], "C1", ts=ts)[-1]
    stands = slack.last_ts()
    assert (answer["thread_ts"], "42 dollars" in answer["text"]) == (ts, True)
    now = {**asked, "text": "<@UBOT> what does a renewal discount need?"}
    place: dict[str, Any] = {"type": "message", "channel": "C1", "channel_type": "channel", "user": None}
    changed = {**place, "subtype": "message_changed", "message": now, "previous_message": asked}
    deleted = {**place, "subtype": "message_deleted", "previous_message": now}
    ((method, again),) = slack.say("priya", "", **changed)
    assert (method, again["channel"], again["ts"]) == ("chat.update", "C1", stands)
    assert "value review" in again["text"]
    ((method, gone),) = slack.say("priya", "", **deleted)
    assert (method, gone["ts"], gone["text"]) == (
        "chat.update",
        stands,
        "The question was deleted, and its answer with it.",
    )


def test_the_home_tab_changes_my_settings_and_shows_them(slack: Workspace) -> None:
    ((_, published),) = opened(slack, "home")
    *_, (_, form) = pressed_at_home(slack, published["view"], "change_mine")
    assert [block["block_id"] for block in form["view"]["blocks"]] == ["zone", "locale", "currency", "day"]
    values = {"zone": "Asia/Tokyo", "locale": "en-GB", "currency": "JPY", "day": "Friday"}
    calls = slack.submit("priya", form["view"], **values)
    assert "Asia/Tokyo" in texts(next(call for call in calls if call[0] == "views.publish"))


def test_a_manager_picks_a_new_plan_in_a_modal(slack: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PEOPLE, "marta", "U8")
    with slack.house.app.store.write() as uow:
        uow.people.link(Identity("slack", TEAM, "U8"), "marta")
        uow.commit()
    _, calls = command(slack, "plan", channel="DU8", who="marta")
    message = next(arguments for name, arguments in calls if name == "chat.postMessage")
    *_, (_, form) = slack.press("marta", message, "start_plan", slack.last_ts())
    assert [block["block_id"] for block in form["view"]["blocks"]] == ["rep", "driver", "day"]
