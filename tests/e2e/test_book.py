"""What sellers ask of their own book: the conversation, as every platform gets it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from adapters.crm.builtin import BuiltinCrm
from bot import wording
from bot.book import rivals
from bot.book.desk import CHOICES
from bot.chat import Citation, Facts, Outcome, Reply, Text
from bot.sales import Account, Opportunity, Status
from tests.e2e.house import House, build_house, words

RIVAL = {
    "quorvia.md": "---\ntitle: Quorvia card\nowner: Joel Okafor\n---\n"
    "How we win against Quorvia: we win against Quorvia when dispatchers re-plan during the day."
}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, RIVAL)


def facts(outcome: Outcome) -> list[Facts]:
    assert isinstance(outcome, Reply), outcome
    return [part for part in outcome.parts if isinstance(part, Facts)]


def names(outcome: Outcome) -> list[str]:
    return [label for part in facts(outcome) for label, _ in part.rows]


def records(house: House) -> BuiltinCrm:
    assert isinstance(house.app.crm, BuiltinCrm)
    return house.app.crm


def seed(house: House, *opportunities: Opportunity, accounts: tuple[Account, ...] = ()) -> None:
    records(house).load_seed(accounts, (), opportunities)


def test_one_value_is_said_before_the_record(house: House) -> None:
    reply = house.say("when does Acme close")
    assert words(reply) == "Acme – Dispatch rollout: closes 29 May."
    assert ("Amount", "USD 65,000") in facts(reply)[0].rows
    assert isinstance(reply, Reply)
    assert reply.visibility == "asker"


def test_the_record_asked_about_is_what_it_means_next(house: House) -> None:
    house.say("what stage is Lakeshore in?")
    assert words(house.say("and when does it close?")) == "Lakeshore – Biomed field team: closes 30 Apr."


def test_a_list_says_what_was_understood_and_how_it_is_ordered(house: House) -> None:
    (closing,) = facts(house.say("what closes before Easter"))
    assert closing.title == "2 open, closing until 4 Apr, the next to close first"
    assert [name.split(" – ")[0] for name, _ in closing.rows] == ["Keystone Pools", "Harbor Elevator"]
    (largest,) = facts(house.say("top 2 deals"))
    assert largest.title.startswith("2 open, the largest first by the bare figure")
    assert [value for _, value in largest.rows] == [
        "Evaluation · EUR 240,000 · 30 Jun",
        "Negotiation · USD 148,000 · 31 Mar",
    ]


def test_sums_stay_in_their_currencies(house: House) -> None:
    assert words(house.say("how much is open in total")) == (
        "EUR 240,000 and USD 519,120 over 10 opportunities, 1 of them without an amount"
    )


def test_a_word_that_was_not_understood_is_said_and_never_dropped_in_silence(house: House) -> None:
    assert words(house.say("my deals in Germany")) == "I could not use “Germany” and left it out."


def test_nothing_that_fits_is_said_in_one_sentence(house: House) -> None:
    assert words(house.say("which deals are past their close date")) == (
        "None of yours is open, closing until 9 Mar."
    )


def test_two_of_one_name_are_a_question_and_its_button_briefs(house: House) -> None:
    question = house.say("prep Harbor")
    assert isinstance(question, Reply)
    assert words(question) == "Which one do you mean?"
    assert [a.label for a in question.actions] == [
        "Harbor Electric – Storm crews",
        "Harbor Elevator – Service desk",
    ]
    assert facts(house.press(question, "brief"))[0].title == "Harbor Electric – Storm crews"
    assert words(house.press(question, "brief", "tom")) == wording.NOT_SHOWN


def test_no_question_offers_more_than_four(house: House) -> None:
    account = Account("acc-many", "Manyfold Freight", (), "priya")
    many = [
        Opportunity(f"m{n}", account.id, f"Manyfold Freight phase {n}", "priya", stage="discovery")
        for n in range(7)
    ]
    seed(house, *many, accounts=(account,))
    question = house.say("prep Manyfold Freight")
    assert isinstance(question, Reply)
    assert len(question.actions) == CHOICES
    assert words(question) == "Which one do you mean? These are 4 of 7; type the name of another."


def test_an_account_nobody_knows_is_one_clear_card(house: House) -> None:
    reply = house.say("prep Zork Industries")
    assert words(reply).startswith("I find no account “Zork Industries” among yours")
    assert words(house.say("prep Borealis")) == wording.NOT_SHOWN


def test_an_empty_crm_is_one_clear_card(house: House) -> None:
    records(house).clear()
    for said in (
        "my opportunities",
        "what closes this month",
        "how much is open in total",
        "my biggest deals",
    ):
        reply = house.say(said)
        assert isinstance(reply, Reply)
        assert len(reply.parts) == 1, said
        assert "one of yours is" in words(reply) or "no open opportunities" in words(reply), said


def test_a_brief_proves_its_evidence_with_the_words_and_the_day(house: House) -> None:
    card = house.say("Acme: CFO Dana approved budget, 80k")
    house.press(card, "save")
    evidence = next(part for part in facts(house.say("prep Acme")) if part.title == "Evidence")
    assert dict(evidence.rows)["Customer confirmed funded or approved budget"] == (
        "“Acme: CFO Dana approved budget, 80k” · 10 Mar"
    )


def test_a_brief_cites_the_competitors_card_and_says_unknown(house: House) -> None:
    reply = house.say("prep Acme")
    assert isinstance(reply, Reply)
    assert [part.title for part in reply.parts if isinstance(part, Citation)] == ["Quorvia card"]
    unknown = next(part for part in facts(reply) if part.title == "Unknown so far")
    assert ("We met the person who can sign", "unknown") in unknown.rows
    assert "Status-quo risk: nothing shows yet by when they have to decide." in words(reply)
    wins = next(part for part in facts(reply) if part.title == "Won before, by you")
    assert wins.rows == (("Brightwater – Dispatch and mobile", "against Quorvia · USD 88,000 · 30 Oct 2024"),)


def test_a_brief_with_every_kind_of_evidence_names_no_status_quo_risk(house: House) -> None:
    assert "Status-quo risk" not in words(house.say("prep Rheinlift", "tom"))


def test_notes_of_others_stay_out_of_lists_and_briefs(house: House) -> None:
    told = str(house.say("prep Harbor Elevator", "tom")) + str(house.say("my opportunities", "tom"))
    assert "redlines" not in told
    assert "148" not in told


def test_a_book_of_five_thousand_is_one_card(house: House) -> None:
    account = Account("acc-big", "Bigbook", (), "priya")
    seed(
        house,
        *(Opportunity(f"b{n}", account.id, f"Bigbook {n}", "priya", stage="discovery") for n in range(5000)),
        accounts=(account,),
    )
    (listed,) = facts(house.say("my opportunities"))
    assert len(listed.rows) == 20
    assert listed.title == "5010 open, the next to close first; 4990 more not shown"
    question = house.say("prep Bigbook")
    assert isinstance(question, Reply)
    assert [type(part) for part in question.parts] == [Text]


def test_what_changed_is_told_with_the_day_and_no_older(house: House) -> None:
    house.press(house.say("Acme: 80k, closing end of June"), "save")
    (changed,) = facts(house.say("what changed on Acme since Monday"))
    assert changed.title == "Acme – Dispatch rollout: changed since 9 Mar"
    assert changed.rows == (
        ("10 Mar · Close", "29 May → 30 Jun · you"),
        ("10 Mar · Amount", "65,000 → 80,000 · you"),
    )
    assert words(house.say("what changed on Lakeshore since Monday")) == (
        "No change of Lakeshore – Biomed field team is known since 9 Mar."
    )


def test_what_changed_is_for_the_opportunitys_team_alone(house: House) -> None:
    house.press(house.say("Acme: 80k"), "save")
    for who in ("tom", "marta"):
        assert "80,000" not in str(house.say("what changed on Acme since Monday", who))


# -- competitors ------------------------------------------------------------------------------------------


def ended(house: House, number: int, status: Status, reason: str = "") -> Opportunity:
    day = house.app.clock().date()
    return Opportunity(
        f"e{number}", "acc-acme", f"Ended {number}", "tom", stage=f"closed_{status}", status=status,
        competitors=("BlueTab",), reason=reason, close_date=day,
    )  # fmt: skip


def test_a_competitors_card_has_counts_and_from_five_on_reasons(house: House) -> None:
    (card,) = facts(house.say("card BlueTab"))
    assert card.title == "Against BlueTab in the last 90 days, n = 2"
    assert card.rows == (("Won", "1"), ("Lost", "1"))
    seed(house, ended(house, 1, "lost", "price"), ended(house, 2, "lost", "price"), ended(house, 3, "won"))
    (card,) = facts(house.say("show me the BlueTab battlecard"))
    assert card.title == "Against BlueTab in the last 90 days, n = 5"
    assert card.rows == (("Won", "2 (40%)"), ("Lost", "3: price 2, budget 1"))


def test_a_competitors_card_tells_no_record_of_others(house: House) -> None:
    told = str(house.say("card Quorvia"))
    assert "Helvetia" not in told
    assert "Carolina" not in told


def test_a_competitors_card_is_offered_once_in_thirty_days(house: House) -> None:
    def given(said: str) -> list[str]:
        saved = house.press(house.say(said), "save")
        assert isinstance(saved, Reply)
        return [part.title for part in saved.parts if isinstance(part, Citation)]

    assert given("Lakeshore: they also talk to Quorvia now") == ["Quorvia card"]
    assert given("Summit Fire: Quorvia made them an offer") == []
    house.demo.move_clock(timedelta(days=31))
    assert given("Brightwater Optimize: Quorvia is in there too") == ["Quorvia card"]


@pytest.mark.parametrize(
    ("updated", "warned"),
    [(date(2025, 9, 10), True), (date(2025, 9, 11), False), (None, False)],
)
def test_a_page_that_nobody_changed_for_long_is_flagged(updated: date | None, warned: bool) -> None:
    assert bool(rivals.age_warning(updated, date(2026, 3, 10))) is warned


def test_a_list_asked_for_after_a_brief_is_no_note_on_that_record(house: House) -> None:
    for said in (
        "deals over 90k",
        "card Quorvia",
        "which deals close in June",
        "top 3 deals",
        "overdue next steps",
    ):
        house.say("prep Lakeshore")
        reply = house.say(said)
        assert isinstance(reply, Reply)
        assert "save" not in [action.id for action in reply.actions], said


def test_a_note_on_what_was_just_looked_up_is_no_list(house: House) -> None:
    for said in ("budget confirmed", "they signed", "closing 30 April now", "moved to negotiation"):
        house.say("when does Summit Fire close")
        reply = house.say(said)
        assert isinstance(reply, Reply)
        assert "save" in [action.id for action in reply.actions], said
