from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.chat import Reply, Text
from bot.coaching.events import CoachingEvent
from bot.coaching.job import pending, run_once
from bot.coaching.model import Absence, Nudge, Plan, Reminder
from tests.fakes.coaching import MARTA, PRIYA, SETTINGS, TOM, local, running_plan, settle
from tests.fakes.store import FakeStore

TUESDAY = local("2026-03-10 10:00")
WEDNESDAY = local("2026-03-11 10:00")


def told(events: list[CoachingEvent]) -> list[tuple[str, str, str]]:
    return [(event.kind, event.recipient_id, event.reason) for event in events]


def tick(store: FakeStore, now: datetime) -> list[tuple[str, str, str]]:
    return told(run_once(now, store, SETTINGS))


def message(store: FakeStore, key: str) -> Reply:
    with store.read() as uow:
        found = uow.outgoings.get(key)
    assert found is not None
    return found.reply


def words(reply: Reply) -> str:
    return "\n".join(part.text for part in reply.parts if isinstance(part, Text))


def practised(store: FakeStore, driver: str = "discovery") -> None:
    with store.write() as uow:
        uow.coaching.record_practice("marta", driver, TUESDAY)
        uow.commit()


@pytest.fixture
def store() -> FakeStore:
    """The demo: Marta has practised and is on day 6 with Priya."""
    store = FakeStore()
    settle(store)
    practised(store)
    running_plan(store, date(2026, 3, 4), today=date(2026, 3, 10))
    return store


def test_day_seven_brings_marta_one_nudge_and_no_second_one(store: FakeStore) -> None:
    assert run_once(TUESDAY, store, SETTINGS) == []
    events = run_once(WEDNESDAY, store, SETTINGS)
    assert told(events) == [("sent", "marta", "due")]
    assert (events[0].day, events[0].plan_id, events[0].at) == (7, "plan-priya", WEDNESDAY)
    assert run_once(WEDNESDAY, store, SETTINGS) == []
    assert run_once(WEDNESDAY + timedelta(hours=1), store, SETTINGS) == []


def test_the_nudge_has_its_day_an_opener_a_reason_and_three_buttons(store: FakeStore) -> None:
    (event,) = run_once(WEDNESDAY, store, SETTINGS)
    reply = message(store, event.keys[0])
    assert reply.card_id == f"nudge:{event.keys[0]}"
    assert words(reply).splitlines()[0] == "Day 7 of 60 · Priya · Discovery"
    assert "You could say: “Which call may I listen in on?”" in words(reply)
    assert words(reply).splitlines()[-1] == "Sent because this day of the plan you both agreed to has come."
    assert [action.label for action in reply.actions] == ["Done", "Snooze", "Not relevant"]


def test_nudge_message_and_step_are_written_together(store: FakeStore) -> None:
    (event,) = run_once(WEDNESDAY, store, SETTINGS)
    with store.read() as uow:
        nudge = uow.coaching.get_nudge(event.keys[0])
        queued = uow.outgoings.get(event.keys[0])
        step = next(s for s in uow.coaching.steps_of("plan-priya") if s.day == 7 and s.recipient == "manager")
    assert nudge is not None
    assert (nudge.state, nudge.trigger, nudge.recipient_id) == ("sent", "observe", "marta")
    assert queued is not None
    assert (queued.state, queued.person_id, queued.not_before) == ("queued", "marta", WEDNESDAY)
    assert step.state == "nudged"


def test_a_key_that_exists_is_never_sent_again(store: FakeStore) -> None:
    sent = Nudge("plan-priya:2:1:marta", "x", "x", "tom", "observe", "sent", TUESDAY, TUESDAY, TUESDAY)
    with store.write() as uow:
        uow.coaching.add_nudge(sent)
        uow.commit()
    assert run_once(WEDNESDAY, store, SETTINGS) == []
    with store.read() as uow:
        assert uow.outgoings.get("plan-priya:2:1:marta") is None


def test_outside_the_window_it_waits_and_says_why(store: FakeStore) -> None:
    noon = local("2026-03-11 12:15")
    assert tick(store, noon) == []
    assert told(pending(noon, store, SETTINGS)) == [("pending", "marta", "outside_window")]
    assert tick(store, local("2026-03-11 13:30")) == [("sent", "marta", "due")]


