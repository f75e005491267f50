"""A manager's pipeline and a seller's focus: what each shows, and above all what it does not."""

from __future__ import annotations

import base64
import csv
import io
from dataclasses import replace
from unittest.mock import create_autospec

import pytest

from adapters.crm.builtin import BuiltinCrm
from adapters.teams.render import cards
from bot.book import pipeline
from bot.book.request import TEAM_BOOK
from bot.book.team import team_book
from bot.chat import Facts, File, Outcome, Person, Picture, Reply
from bot.errors import CrmTransient
from bot.sales import Book
from tests.e2e.house import House, build_house, words

FREE_WORDS = ("Dispatcher workshop", "redlined order form", "Luis says", "Cheryl", "Dana Whitfield")
"""Next steps, notes and people of Priya's."""
ASKED = (
    "team pipeline",
    "pipeline by month",
    "how much is open across the team",
    "what's in negotiation across the team",
    "my team's deals closing this month",
    "team pipeline by rep",
    "when did my team last update their deals",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return build_house(tmp_path_factory.mktemp("house"))


def table(outcome: Outcome, title: str) -> dict[str, str]:
    assert isinstance(outcome, Reply), outcome
    return dict(next(p.rows for p in outcome.parts if isinstance(p, Facts) and p.title == title))


def reports(house: House, manager: str) -> list[Person]:
    with house.app.store.read() as uow:
        return list(uow.people.reports_of(manager))


def test_a_manager_sees_the_team_by_stage_month_and_competitor(house: House) -> None:
    reply = house.say("team pipeline", "marta")
    assert words(reply).startswith(
        "Your team's pipeline: 16 opportunities open: INR 32,800,000 and USD 519,120"
    )
    assert table(reply, "By stage")["Negotiation"] == "3 · INR 10,400,000 and USD 148,000"
    assert table(reply, "By close month")["Jun 2026"] == "2 · USD 87,120"
    assert table(reply, "By competitor")["Quorvia"] == "3 · INR 6,800,000 and USD 106,000"


def test_the_picture_and_the_table_follow_once_and_are_drawn_by_the_worker(house: House) -> None:
    house.later(minutes=1)
    house.say("pipeline by stage", "marta")
    (told,) = house.later(minutes=1)
    channel, reply = told
    picture, file = reply.parts
    assert channel == "marta"
    assert isinstance(picture, Picture)
    assert isinstance(file, File)
    assert base64.b64decode(picture.png)[:8] == b"\x89PNG\r\n\x1a\n"
    assert picture.alt == (
        "Your team's pipeline by stage, as bars. The figures stand in words in the message before."
    )
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert [row["Opportunity"] for row in rows[:2]] == [
        "Konkan Towers – Night crews",
        "Keystone Pools – Season start",
    ]
    assert rows[1]["Amount"] == "28000"
    assert len(rows) == 16
    assert house.later(minutes=1) == []


def test_a_managers_view_holds_fields_and_evidence_and_nothing_else(house: House) -> None:
    """The contract: no note, no free words, no contact, no time of anybody's doing, no list of people."""
    house.press(
        house.say("Acme: call with Dana Whitfield, secret sauce, next step send the pilot plan by Friday"),
        "save",
    )
    shown = [house.say(said, "marta") for said in ASKED]
    told = str(shown) + str(house.later(minutes=1))
    for hidden in (*FREE_WORDS, "secret sauce", "pilot plan", "Priya Raman", "Asha Iyer", "priya"):
        assert hidden not in told.replace("'priya'", ""), hidden
    assert set(pipeline.COLUMNS) == {
        "Account", "Opportunity", "Stage", "Amount", "Currency", "Close date", "Competitors", "Evidence",
    }  # fmt: skip


def test_a_teams_book_has_no_words_to_leak(house: House) -> None:
    book, without = team_book(reports(house, "marta"), house.app.crm)
    assert without == ()
    assert book.speaker == TEAM_BOOK
    assert {o.owner_id for o in book.mine} == {"priya", "asha"}
    assert {(o.next_step, o.next_step_due, o.contacts, o.version) for o in book.mine} == {("", None, (), "")}
    assert (book.contacts, book.others) == ((), ())


@pytest.mark.parametrize(
    "said",
    [
        "which of the team's deals have no next step",
        "team deals without evidence",
        "overdue next steps in my team",
    ],
)
def test_a_manager_gets_no_list_of_gaps(house: House, said: str) -> None:
    assert words(house.say(said, "marta")).startswith("I list no gaps in other people's opportunities.")


def test_a_seller_sees_of_their_own_all_that_their_manager_sees(house: House) -> None:
    mine = house.app.crm.book("priya")
    own = replace(mine, mine=tuple(o for o in mine.mine if o.owner_id == "priya"))
    team, _ = team_book([p for p in reports(house, "marta") if p.id == "priya"], house.app.crm)
    for by in ("stage", "month", "competitor"):
        assert pipeline.tables(own, [by]) == pipeline.tables(team, [by])
    assert pipeline.file(own).text == pipeline.file(team).text


def test_only_whoever_leads_a_team_sees_one(house: House) -> None:
    reply = house.say("team pipeline", "tom")
    assert "Nobody reports to you here, so this is your own." in words(reply)
    assert "7 opportunities open: EUR 754,000" in words(reply)


def test_whose_book_the_crm_does_not_give_is_said(house: House) -> None:
    def book_of(speaker: str, said: str = "") -> Book:
        if speaker == "asha":
            raise CrmTransient("away")
        return house.app.crm.book(speaker, said)

    partly = create_autospec(BuiltinCrm, instance=True)
    partly.book.side_effect = book_of
    book, without = team_book(reports(house, "marta"), partly)
    assert without == ("Asha Iyer",)
    assert {o.owner_id for o in book.mine} == {"priya"}


def test_a_cell_never_becomes_a_formula(house: House) -> None:
    book = house.app.crm.book("priya")
    bad = replace(book.mine[0], name='=HYPERLINK("http://x","y")', status="open", stage="discovery")
    rows = list(csv.DictReader(io.StringIO(pipeline.file(replace(book, mine=(bad,))).text)))
    assert rows[0]["Opportunity"] == '\'=HYPERLINK("http://x","y")'


def test_focus_ranks_by_evidence_and_names_one_to_consider_dropping(house: House) -> None:
    reply = house.say("focus")
    rows = list(table(reply, "Your open opportunities, most customer evidence first").items())
    assert rows[0] == ("Harbor Elevator – Service desk", "7 of 11 · Negotiation · closes 31 Mar")
    assert words(reply) == (
        "One to consider dropping: Granite State – Winter delivery, because nothing the customer did is "
        "known and there is no next step. Only you see this; keep it if you know better."
    )
    assert isinstance(reply, Reply)
    assert (reply.visibility, reply.deliver) == ("asker", "direct")
    assert "Kestrel" not in str(reply), "a colleague's opportunity is for its owner to judge"


def test_a_manager_asking_for_focus_sees_nothing_of_the_team(house: House) -> None:
    assert "Granite" not in str(house.say("focus", "marta"))


def test_of_healthy_ones_nothing_is_remarked(house: House) -> None:
    assert "Rheinlift" not in words(house.say("focus", "tom"))
    assert "Konkan" not in words(house.say("focus", "asha"))


def test_a_manager_who_is_no_user_of_the_crm_sees_the_team_all_the_same(house: House) -> None:
    with house.app.store.write() as uow:
        marta = uow.people.get("marta")
        assert marta is not None
        uow.people.save(replace(marta, crm_user=""))
        uow.commit()
    assert "16 opportunities open" in words(house.say("team pipeline", "marta"))


def test_each_picture_is_small_enough_for_every_platform(house: House) -> None:
    house.later(minutes=1)
    house.say("team pipeline", "marta")
    ((_, reply),) = house.later(minutes=1)
    pictures = [part for part in reply.parts if isinstance(part, Picture)]
    assert len(pictures) == 3
    shown = [element for card in cards(reply) for element in card["body"] if element["type"] == "Image"]
    assert [image["altText"] for image in shown] == [picture.alt for picture in pictures]
