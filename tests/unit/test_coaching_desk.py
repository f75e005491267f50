from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.chat import Facts, Reply, Text
from bot.coaching.desk import CoachingDesk
from bot.coaching.job import run_once
from bot.coaching.model import Plan, Step
from bot.ports import Outgoing
from tests.fakes.coaching import MARTA, PRIYA, SETTINGS, TOM, local, pressed, running_plan, settle, typed
from tests.fakes.store import FakeStore

TUESDAY = local("2026-03-10 10:00")
WEDNESDAY = local("2026-03-11 10:00")
PEOPLE = {"marta": MARTA, "priya": PRIYA, "tom": TOM}
DESK = CoachingDesk(SETTINGS)


class Chat:
    """The desk over a store, as the conversation uses it."""

    def __init__(self, *silent: str) -> None:
        self.store = FakeStore()
        settle(self.store, silent=silent)

    def say(self, text: str, by: str, at: datetime = TUESDAY) -> Reply | None:
        with self.store.write() as uow:
            reply = DESK.message(typed(text, by, at), PEOPLE[by], uow, at)
            uow.commit()
        return reply

    def press(self, card: str, action: str, by: str, at: datetime = TUESDAY, value: str = "") -> str:
        with self.store.write() as uow:
            outcome = DESK.press(pressed(card, action, by, at, value), PEOPLE[by], uow, at)
            uow.commit()
        assert isinstance(outcome, Reply)
        return text_of(outcome)

    def plan(self, rep: str = "tom") -> Plan:
        with self.store.read() as uow:
            return next(p for p in uow.coaching.plans_of(rep, live_only=False) if p.rep_id == rep)

    def steps(self, plan_id: str) -> dict[tuple[str, int], Step]:
        with self.store.read() as uow:
            return {(s.recipient, s.day): s for s in uow.coaching.steps_of(plan_id)}

    def queued(self, key: str) -> Outgoing | None:
        with self.store.read() as uow:
            return uow.outgoings.get(key)

    def practise(self, *people: str) -> None:
        with self.store.write() as uow:
            for person in people:
                uow.coaching.record_practice(person, "discovery", TUESDAY)
            uow.commit()


def text_of(reply: Reply | None) -> str:
    assert reply is not None
    return "\n".join(part.text for part in reply.parts if isinstance(part, Text))


@pytest.fixture
def chat() -> Chat:
    return Chat()


@pytest.fixture
def nudged() -> tuple[Chat, str]:
    """Day 7: Marta has a nudge about Priya; its key."""
    chat = Chat()
    chat.practise("marta")
    running_plan(chat.store, date(2026, 3, 4), today=date(2026, 3, 10))
    (event,) = run_once(WEDNESDAY, chat.store, SETTINGS)
    return chat, event.keys[0]


def test_a_proposal_reaches_the_rep_and_starts_nothing(chat: Chat) -> None:
    said = text_of(chat.say("coach Tom on discovery", "marta"))
    plan = chat.plan()
    assert "I have asked Tom: Discovery, 60 days" in said
    assert "Tom reads it today at 10:00" in said
    assert (plan.state, plan.start_date, plan.driver_id) == ("proposed", None, "discovery")
    card = chat.queued(f"{plan.id}:proposal:1:tom")
    assert card is not None
    assert card.reply.card_id == f"plan:{plan.id}"
    assert [action.label for action in card.reply.actions] == ["Accept", "Not now"]
    words = text_of(card.reply)
    assert "Why: Opportunities with a named problem close more often." in words
    assert "Nobody is shown your questions, your searches, your practice or your notes." in words