def test_an_unanswered_nudge_comes_once_more_and_then_the_step_expires(store: FakeStore) -> None:
    days = [WEDNESDAY + timedelta(days=n) for n in range(14)]
    log = [(f"{day:%m-%d}", *entry) for day in days for entry in tick(store, day) if entry[1] == "marta"]
    assert log == [
        ("03-11", "sent", "marta", "due"),
        ("03-17", "sent", "marta", "missed"),  # three business days are Monday; Tuesday is better
        ("03-23", "expired", "marta", "unanswered"),
        ("03-23", "sent", "marta", "ignored"),
    ]


def test_downtime_drops_what_is_more_than_three_business_days_late(store: FakeStore) -> None:
    assert tick(store, local("2026-03-17 10:00")) == [("expired", "marta", "late")]
    with store.read() as uow:
        step = next(s for s in uow.coaching.steps_of("plan-priya") if s.day == 7)
    assert (step.state, step.outcome, step.due_date) == ("expired", "late", date(2026, 3, 11))


def test_three_business_days_late_is_still_sent(store: FakeStore) -> None:
    assert tick(store, local("2026-03-16 10:00")) == [("sent", "marta", "due")]


def test_absence_is_not_lateness(store: FakeStore) -> None:
    with store.write() as uow:
        uow.coaching.add_absence(Absence("marta", date(2026, 3, 11), date(2026, 3, 18)))
        uow.commit()
    assert tick(store, WEDNESDAY) == []
    assert ("sent", "marta", "due") in tick(store, local("2026-03-19 10:00"))


def test_two_reps_due_on_one_day_are_one_digest(store: FakeStore) -> None:
    running_plan(store, date(2026, 3, 4), today=date(2026, 3, 10), rep="tom")
    (event,) = run_once(WEDNESDAY, store, SETTINGS)
    assert (event.kind, event.recipient_id, len(event.keys)) == ("digest", "marta", 2)
    reply = message(store, event.keys[0])
    assert "Day 7 of 60 · Priya · Discovery" in words(reply)
    assert "Day 7 of 60 · Tom · Discovery" in words(reply)
    assert [a.label for a in reply.actions][::3] == ["Done · Priya", "Done · Tom"]
    assert {action.value for action in reply.actions} == set(event.keys)


def test_a_digest_has_two_items_and_the_third_waits_for_tomorrow(store: FakeStore) -> None:
    people = [replace(PRIYA, id=rep, name=rep.title()) for rep in ("una", "vik")]
    settle(store, MARTA, PRIYA, *people)
    for rep in ("una", "vik"):
        running_plan(store, date(2026, 3, 4), today=date(2026, 3, 10), rep=rep)
    assert tick(store, WEDNESDAY) == [("digest", "marta", "due")]
    assert told(pending(WEDNESDAY, store, SETTINGS)) == [("pending", "marta", "daily_budget")]
    assert tick(store, WEDNESDAY + timedelta(days=1)) == [("sent", "marta", "due")]


def test_the_manager_tries_it_first(store: FakeStore) -> None:
    running_plan(store, date(2026, 3, 10), today=date(2026, 3, 10), rep="tom", driver="value_selling")
    (event,) = run_once(TUESDAY, store, SETTINGS)
    assert (event.kind, event.recipient_id, event.reason) == ("sent", "marta", "try_first")
    text = words(message(store, event.keys[0]))
    assert "Tom said yes to Value selling." in text
    assert "practise Value selling" in text


def test_a_snoozed_invitation_keeps_its_day_when_its_step_is_overtaken() -> None:
    store = FakeStore()
    settle(store)
    running_plan(store, date(2026, 3, 2), today=date(2026, 3, 2))
    run_once(local("2026-03-02 10:00"), store, SETTINGS)
    with store.write() as uow:
        sent = uow.coaching.get_nudge("plan-priya:0:try1:marta")
        assert sent is not None
        uow.coaching.save_nudge(replace(sent, state="snoozed", snooze_until=local("2026-03-10 09:00")))
        uow.commit()
    monday = local("2026-03-09 10:00")
    assert ("skipped", "marta", "overtaken") in tick(store, monday)
    assert tick(store, monday) == []
    assert tick(store, local("2026-03-10 09:00")) == [("sent", "marta", "try_first")]


