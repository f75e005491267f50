"""What a plan came to: each asked alone, both read it, counts before shares."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.chat import Facts, Person, Picture, Reply, Text
from bot.coaching.desk import CoachingDesk
from bot.coaching.evidence import Baseline, Watched
from bot.coaching.job import run_once
from bot.coaching.outcome import before_and_after, days_since
from tests.fakes.coaching import DISCOVERY, MARTA, PRIYA, SETTINGS, local, pressed, running_plan, settle
from tests.fakes.store import FakeStore

END = local("2026-05-04 09:00")
END_DAY, DAY = date(2026, 5, 4), timedelta(days=1)
EVIDENT = replace(SETTINGS, drivers=(replace(DISCOVERY, verifiers=("budget",)), *SETTINGS.drivers[1:]))
DESK = CoachingDesk(EVIDENT)


@pytest.fixture
def store() -> FakeStore:
    """A plan on its last day, its wrap-up sent; its last evidence came to two open opportunities."""
    found = FakeStore()
    settle(found)
    running_plan(found, date(2026, 3, 5), date(2026, 5, 3))
    with found.write() as uow:
        uow.coaching.record_practice("marta", "discovery", END - timedelta(days=60))
        uow.evidence.put_baseline(Baseline("plan-priya", "verifiers", 2, 5))
        uow.evidence.put_watched(
            "priya", [seen("a", budget=END_DAY - DAY * 2), seen("b", budget=END_DAY - DAY * 9)]
        )
        uow.commit()
    run_once(END, found, EVIDENT)
    return found


def seen(name: str, **verifiers: date | None) -> Watched:
    return Watched(name, "priya", name, "s", "open", verifiers, END_DAY - DAY * 50, END_DAY - DAY * 50)


def press(store: FakeStore, who: Person, card: str, action: str, value: str = "") -> Reply:
    with store.write() as uow:
        reply = DESK.press(pressed(card, action, who.id, END, value), who, uow, END)
        uow.commit()
    assert isinstance(reply, Reply)
    return reply


def by_rep(store: FakeStore, action: str) -> Reply:
    return press(store, PRIYA, "plan:plan-priya", action)


def by_manager(store: FakeStore, action: str) -> Reply:
    key = next(n.key for n in store.state.coaching.nudges.values() if n.trigger == "final")
    return press(store, MARTA, f"nudge:{key}", action, key)


def said(reply: Reply) -> str:
    return "\n".join(part.text for part in reply.parts if isinstance(part, Text))


def told(store: FakeStore) -> dict[str, Reply]:
    return {
        message.person_id: message.reply
        for key, message in store.state.outgoings.items()
        if ":result:" in key
    }


def test_nobody_reads_the_others_answer_before_giving_their_own(store: FakeStore) -> None:
    assert [action.id for action in by_rep(store, "useful").actions] == ["habit", "sometimes", "not_yet"]
    assert said(by_rep(store, "sometimes")).startswith("Thank you. Marta is asked too")
    done = by_manager(store, "done")
    assert [action.id for action in done.actions] == ["seen_both", "seen_one", "seen_none"]
    assert "worth" not in said(done)
    assert told(store) == {}
    result = by_manager(store, "seen_one")
    (facts,) = (part for part in result.parts if isinstance(part, Facts))
    assert facts.rows == (
        ("Observed", "3 of 3 conversations"),
        ("Customer evidence", "2 on 5 open opportunities at the start, 2 on 2 open opportunities now"),
        ("Days since the last", "6 now (median of 2 open opportunities)"),
        ("Priya says", "worth it; there sometimes"),
        ("Marta says", "there in one of the last two conversations"),
    )
    assert list(told(store)) == ["priya"]
    assert facts in told(store)["priya"].parts
    pictures = [part for part in told(store)["priya"].parts if isinstance(part, Picture)]
    assert "practice done 3 of 3 times" in pictures[0].alt
    assert not any("practice" in p.alt for p in result.parts if isinstance(p, Picture))
    assert said(by_rep(store, "not_useful")).startswith("That one is over")


def test_the_manager_may_answer_first(store: FakeStore) -> None:
    by_manager(store, "done")
    assert said(by_manager(store, "seen_both")).startswith("Thank you. Priya is asked too")
    by_rep(store, "partly")
    assert told(store) == {}
    assert "what 60 days came to" in said(by_rep(store, "not_yet"))
    assert list(told(store)) == ["marta"]


def test_nobody_answers_for_the_other(store: FakeStore) -> None:
    for who, action in ((MARTA, "useful"), (PRIYA, "seen_both")):
        assert said(press(store, who, "plan:plan-priya", action)).startswith("That card belongs")
    assert store.state.evidence.wrap_ups["plan-priya"].worth == ""


def test_after_a_week_both_read_what_there_is(store: FakeStore) -> None:
    by_manager(store, "done")
    run_once(END + timedelta(days=7), store, SETTINGS)
    assert told(store) == {}
    run_once(END + timedelta(days=7, minutes=1), store, SETTINGS)
    assert set(told(store)) == {"priya", "marta"}
    (facts,) = (part for part in told(store)["marta"].parts if isinstance(part, Facts))
    assert facts.rows[3:] == (("Priya says", "did not say"), ("Marta says", "did not say"))


def test_a_stopped_plan_has_no_result(store: FakeStore) -> None:
    with store.write() as uow:
        plan = uow.coaching.get_plan("plan-priya")
        assert plan is not None
        uow.coaching.save_plan(replace(plan, state="stopped", ended_at=END))
        uow.commit()
    run_once(END + timedelta(days=8), store, SETTINGS)
    assert told(store) == {}
    assert store.state.evidence.wrap_ups["plan-priya"].told_at is not None


@pytest.mark.parametrize(
    ("counted", "shown"),
    [
        (Baseline("p", "v", 1, 1), "1 on 1 open opportunity at the start"),
        (
            Baseline("p", "v", 9, 29, 30, 40),
            "9 on 29 open opportunities at the start, 30 on 40 open opportunities now",
        ),
        (
            Baseline("p", "v", 12, 30, 36, 40),
            "0.4 per open opportunity at the start, 0.9 now (n = 30 and 40)",
        ),
    ],
)
def test_counts_below_thirty(counted: Baseline, shown: str) -> None:
    assert before_and_after(counted) == shown


@pytest.mark.parametrize(
    ("counted", "shown"),
    [
        (
            Baseline("p", "d", 4, 1, 1, 3),
            "4 at the start (1 open opportunity); 1 now (median of 3 open opportunities)",
        ),
        (Baseline("p", "d", 4, 2), "4 at the start (median of 2 open opportunities)"),
        (Baseline("p", "d", 0, 0, 0, 2), "0 now (median of 2 open opportunities)"),
        (Baseline("p", "d", 0, 0, 0, 0), "not seen to come on an open opportunity"),
    ],
)
def test_days_since_the_last_evidence(counted: Baseline, shown: str) -> None:
    assert days_since(counted) == shown