def test_accepting_starts_the_plan_today_and_the_first_nudge_follows(chat: Chat) -> None:
    chat.practise("marta")
    chat.say("coach Tom on discovery", "marta")
    plan = chat.plan()
    said = chat.press(f"plan:{plan.id}", "accept", "tom")
    assert said.startswith("You are on: Discovery\nYou and Marta, until Sat 9 May.")
    started = chat.plan()
    assert (started.state, started.start_date, started.end_date) == (
        "active",
        date(2026, 3, 10),
        date(2026, 5, 9),
    )
    assert len(chat.steps(plan.id)) == 9
    (event,) = run_once(TUESDAY, chat.store, SETTINGS)
    assert (event.recipient_id, event.day) == ("marta", 0)
    sent = chat.queued(event.keys[0])
    assert sent is not None
    assert text_of(sent.reply).splitlines()[0] == "Day 0 of 60 · Tom · Discovery"


def test_accepting_in_words_and_twice(chat: Chat) -> None:
    chat.say("coach Tom on discovery", "marta")
    card = f"plan:{chat.plan().id}"
    assert text_of(chat.say("accept", "tom")).startswith("You are on: Discovery")
    assert chat.say("accept", "tom") is None
    assert chat.press(card, "decline", "tom") == "That one is over already; nothing was changed."
    assert chat.plan().state == "active"


def test_not_now_ends_it_quietly_and_is_not_asked_again_for_a_month(chat: Chat) -> None:
    chat.say("coach Tom on discovery", "marta")
    plan = chat.plan()
    assert chat.press(f"plan:{plan.id}", "decline", "tom").startswith("Not now, then.")
    assert chat.plan().state == "stopped"
    told = chat.queued(f"{plan.id}:declined:1:marta")
    assert told is not None
    assert "Tom would rather not start Discovery now." in text_of(told.reply)
    again = text_of(chat.say("coach Tom on discovery", "marta", TUESDAY + timedelta(days=3)))
    assert again == "Tom said not now to Discovery. You may ask again from 09 Apr."
    assert "I have asked Tom" in text_of(
        chat.say("coach Tom on discovery", "marta", TUESDAY + timedelta(days=31))
    )


def test_only_the_rep_may_answer_a_proposal(chat: Chat) -> None:
    chat.say("coach Tom on discovery", "marta")
    card = f"plan:{chat.plan().id}"
    for other in ("priya", "marta"):
        assert chat.press(card, "accept", other) == "That card belongs to someone else; nothing was changed."
    assert chat.plan().state == "proposed"


def test_a_rep_who_never_wrote_is_not_written_to_but_may_accept() -> None:
    chat = Chat("tom")
    said = text_of(chat.say("coach Tom on discovery", "marta"))
    assert "Tell Tom about it in person" in said
    assert chat.queued(f"{chat.plan().id}:proposal:1:tom") is None
    chat.say("accept", "tom")
    assert chat.plan().state == "active"


def test_the_proposal_waits_for_the_reps_own_window(chat: Chat) -> None:
    said = text_of(chat.say("coach Tom on discovery", "marta", local("2026-03-13 17:00")))
    assert "Mon 16 Mar at 09:00" in said
    card = chat.queued(f"{chat.plan().id}:proposal:1:tom")
    assert card is not None
    assert card.not_before == local("2026-03-16 09:00")


