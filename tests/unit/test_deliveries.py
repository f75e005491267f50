"""The message outbox is emptied by whoever serves the platform; one bad message stops no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import deliveries
from bot.chat import Address, Identity, Person, Reply, Text
from bot.deliveries import LEASE, MAX_ATTEMPTS, Deliveries
from bot.errors import DeliveryError, StoreUnavailable
from bot.ports import Card, Outgoing, UnitOfWork
from tests.fakes.coaching import SETTINGS
from tests.fakes.store import FakeStore

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
SLACK = Address("slack", "T1", "D1")
TEAMS = Address("teams", "t", "19:1")
ANN = Person("ann", "Ann Lee", "ann@example.com", frozenset({"rep"}))
HELLO = Reply((Text("secret words"),))


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Chat:
    """A platform; sending a key that is in `refused` raises its error, and each takes `seconds`."""

    clock: Clock
    refused: dict[str, Exception] = field(default_factory=dict)
    seconds: float = 0
    sent: list[tuple[str, str]] = field(default_factory=list)

    def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
        self.clock.now += timedelta(seconds=self.seconds)
        if key in self.refused:
            raise self.refused[key]
        self.sent.append((key, where.channel))
        return f"ref of {key}"

    def update(self, where: Address, message_ref: str, reply: Reply) -> None:
        raise AssertionError("a delivery is a new message")

    def direct_to(self, who: Identity) -> Address:
        return Address(who.platform, who.workspace, f"chat with {who.user}")


@dataclass
class Post:
    """A store with Ann in it, and its outbox."""

    clock: Clock = field(default_factory=Clock)
    store: FakeStore = field(default_factory=FakeStore)

    def __post_init__(self) -> None:
        with self.store.write() as uow:
            uow.people.save(ANN)
            uow.commit()

    def queue(self, *messages: Outgoing) -> None:
        with self.store.write() as uow:
            for message in messages:
                assert uow.outgoings.add(message)
            uow.commit()

    def run(self, **chats: Chat) -> int:
        return Deliveries(self.store, chats, self.clock, SETTINGS).run()

    def state(self, key: str) -> tuple[str, int]:
        with self.store.read() as uow:
            message = uow.outgoings.get(key)
        assert message is not None
        return message.state, message.attempts


def message(key: str, where: Address | None = SLACK) -> Outgoing:
    return Outgoing(key, "ann", HELLO, where, NOW)


def test_two_processes_each_send_what_is_for_their_platform() -> None:
    post = Post()
    slack, teams = Chat(post.clock), Chat(post.clock)
    post.queue(message("s1"), message("t1", TEAMS), message("s2"))
    assert post.run(teams=teams) == 1
    assert post.run() == 0
    assert post.state("s1") == ("queued", 0)
    assert post.run(slack=slack) == 2
    assert teams.sent == [("t1", "19:1")]
    assert slack.sent == [("s1", "D1"), ("s2", "D1")]


def test_what_was_sent_is_recorded_with_its_card() -> None:
    post = Post()
    card = Card("c1", "nudge", "ann", TEAMS, "open", {}, NOW, "n1")
    with post.store.write() as uow:
        uow.cards.add(card)
        uow.commit()
    post.queue(replace(message("n1"), reply=replace(HELLO, card_id="c1")))
    post.run(slack=Chat(post.clock))
    with post.store.read() as uow:
        sent, shown = uow.outgoings.get("n1"), uow.cards.get("c1")
    assert sent is not None
    assert shown is not None
    assert (sent.state, sent.message_ref) == ("sent", "ref of n1")
    assert (shown.where, shown.message_ref) == (SLACK, "ref of n1")


def test_what_was_sent_while_the_database_was_away_is_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    post, away = Post(), iter([True, True, False])
    post.queue(message("n1"))
    chat, write = Chat(post.clock), post.store.write

    @contextmanager
    def flaky(*, ahead: bool = False) -> Iterator[UnitOfWork]:
        if bool(chat.sent) and next(away, False):
            raise StoreUnavailable("gone")
        with write(ahead=ahead) as uow:
            yield uow

    monkeypatch.setattr(post.store, "write", flaky)
    assert post.run(slack=chat) == 1
    post.clock.now += timedelta(hours=1)
    assert post.run(slack=chat) == 0
    assert chat.sent == [("n1", "D1")]


def test_a_person_without_a_chat_is_reached_by_their_account_and_has_still_not_written() -> None:
    post = Post()
    slack = Chat(post.clock)
    with post.store.write() as uow:
        uow.people.link(Identity("console", "demo", "ann"), "ann")
        uow.people.link(Identity("slack", "T1", "U1"), "ann")
        uow.commit()
    post.queue(message("n1", None))
    assert post.run(slack=slack) == 1
    assert slack.sent == [("n1", "chat with U1")]
    with post.store.read() as uow:
        assert uow.people.address_of("ann") is None


def test_a_person_nobody_can_reach_yet_is_waited_for_and_then_reached() -> None:
    post = Post()
    slack = Chat(post.clock)
    post.queue(message("n1", None))
    assert post.run(slack=slack) == 0
    assert post.state("n1") == ("queued", 0)
    with post.store.write() as uow:
        uow.people.remember_address("ann", SLACK)
        uow.commit()
    post.clock.now += timedelta(days=2)
    assert post.run(slack=slack) == 1


def test_after_a_week_an_unreachable_person_is_reported_to_the_operator(
    caplog: pytest.LogCaptureFixture,
) -> None:
    post = Post()
    post.queue(message("n1", None))
    post.clock.now += timedelta(days=7)
    assert post.run(slack=Chat(post.clock)) == 0
    assert post.state("n1")[0] == "failed"
    assert "message n1 to ann was not delivered: no running process serves" in caplog.text


def test_what_expired_is_not_sent_whoever_finds_it() -> None:
    post = Post()
    slack = Chat(post.clock)
    post.queue(replace(message("n1"), expires_at=NOW + timedelta(hours=1)))
    post.queue(replace(message("n2", None), expires_at=NOW + timedelta(hours=1)))
    post.clock.now += timedelta(hours=1)
    assert post.run(slack=slack) == 0
    assert slack.sent == []
    assert post.state("n1")[0] == post.state("n2")[0] == "expired"


def test_a_message_that_breaks_the_sender_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    post = Post()
    slack = Chat(post.clock, {"n1": ValueError("cannot draw: secret words")})
    post.queue(message("n1"), message("n2"))
    with caplog.at_level(logging.DEBUG):
        assert post.run(slack=slack) == 1
    assert slack.sent == [("n2", "D1")]
    assert post.state("n1") == ("queued", 1)
    assert "message n1 to ann: ValueError at File" in caplog.text
    assert "secret words" not in caplog.text


@pytest.mark.parametrize("error", [ValueError("broken"), DeliveryError("Slack is away")])
def test_a_failing_message_is_tried_for_hours_and_then_given_up(error: Exception) -> None:
    post = Post()
    slack = Chat(post.clock, {"n1": error})
    post.queue(message("n1"))
    for attempt in range(1, MAX_ATTEMPTS):
        post.run(slack=slack)
        assert post.state("n1") == ("queued", attempt)
        post.run(slack=slack)
        assert post.state("n1") == ("queued", attempt), "it waits before it is tried again"
        post.clock.now += timedelta(hours=1) if attempt > 6 else timedelta(seconds=30) * 2**attempt
    assert post.clock.now - NOW > timedelta(hours=5)
    post.run(slack=slack)
    assert post.state("n1") == ("failed", MAX_ATTEMPTS)


def test_a_platform_that_asks_for_time_gets_it() -> None:
    post = Post()
    post.queue(message("n1"))
    busy = Chat(post.clock, {"n1": DeliveryError("Busy.", retry_after=400.0)})
    post.run(slack=busy)
    for seconds, attempts in ((399, 1), (2, 2)):
        post.clock.now += timedelta(seconds=seconds)
        post.run(slack=busy)
        assert post.state("n1") == ("queued", attempts)


def test_what_the_platform_refuses_for_good_is_not_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    post = Post()
    post.queue(message("n1"))
    post.run(slack=Chat(post.clock, {"n1": DeliveryError("no such channel", permanent=True)}))
    assert post.state("n1") == ("failed", 1)
    assert "message n1 to ann was not delivered: no such channel" in caplog.text


def test_a_slow_platform_outlives_no_lease() -> None:
    post = Post()
    slow, other = Chat(post.clock, seconds=50), Chat(post.clock)

    class Interrupted(Chat):
        def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
            ref = slow.send(where, reply, key)
            # Another worker looks for work after each slow message.
            post.run(slack=other)
            return ref

    post.queue(*(message(f"n{n}") for n in range(4)))
    post.run(slack=Interrupted(post.clock))
    keys = [key for key, _ in slow.sent + other.sent]
    assert sorted(keys) == ["n0", "n1", "n2", "n3"]


def test_a_message_on_its_way_for_longer_than_the_lease_is_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each renewal of the lease comes when it is called for here, not after a third of it."""
    post = Post()
    other = Chat(post.clock)
    renewals: list[Callable[[], None]] = []

    @contextmanager
    def at_hand(renew: Callable[[], None], every: timedelta) -> Iterator[None]:
        assert every < LEASE / 2
        renewals.append(renew)
        yield

    class Slow(Chat):
        def send(self, where: Address, reply: Reply, key: str, again: bool = False) -> str:
            for _ in range(6):
                self.clock.now += LEASE / 3
                renewals[0]()
                post.run(slack=other)
            return super().send(where, reply, key)

    monkeypatch.setattr(deliveries, "kept", at_hand)
    post.queue(message("n1"))
    slow = Slow(post.clock)
    post.run(slack=slow)
    assert ([key for key, _ in slow.sent], other.sent, post.state("n1")) == (["n1"], [], ("sent", 1))


