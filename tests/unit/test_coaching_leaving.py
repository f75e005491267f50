"""What waits to leave: never on a day off that was named since, never two on a day, never too late; and all
that is said about plans within the budgets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest

from bot.chat import Address, Identity, Reply, Text
from bot.coaching import proposals, queueing
from bot.coaching.model import Absence, Nudge
from bot.deliveries import Deliveries
from tests.fakes.coaching import MARTA, NEW_YORK, PRIYA, SETTINGS, chat_of, local, running_plan, settle
from tests.fakes.store import FakeStore

TUESDAY = local("2026-03-10 10:00")
HELLO = Reply((Text("hello"),))
DAY = timedelta(days=1)


@dataclass
class Post:
    """Marta and Priya with a plan; what was sent when."""

    store: FakeStore = field(default_factory=FakeStore)
    now: datetime = TUESDAY
    arrived: list[tuple[str, str]] = field(default_factory=list)

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        self.arrived.append((key, f"{NEW_YORK.local(self.now):%a %d %H:%M}"))
        return key

    def direct_to(self, who: Identity) -> Address:
        return chat_of(who.user)

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        raise NotImplementedError

    def run(self, *moments: str) -> list[tuple[str, str]]:
        self.arrived = []
        for moment in moments:
            self.now = local(f"2026-03-{moment}")
            Deliveries(self.store, {"console": self}, lambda: self.now, SETTINGS).run()
        return self.arrived

    def queue(self, *keys: str, until: datetime | None = None) -> list[datetime | None]:
        with self.store.write() as uow:
            found = [queueing.queue(k, "digest", MARTA, HELLO, uow, SETTINGS, TUESDAY, until) for k in keys]
            uow.commit()
        return found

    def away(self, first: date, last: date) -> None:
        with self.store.write() as uow:
            uow.coaching.add_absence(Absence("marta", first, last))
            uow.commit()

    def nudge(self, key: str) -> Nudge:
        return self.store.state.coaching.nudges[key]


@pytest.fixture
def post() -> Post:
    found = Post()
    settle(found.store)
    running_plan(found.store, date(2026, 3, 3), today=date(2026, 3, 20))
    return found


def test_what_waits_is_put_off_for_an_absence_that_was_named_since(post: Post) -> None:
    assert post.queue("a", "b") == [TUESDAY, local("2026-03-11 09:00")]
    post.away(date(2026, 3, 11), date(2026, 3, 12))
    assert post.run("10 10:00", "11 09:00", "12 09:00", "13 08:00", "13 09:00", "16 09:00") == [
        ("a", "Tue 10 10:00"),
        ("b", "Fri 13 09:00"),
    ]
    # A later decision sees the day that it has really taken.
    assert post.nudge("b").planned_at == local("2026-03-13 09:00")


def test_after_a_downtime_one_leaves_a_day(post: Post) -> None:
    post.queue("a", "b")
    assert post.run("12 03:00", "12 09:30", "12 14:00", "13 09:00", "13 14:00") == [
        ("a", "Thu 12 09:30"),
        ("b", "Fri 13 09:00"),
    ]


def test_what_would_be_of_no_use_by_then_is_let_go(post: Post) -> None:
    post.queue("a", until=local("2026-03-12 12:00"))
    post.away(date(2026, 3, 10), date(2026, 3, 12))
    assert post.run("10 10:00", "13 09:00") == []
    assert (post.nudge("a").state, post.nudge("a").reason) == ("suppressed", "late")
    assert post.store.state.outgoings["a"].state == "expired"
    assert post.queue("c", until=local("2026-03-12 16:00")) == [None]


def test_a_digest_is_of_use_for_three_open_days(post: Post) -> None:
    post.queue("a")
    assert post.nudge("a").expires_at == local("2026-03-13 16:00")
    assert post.run("13 16:00") == []
    assert post.store.state.outgoings["a"].state == "expired"


def test_news_of_plans_keeps_to_three_a_week_and_one_about_a_rep(post: Post) -> None:
    plan = running_plan(post.store, date(2026, 3, 3), date(2026, 3, 20), rep="tom")
    told = []
    with post.store.write() as uow:
        mine = uow.coaching.get_plan("plan-priya")
        assert mine is not None
        for about, what in (
            (mine, "paused2026-03-10"),
            (mine, "stopped"),
            (plan, "result"),
            (plan, "extended"),
        ):
            at = proposals.tell(about, MARTA, HELLO, what, uow, SETTINGS, TUESDAY)
            told.append(f"{NEW_YORK.local(at):%a %d %H:%M}")
        uow.commit()
    # About Priya once a week; about Tom the result; what Marta has asked for waits for a free day alone.
    assert told == ["Tue 10 10:00", "Mon 16 09:00", "Wed 11 09:00", "Thu 12 09:00"]
    assert post.nudge("plan-priya:paused2026-03-10:1:marta").trigger == "paused"


def test_a_rep_gets_two_messages_in_seven_days(post: Post) -> None:
    with post.store.write() as uow:
        plan = uow.coaching.get_plan("plan-priya")
        assert plan is not None
        told = [
            proposals.tell(plan, PRIYA, HELLO, what, uow, SETTINGS, TUESDAY)
            for what in ("paused", "opinion", "result")
        ]
        reply = uow.outgoings.get("plan-priya:opinion:1:priya")
        uow.commit()
    assert [f"{NEW_YORK.local(at):%a %d %H:%M}" for at in told] == [
        "Tue 10 10:00",
        "Wed 11 09:00",
        "Tue 17 09:00",
    ]
    assert reply is not None
    assert reply.reply.parts[-1] == Text(
        "Sent because the plan is over, and your word on it counts as much as your manager’s."
    )


def test_a_step_is_put_off_into_no_week_that_has_its_own_message_about_that_rep(post: Post) -> None:
    waits = queueing.later(
        "friday", "plan-priya", "due", MARTA, local("2026-03-13 09:00"), local("2026-03-18 16:00")
    )
    other = replace(waits, key="tuesday", planned_at=local("2026-03-17 09:00"))
    with post.store.write() as uow:
        for number, nudge in enumerate((waits, other)):
            assert queueing.place(replace(nudge, step_id=f"plan-priya:{number}"), HELLO, uow, TUESDAY)
        uow.commit()
    assert post.run("16 09:00", "17 09:00", "18 09:00") == [("tuesday", "Tue 17 09:00")]
    assert (post.nudge("friday").state, post.nudge("friday").reason) == ("suppressed", "late")
