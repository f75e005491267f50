"""A rep's plan comes to another manager: what each of the three reads, and what moves only by consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.chat import Facts, Person, Reply
from bot.coaching.job import run_once
from bot.coaching.model import Plan
from tests.fakes.coaching import PRIYA, SETTINGS, TOM, local, person, running_plan, settle
from tests.unit.test_coaching_desk import PEOPLE, TUESDAY, WEDNESDAY, Chat, text_of

KIM = person("kim", "manager")
THURSDAY = WEDNESDAY + timedelta(days=1)


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Chat:
    """Marta has coached Priya on day 7, and it went well; Tom is on her team too."""
    chat = Chat()
    monkeypatch.setitem(PEOPLE, "kim", KIM)
    settle(chat.store, KIM)
    chat.practise("marta", "kim")
    running_plan(chat.store, date(2026, 3, 4), today=date(2026, 3, 10))
    chat.say("coached Priya on discovery, went well", "marta")
    return chat


def reports_to(chat: Chat, manager: str, *people: Person) -> None:
    with chat.store.write() as uow:
        for each in people:
            uow.people.save(replace(each, manager_id=manager))
        uow.commit()
    run_once(WEDNESDAY, chat.store, SETTINGS)


def offered(chat: Chat) -> Reply:
    waiting = chat.queued("plan-priya:offer:1:kim")
    assert waiting is not None
    return waiting.reply


def adopt(chat: Chat, action: str = "adopt") -> str:
    return chat.press(offered(chat).card_id, action, "kim", WEDNESDAY, value="plan-priya")


def shown_to(chat: Chat, who: str) -> str:
    reply = chat.say("plan", who, THURSDAY)
    assert reply is not None
    rows = [f"{when} {what}" for part in reply.parts if isinstance(part, Facts) for when, what in part.rows]
    return "\n".join([text_of(reply), *rows])


def successor(chat: Chat) -> Plan:
    return next(plan for plan in _plans(chat) if plan.manager_id == "kim")


def _plans(chat: Chat) -> list[Plan]:
    with chat.store.read() as uow:
        return list(uow.coaching.plans_of("priya", live_only=False))


def test_a_rep_who_moves_is_offered_afresh_and_nothing_of_the_past_is_on_the_card(chat: Chat) -> None:
    reports_to(chat, "kim", PRIYA)
    assert chat.plan("priya").state == "paused"
    reply = offered(chat)
    assert text_of(reply).splitlines()[0] == (
        "Priya has come to your team with a plan on Discovery. Would you start a fresh one together?"
    )
    assert [action.label for action in reply.actions] == ["Start afresh", "Not now"]
    assert "well" not in text_of(reply)


def test_the_former_manager_cannot_take_the_plan_up_again(chat: Chat) -> None:
    reports_to(chat, "kim", PRIYA)
    said = text_of(chat.say("resume coaching Priya", "marta", WEDNESDAY))
    assert said == (
        "Paused since you two no longer work together; nothing is due. “stop coaching Priya” ends the plan."
    )
    chat.say("practise discovery", "marta", WEDNESDAY)
    assert chat.plan("priya").state == "paused"


@pytest.mark.parametrize(("answer", "seen"), [("accept", False), ("accept_notes", True)])
def test_notes_move_only_if_the_rep_says_so(chat: Chat, answer: str, seen: bool) -> None:
    reports_to(chat, "kim", PRIYA, TOM)
    assert text_of(offered(chat)).startswith("Priya has a plan on Discovery, begun with Marta.")
    assert adopt(chat).startswith("I have asked Priya: Discovery")
    card = chat.queued(f"{successor(chat).id}:proposal:1:priya")
    assert card is not None
    assert "What you and Marta noted stays between you two unless you show it." in text_of(card.reply)
    chat.press(card.reply.card_id, answer, "priya", WEDNESDAY)
    plan = successor(chat)
    assert (plan.state, plan.start_date, plan.notes_shared) == ("active", date(2026, 3, 4), seen)
    observed = chat.steps(plan.id)["manager", 7]
    assert (observed.state, observed.outcome) == ("done", "tried_went_well" if seen else "")


def test_the_plan_that_was_taken_over_goes_on_from_where_it_stood(chat: Chat) -> None:
    reports_to(chat, "kim", PRIYA, TOM)
    adopt(chat)
    chat.press(f"plan:{successor(chat).id}", "accept", "priya", WEDNESDAY + timedelta(days=7))
    plan = successor(chat)
    # Five business days, Wednesday to Tuesday, nobody led it; day 60 was a Sunday.
    assert (plan.end_date, plan.paused_days) == (date(2026, 5, 11), 5)
    assert chat.steps(plan.id)["manager", 21].due_date == date(2026, 4, 1)


def test_not_now_ends_the_plan_and_the_rep_hears_just_that(chat: Chat) -> None:
    reports_to(chat, "kim", PRIYA, TOM)
    assert adopt(chat, "leave") == "Understood. The plan has ended, and Priya hears just that."
    told = chat.queued("plan-priya:untaken:1:priya")
    assert told is not None
    assert text_of(told.reply).startswith("Your plan on Discovery with Marta has ended")
    assert [plan.state for plan in _plans(chat)] == ["stopped"]
    assert adopt(chat) == "That one is over already; nothing was changed."


def test_an_offer_answers_to_the_rep_s_manager_alone(chat: Chat) -> None:
    reports_to(chat, "kim", PRIYA)
    card = offered(chat).card_id
    assert chat.press(card, "adopt", "marta", WEDNESDAY, value="plan-priya").startswith("That card belongs")
    assert chat.press(card, "adopt", "kim", WEDNESDAY, value="nothing").startswith("That one is over")


def test_a_proposal_whose_manager_leaves_ends_unsent(chat: Chat) -> None:
    late = local("2026-03-10 20:00")
    chat.say("coach Tom on discovery", "marta", late)
    plan = chat.plan("tom")
    with chat.store.write() as uow:
        uow.people.close("marta", late)
        uow.commit()
    run_once(late, chat.store, SETTINGS)
    waiting = chat.queued(f"{plan.id}:proposal:1:tom")
    assert waiting is not None
    assert (chat.plan("tom").state, waiting.state) == ("stopped", "expired")


def test_the_former_manager_of_a_rep_who_left_reads_no_more_of_it(chat: Chat) -> None:
    with chat.store.write() as uow:
        uow.people.close("priya", TUESDAY)
        uow.commit()
    run_once(TUESDAY, chat.store, SETTINGS)
    assert shown_to(chat, "marta") == "You have no coaching plan."


def test_an_offer_is_over_when_the_rep_has_moved_on(chat: Chat) -> None:
    reports_to(chat, "kim", PRIYA)
    card = offered(chat).card_id
    reports_to(chat, "eva", PRIYA)
    assert chat.press(card, "adopt", "kim", WEDNESDAY, value="plan-priya").startswith("That card belongs")
    assert chat.plan("priya").state == "paused"