def test_another_thread_serves_the_other_platform() -> None:
    post = Post()
    post.queue(message("n1"), message("n2", TEAMS))
    slack, teams = Chat(post.clock), Chat(post.clock)
    chats = {"slack": slack, "teams": teams}
    assert Deliveries(post.store, chats, post.clock, SETTINGS, {"teams"}).run() == 1
    assert (slack.sent, [key for key, _ in teams.sent]) == ([], ["n2"])


def on_both(post: Post) -> None:
    """Ann has written from Slack, and has a Teams account too."""
    with post.store.write() as uow:
        uow.people.remember_address("ann", SLACK)
        uow.people.link(Identity("slack", "T1", "U1"), "ann")
        uow.people.link(Identity("teams", "t", "ann-t"), "ann")
        uow.commit()
    post.queue(Outgoing("k1", "ann", HELLO, None, NOW))


def test_the_second_platform_only_after_a_hard_failure_of_the_first() -> None:
    post = Post()
    on_both(post)
    slack, teams = Chat(post.clock), Chat(post.clock)
    slack.refused["k1"] = DeliveryError("The account is gone.", permanent=True)
    assert post.run(slack=slack, teams=teams) == 1
    assert (slack.sent, teams.sent) == ([], [("k1", "chat with ann-t")])
    assert post.state("k1") == ("sent", 1)


def test_a_passing_failure_waits_for_the_first_platform() -> None:
    post = Post()
    on_both(post)
    slack, teams = Chat(post.clock), Chat(post.clock)
    slack.refused["k1"] = DeliveryError("Busy.")
    assert post.run(slack=slack, teams=teams) == 0
    del slack.refused["k1"]
    post.clock.now += timedelta(minutes=5)
    assert post.run(slack=slack, teams=teams) == 1
    assert (slack.sent, teams.sent) == ([("k1", "D1")], [])


def test_a_hard_failure_everywhere_gives_up_and_a_given_place_has_no_second() -> None:
    post = Post()
    on_both(post)
    post.queue(Outgoing("k2", "ann", HELLO, SLACK, NOW))
    slack, teams = Chat(post.clock), Chat(post.clock)
    for chat in (slack, teams):
        chat.refused = {key: DeliveryError("Gone.", permanent=True) for key in ("k1", "k2")}
    assert post.run(slack=slack, teams=teams) == 0
    assert (post.state("k1")[0], post.state("k2")[0]) == ("failed", "failed")
    del teams.refused["k2"]
    assert teams.sent == []
