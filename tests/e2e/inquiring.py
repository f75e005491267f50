"""A question on its way to an expert and back, step by step, in the house of the tests."""

from __future__ import annotations

from bot.chat import Address, Outcome, Reply
from tests.e2e.house import House

OWNED = "does a renewal discount need the value review?"
UNKNOWN = "what is our parental leave for contractors in Peru?"
CHANNEL = Address("console", "demo", "C1", "171.5", "channel")


def sent_to(house: House, person: str, **later: int) -> list[Reply]:
    return [reply for channel, reply in house.later(**(later or {"minutes": 1})) if channel == person]


def asked(house: House, question: str = OWNED, who: str = "priya") -> Outcome:
    return house.press(house.say(question, who), "expert", who)


def card_of(house: House, expert: str) -> Reply:
    (card,) = sent_to(house, expert)
    return card


def answer(house: House, card: Reply, expert: str, text: str, **values: str) -> Outcome:
    return house.submit(house.press(card, "answer", expert), expert, answer=text, **values)