def test_after_two_invitations_the_clock_waits() -> None:
    store = FakeStore()
    settle(store)
    running_plan(store, date(2026, 3, 10), today=date(2026, 3, 10))
    days = [TUESDAY + timedelta(days=n) for n in range(14)]
    log = [(f"{day:%m-%d}", *entry) for day in days for entry in tick(store, day) if entry[1] == "marta"]
    assert log == [
        ("03-10", "sent", "marta", "try_first"),
        ("03-13", "sent", "marta", "try_first"),
        ("03-17", "skipped", "marta", "overtaken"),
        ("03-18", "state", "marta", "waits_until_tried"),
    ]
    with store.read() as uow:
        plan = uow.coaching.get_plan("plan-priya")
    assert plan is not None
    assert (plan.state, plan.paused_since) == ("paused", date(2026, 3, 17))


def test_a_rep_who_never_wrote_gets_nothing() -> None:
    store = FakeStore()
    settle(store, MARTA, PRIYA, silent=("priya",))
    practised(store)
    running_plan(store, date(2026, 3, 4), today=date(2026, 3, 5))
    monday = local("2026-03-09 10:00")
    assert tick(store, monday) == [("suppressed", "priya", "never_wrote")]
    assert tick(store, monday) == []


def test_a_rep_gets_the_task_not_an_opener(store: FakeStore) -> None:
    (event,) = [e for e in run_once(local("2026-03-18 10:00"), store, SETTINGS) if e.recipient_id == "priya"]
    text = words(message(store, event.keys[0]))
    assert text.splitlines()[0] == "Day 14 of 60 · Discovery"
    assert "Write the three questions you would ask." in text
    assert "You could say" not in text


def test_the_last_day_wraps_up_and_an_unanswered_wrap_up_completes_the_plan(store: FakeStore) -> None:
    with store.write() as uow:
        steps = uow.coaching.steps_of("plan-priya")
        uow.coaching.put_steps([replace(s, state="done") for s in steps if s.kind != "final"])
        uow.commit()
    days = [local("2026-05-04 10:00") + timedelta(days=n) for n in range(10)]
    log = [(f"{day:%m-%d}", *entry) for day in days for entry in tick(store, day)]
    assert log == [
        ("05-04", "state", "marta", "end_date"),
        ("05-04", "sent", "marta", "due"),
        ("05-08", "expired", "marta", "unanswered"),
        ("05-08", "state", "marta", "not_observed"),
    ]
    with store.read() as uow:
        plan = uow.coaching.get_plan("plan-priya")
    assert plan is not None
    assert plan.state == "completed"


def test_a_person_who_left_ends_or_orphans_the_plan(store: FakeStore) -> None:
    other = FakeStore()
    settle(other, MARTA)
    running_plan(other, date(2026, 3, 4), today=date(2026, 3, 10))
    assert tick(other, WEDNESDAY) == [("state", "priya", "rep_left")]
    orphan = FakeStore()
    settle(orphan, PRIYA)
    running_plan(orphan, date(2026, 3, 4), today=date(2026, 3, 10))
    assert tick(orphan, WEDNESDAY) == [("state", "marta", "manager_left")]


def test_a_silent_proposal_is_asked_once_more() -> None:
    store = FakeStore()
    settle(store, MARTA, PRIYA, TOM)
    with store.write() as uow:
        uow.coaching.add_plan(Plan("p", "marta", "priya", "discovery", "proposed", "marta", TUESDAY))
        uow.commit()
    days = [TUESDAY + timedelta(days=n) for n in range(20)]
    log = [(f"{day:%m-%d}", *entry) for day in days for entry in tick(store, day)]
    assert log == [("03-17", "sent", "priya", "proposal_silent")]
    assert message(store, "p:proposal:2:priya").card_id == "plan:p"


def test_a_reminder_is_sent_once_when_it_is_due(store: FakeStore) -> None:
    with store.write() as uow:
        uow.coaching.add_reminder(Reminder("r1", "tom", "call Dana", WEDNESDAY, TUESDAY))
        uow.commit()
    assert tick(store, TUESDAY) == []
    assert ("sent", "tom", "you_asked") in tick(store, WEDNESDAY)
    assert tick(store, WEDNESDAY) == []
    assert words(message(store, "reminder:r1")).splitlines()[0] == "Reminder: call Dana"
