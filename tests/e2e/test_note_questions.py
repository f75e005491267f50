"""Whatever a note says, it is asked at most one question, and never for a value it did not give."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat import Reply
from tests.e2e.house import House, build_house, words

SAID = (
    "Acme Harbor Lakeshore Tidewater Brightwater Dana Anita Zephyr Robotics 80k 90 seats Friday end of March "
    "negotiation budget approved met emailed maybe send the deck demo new lead renewal , . : and not"
)
NOTES = st.lists(st.sampled_from(SAID.split(" ")), min_size=2, max_size=14).map(" ".join)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return build_house(tmp_path_factory.mktemp("house"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NOTES)
def test_a_note_is_asked_one_thing_at_most(house: House, note: str) -> None:
    reply = house.say(note)
    if isinstance(reply, Reply):
        assert words(reply).count("?") <= 1 or not reply.actions
        assert not any(action.opens_form and action.style == "primary" for action in reply.actions)
    house.say("discard")


MAIL = """From: Anita Cole <anita@lakeshore.example>
Subject: Re: proposal

Hi Priya,

our board approved the budget yesterday. Please send the order form by Friday.

Kind regards,
Anita Cole
VP Service, Lakeshore Medical Equipment
Tel. +1 555 010 2030
"""
SUMMARY = """Call summary - Lakeshore
Attendees: Anita Cole, Greg Thule
- board approved the budget
Next steps: send the order form by Friday
"""


@pytest.mark.parametrize("pasted", [MAIL, SUMMARY])
def test_a_pasted_mail_or_summary_becomes_a_draft_and_asks_nothing(tmp_path: Path, pasted: str) -> None:
    house = build_house(tmp_path)
    card = house.say(pasted)
    assert isinstance(card, Reply)
    assert next(a.id for a in card.actions) == "save"
    house.press(card, "save")
    saved = house.app.crm.opportunity("opp-lakeshore", "priya")
    assert saved.next_step is not None
    assert "order form" in saved.next_step
    assert "budget_confirmed" in saved.verifiers
