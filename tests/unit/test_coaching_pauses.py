from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.chat import Facts
from bot.coaching.job import run_once
from tests.fakes.coaching import SETTINGS, local, running_plan
from tests.unit.test_coaching_desk import TUESDAY, WEDNESDAY, Chat, text_of

LATER = local("2026-04-01 10:00")
TOLD = "Marta has paused your plan on Discovery; nothing is due. You can end it with “stop coaching”."


@pytest.fixture
def invited() -> tuple[Chat, str]:
    """Day 0: Marta is invited to try the driver first; the card."""
    chat = Chat()
    running_plan(chat.store, date(2026, 3, 10), today=date(2026, 3, 10))
    (event,) = run_once(TUESDAY, chat.store, SETTINGS)
    assert event.reason == "try_first"
    return chat, f"nudge:{event.keys[0]}"


BECAUSE = "Sent because a plan of yours has changed; I say so once."


def rows(chat: Chat, who: str) -> list[tuple[str, str]]:
    shown = chat.say("plan", who, LATER)
    assert shown is not None
    return [row for part in shown.parts if isinstance(part, Facts) for row in part.rows]


def news(chat: Chat, who: str, since: date = date(2026, 3, 10)) -> str:
    queued = chat.queued(f"plan-priya:paused{since}:1:{who}")
    said, _, because = text_of(queued.reply).rpartition("\n") if queued else ("", "", BECAUSE)
    assert because == BECAUSE
    return said


def test_turning_the_invitation_down_pauses_and_tells_the_rep_once(invited: tuple[Chat, str]) -> None:
    chat, card = invited
    said = chat.press(card, "not_relevant", "marta")
    assert said == (
        "Understood. The plan with Priya is paused until you have tried Discovery: “practise discovery” lets "
        "it go on, “stop coaching Priya” ends it. Priya hears only that it is paused."
    )
    assert chat.plan("priya").state == "paused"
    assert news(chat, "priya") == TOLD
    assert chat.press(card, "not_relevant", "marta") == said
    for days in range(30):
        assert run_once(TUESDAY + timedelta(days=days), chat.store, SETTINGS) == []


def test_the_plan_says_why_it_stands_still_and_what_ends_that(invited: tuple[Chat, str]) -> None:
    chat, card = invited
    chat.press(card, "not_relevant", "marta")
    assert text_of(chat.say("plan", "priya", LATER)) == (
        "Day 0 of 60 · Marta · Discovery\n"
        "Paused; nothing is due. It goes on when Marta takes it up again, and “stop coaching” ends it."
    )
    assert text_of(chat.say("plan", "marta", LATER)) == (
        "Day 0 of 60 · Priya · Discovery\n"
        "Paused; nothing is due. It waits until you have tried Discovery: “practise discovery” lets it "
        "go on, “stop coaching Priya” ends the plan."
    )


@pytest.mark.parametrize("who", ["marta", "priya"])
def test_no_date_of_a_paused_plan_reads_as_due(invited: tuple[Chat, str], who: str) -> None:
    chat, card = invited
    chat.press(card, "not_relevant", "marta")
    assert [when for when, _ in rows(chat, who)][:3] == ["Day 0 · waits", "Day 3 · waits", "Day 7 · waits"]
    assert not [when for when, _ in rows(chat, who) if "waits" not in when]


@pytest.mark.parametrize("who", ["marta", "priya"])
def test_resume_does_not_promise_what_the_next_round_would_take_back(
    invited: tuple[Chat, str], who: str
) -> None:
    chat, card = invited
    chat.press(card, "not_relevant", "marta")
    assert text_of(chat.say("resume", who, LATER)).startswith("Paused; nothing is due. It ")
    assert chat.plan("priya").state == "paused"
    chat.say("practise discovery", "marta", LATER)
    assert chat.plan("priya").state == "active"


def test_after_two_unanswered_invitations_the_rep_is_told_too() -> None:
    chat = Chat()
    running_plan(chat.store, date(2026, 3, 10), today=date(2026, 3, 10))
    for days in range(10):
        run_once(TUESDAY + timedelta(days=days), chat.store, SETTINGS)
    since = chat.plan("priya").paused_since
    assert since is not None
    assert news(chat, "priya", since) == (
        "Your plan on Discovery with Marta is paused; nothing is due. You can end it with “stop coaching”."
    )


def test_who_paused_it_is_said_and_the_other_hears() -> None:
    chat = Chat()
    chat.practise("marta")
    running_plan(chat.store, date(2026, 3, 4), today=date(2026, 3, 10))
    chat.say("pause", "priya")
    assert news(chat, "marta") == (
        "Priya has paused the plan on Discovery; nothing is due. You can end it with “stop coaching Priya”."
    )
    mine, theirs = text_of(chat.say("plan", "priya")), text_of(chat.say("plan", "marta"))
    assert "Paused by you; nothing is due. “resume” lets it go on, “stop coaching” ends it." in mine
    assert "Paused by Priya; nothing is due. “resume” lets it go on, " in theirs
    assert rows(chat, "marta")[0] == ("Day 0 · Wed 4 Mar", "you: agree the focus · done")


def test_news_of_a_pause_that_is_over_is_kept_back(invited: tuple[Chat, str]) -> None:
    chat, card = invited
    chat.press(card, "not_relevant", "marta")
    chat.say("practise discovery", "marta", WEDNESDAY)
    queued = chat.queued("plan-priya:paused2026-03-10:1:priya")
    assert queued is not None
    assert queued.state == "expired"


def test_a_rep_who_never_wrote_is_not_told() -> None:
    chat = Chat("priya")
    running_plan(chat.store, date(2026, 3, 4), today=date(2026, 3, 10))
    chat.say("pause", "marta")
    assert chat.plan("priya").state == "paused"
    assert news(chat, "priya") == ""