@pytest.mark.parametrize(
    ("text", "by", "expected"),
    [
        ("coach Zed on discovery", "marta", "I find nobody called “Zed” on your team. There is: Priya, Tom."),
        (
            "coach Tom on juggling",
            "marta",
            "I know no driver called “juggling”. There is: Discovery, Value selling.",
        ),
        ("coach Priya on discovery", "tom", "A plan is for two and starts with your manager's proposal."),
        ("my plan", "tom", "You have no coaching plan."),
        ("stop coaching Zed", "marta", "There is no plan with Zed to stop."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(chat: Chat, text: str, by: str, expected: str) -> None:
    assert text_of(chat.say(text, by)).startswith(expected)


def test_one_live_plan_a_rep(chat: Chat) -> None:
    chat.say("coach Tom on discovery", "marta")
    said = text_of(chat.say("coach Tom on value selling", "marta"))
    assert said == "Tom has a plan on Discovery, waiting for Tom's answer. One at a time: end it first."


@pytest.mark.parametrize(
    "text",
    ["who logs least?", "Which of my reps asks the most questions?", "rank my reps", "who hasn't practised?"],
)
def test_nobody_is_ranked_or_watched(chat: Chat, text: str) -> None:
    said = text_of(chat.say(text, "marta"))
    assert said.startswith("I keep no score of people")
    assert "what's next with NAME?" in said


@pytest.mark.parametrize(
    "text",
    [
        "who uses Quorvia?",
        "what is our discount policy?",
        "done",
        "why?",
        "accept",
        "snooze",
        "stop",
        "what's next with Acme?",
        "Acme: CFO approved budget",
        "who at Acme signed off?",
    ],
)
def test_what_is_not_coaching_is_left_alone(chat: Chat, text: str) -> None:
    assert chat.say(text, "marta") is None


def test_done_ticks_the_step_says_what_is_next_and_only_once(nudged: tuple[Chat, str]) -> None:
    chat, key = nudged
    said = chat.press(f"nudge:{key}", "done", "marta", WEDNESDAY)
    assert said == "✓ Day 7 of 60 · Priya · Discovery. Next: observe one conversation, Wed 25 Mar."
    step = chat.steps("plan-priya")["manager", 7]
    assert (step.state, step.done_at) == ("done", WEDNESDAY)
    later = WEDNESDAY + timedelta(hours=1)
    assert chat.press(f"nudge:{key}", "done", "marta", later) == said
    assert chat.press(f"nudge:{key}", "not_relevant", "marta", later).startswith("That one is over")
    assert chat.steps("plan-priya")["manager", 7] == step
    chat.press(f"nudge:{key}", "went_well", "marta", later)
    assert chat.steps("plan-priya")["manager", 7].outcome == "tried_went_well"


def test_snooze_brings_it_back_tomorrow_and_the_old_card_is_inert(nudged: tuple[Chat, str]) -> None:
    chat, key = nudged
    said = chat.press(f"nudge:{key}", "snooze", "marta", WEDNESDAY)
    assert said == "Day 7 of 60 · Priya · Discovery: I bring it back tomorrow at 09:00."
    assert run_once(WEDNESDAY + timedelta(hours=4), chat.store, SETTINGS) == []
    thursday = WEDNESDAY + timedelta(days=1)
    (event,) = run_once(thursday, chat.store, SETTINGS)
    assert (event.kind, event.reason, event.keys) == ("sent", "snoozed", ("plan-priya:2:2:marta",))
    assert chat.press(f"nudge:{key}", "done", "marta", thursday).startswith("That one is over")
    assert chat.press(f"nudge:{event.keys[0]}", "done", "marta", thursday).startswith("✓ Day 7")


def test_snooze_to_next_week(nudged: tuple[Chat, str]) -> None:
    chat, key = nudged
    chat.press(f"nudge:{key}", "snooze", "marta", WEDNESDAY)
    said = chat.press(f"nudge:{key}", "snooze_week", "marta", WEDNESDAY)
    assert said.endswith("I bring it back Tue 17 Mar at 09:00.")


def test_not_relevant_leaves_the_step_out(nudged: tuple[Chat, str]) -> None:
    chat, key = nudged
    said = chat.press(f"nudge:{key}", "not_relevant", "marta", WEDNESDAY)
    assert said == "Day 7 of 60 · Priya · Discovery: left out. Next: observe one conversation, Wed 25 Mar."
    assert chat.steps("plan-priya")["manager", 7].state == "skipped"
    assert run_once(WEDNESDAY + timedelta(days=6), chat.store, SETTINGS) == []


def test_a_nudge_is_answered_only_by_its_reader(nudged: tuple[Chat, str]) -> None:
    chat, key = nudged
    assert chat.press(f"nudge:{key}", "done", "priya", WEDNESDAY).startswith(
        "That card belongs to someone else"
    )
    assert chat.steps("plan-priya")["manager", 7].state == "nudged"


def test_words_answer_the_last_nudge(nudged: tuple[Chat, str]) -> None:
    chat, _ = nudged
    assert text_of(chat.say("why?", "marta", WEDNESDAY)) == (
        "Sent because this day of the plan you both agreed to has come."
    )
    assert text_of(chat.say("done", "marta", WEDNESDAY)).startswith("✓ Day 7 of 60")
    assert chat.say("done", "marta", WEDNESDAY) is None


def test_a_word_with_two_nudges_open_asks_which() -> None:
    chat = Chat()
    chat.practise("marta")
    for rep in ("priya", "tom"):
        running_plan(chat.store, date(2026, 3, 4), today=date(2026, 3, 10), rep=rep)
    run_once(WEDNESDAY, chat.store, SETTINGS)
    assert text_of(chat.say("not relevant", "marta", WEDNESDAY)) == (
        "Which one: Priya (Discovery), Tom (Discovery)? "
        "Press the button under it, or write “not relevant with NAME”."
    )
    chat.say("done with Tom", "marta", WEDNESDAY)
    assert chat.steps("plan-tom")["manager", 7].state == "done"
    assert chat.steps("plan-priya")["manager", 7].state == "nudged"
    chat.say("done", "marta", WEDNESDAY)
    assert chat.steps("plan-priya")["manager", 7].state == "done"


def test_one_half_of_a_digest_can_be_answered() -> None:
    chat = Chat()
    chat.practise("marta")
    for rep in ("priya", "tom"):
        running_plan(chat.store, date(2026, 3, 4), today=date(2026, 3, 10), rep=rep)
    (event,) = run_once(WEDNESDAY, chat.store, SETTINGS)
    card, (first, second) = f"nudge:{event.keys[0]}", event.keys
    said = chat.press(card, "done", "marta", WEDNESDAY, value=second)
    assert "✓ Day 7 of 60 · Tom · Discovery" in said
    assert "Day 7 of 60 · Priya · Discovery\nListen in" in said
    assert chat.steps("plan-tom")["manager", 7].state == "done"
    assert chat.steps("plan-priya")["manager", 7].state == "nudged"
    assert "✓ Day 7 of 60 · Priya" in chat.press(card, "done", "marta", WEDNESDAY, value=first)


def test_stopping_keeps_back_what_waits_and_tells_the_other(nudged: tuple[Chat, str]) -> None:
    chat, key = nudged
    said = text_of(chat.say("stop coaching", "priya", WEDNESDAY))
    assert said == "Discovery with Marta has ended; nothing more comes of it."
    assert chat.plan("priya").state == "stopped"
    waiting, told = chat.queued(key), chat.queued("plan-priya:stopped:1:marta")
    assert waiting is not None
    assert waiting.state == "expired"
    assert told is not None
    assert run_once(WEDNESDAY + timedelta(days=14), chat.store, SETTINGS) == []


def test_a_pause_moves_the_rest_by_the_days_it_lasted(nudged: tuple[Chat, str]) -> None:
    chat, _ = nudged
    assert "is paused" in text_of(chat.say("pause", "priya", WEDNESDAY))
    assert run_once(local("2026-03-25 10:00"), chat.store, SETTINGS) == []
    said = text_of(chat.say("resume coaching Priya", "marta", local("2026-03-18 10:00")))
    assert said == "Discovery with Priya goes on. It now ends Mon 11 May."
    plan = chat.plan("priya")
    assert (plan.paused_days, plan.paused_since) == (5, None)
    assert chat.steps("plan-priya")["manager", 21].due_date == date(2026, 4, 1)


def test_a_long_absence_stops_the_clock_and_until_includes_the_day(chat: Chat) -> None:
    running_plan(chat.store, date(2026, 3, 4), today=date(2026, 3, 10))
    said = text_of(chat.say("out until the 23rd", "priya"))
    assert said == "Noted: out through Mon 23 Mar. I write nothing of my own before Tue 24 Mar."
    plan = chat.plan("priya")
    assert (plan.paused_days, plan.end_date) == (10, date(2026, 5, 18))
    chat.say("out until the 23rd", "priya")
    assert chat.plan("priya").paused_days == 10


def test_a_range_and_a_single_day_out(chat: Chat) -> None:
    assert "out from Mon 16 Mar through Fri 20 Mar" in text_of(
        chat.say("I'm out from the 16th to the 20th", "marta")
    )
    assert "out from tomorrow through tomorrow" in text_of(chat.say("out tomorrow", "marta"))


def test_what_was_coached_is_ticked_and_what_is_next_is_told(chat: Chat) -> None:
    running_plan(chat.store, date(2026, 3, 4), today=date(2026, 3, 10))
    said = text_of(chat.say("coached Priya on discovery today, went well", "marta"))
    assert said == "✓ Day 7 with Priya is done. Next: observe one conversation, Wed 25 Mar."
    assert chat.steps("plan-priya")["manager", 7].outcome == "tried_went_well"
    coming = text_of(chat.say("what's next with Priya?", "marta"))
    assert coming == (
        "Day 21 of 60 · Priya · Discovery, Wed 25 Mar: observe one conversation.\n"
        "You could say: “Second look?”"
    )
    assert run_once(WEDNESDAY, chat.store, SETTINGS) == []


def test_reminders_need_no_plan(chat: Chat) -> None:
    said = text_of(chat.say("remind me to follow up with Dana on discovery Thursday", "tom"))
    assert said == "I will remind you Thu 12 Mar at 09:00: follow up with Dana on discovery."
    with chat.store.read() as uow:
        (reminder,) = uow.coaching.due_reminders(local("2026-03-12 09:00"))
    assert (reminder.person_id, reminder.due) == ("tom", local("2026-03-12 09:00"))
    assert "today at 15:00: call Bo" in text_of(chat.say("remind me to call Bo at 3pm", "tom"))
    assert text_of(chat.say("remind me to call Bo", "tom")).startswith("When?")


def test_practice_shows_the_task_and_is_nobodys_business(chat: Chat) -> None:
    running_plan(chat.store, date(2026, 3, 4), today=date(2026, 3, 10))
    reply = chat.say("practise discovery", "priya", local("2026-03-16 10:00"))
    assert reply is not None
    assert reply.visibility == "asker"
    assert "Write the three questions you would ask." in text_of(reply)
    titles = [part.title for part in reply.parts if isinstance(part, Facts)]
    assert titles == ["What good looks like", "Common mistakes"]
    assert chat.steps("plan-priya")["rep", 14].state == "done"
    seen = chat.say("plan", "marta")
    assert seen is not None
    rows = dict(row for part in seen.parts if isinstance(part, Facts) for row in part.rows)
    assert rows["Day 14 · Wed 18 Mar"] == "Priya: practise"
    assert rows["Day 0 · Wed 4 Mar"] == "you: agree the focus · done"
    own = chat.say("my plan", "priya")
    assert own is not None
    rows = dict(row for part in own.parts if isinstance(part, Facts) for row in part.rows)
    assert rows["Day 14 · Wed 18 Mar"] == "you: practise · done"


def test_practice_by_the_manager_lets_a_waiting_plan_go_on() -> None:
    chat = Chat()
    running_plan(chat.store, date(2026, 3, 10), today=date(2026, 3, 10))
    for days in range(10):
        run_once(TUESDAY + timedelta(days=days), chat.store, SETTINGS)
    assert chat.plan("priya").state == "paused"
    friday = local("2026-03-27 10:00")
    said = text_of(chat.say("practice discovery", "marta", friday))
    assert "That was the one thing your plan with Priya waited for" in said
    assert chat.plan("priya").state == "active"
    events = [event for event in run_once(friday, chat.store, SETTINGS) if event.recipient_id == "marta"]
    assert [(event.kind, event.day) for event in events] == [("sent", 7)]


def test_how_is_my_team_doing_shows_plans_not_scores(nudged: tuple[Chat, str]) -> None:
    chat, _ = nudged
    said = text_of(chat.say("how is my team doing on discovery?", "marta", WEDNESDAY))
    assert said == (
        "Priya · Discovery: under way; next today, observe one conversation\n"
        "I keep no score of people, so this is all there is to see."
    )
