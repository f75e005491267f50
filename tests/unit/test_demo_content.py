"""The demo company holds together: what its pages, its CRM and its settings say of each other."""

from __future__ import annotations

import json
import re
import runpy
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from adapters.config import DEMO_CONFIG, load_settings
from adapters.sources.files import FileSource
from bot.coaching.model import Plan
from bot.sales import Account, Contact, Note, Opportunity
from bot.settings import Settings
from bot.wire import load
from content_index.model import Document

FOLDER = DEMO_CONFIG.parent
TODAY = date(2026, 3, 10)


@cache
def settings() -> Settings:
    return load_settings(DEMO_CONFIG, {})


@cache
def pages() -> dict[str, Document]:
    (source,) = settings().sources
    files = FileSource(source.name, source.location, audience=source.audience, owner=source.owner)
    return {document.path: document for document in map(files.read, files.list())}


def fixture(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return content


@cache
def accounts() -> dict[str, Account]:
    return {a.id: a for a in load(fixture("crm.json")["accounts"], tuple[Account, ...])}


@cache
def contacts() -> dict[str, Contact]:
    return {c.id: c for c in load(fixture("crm.json")["contacts"], tuple[Contact, ...])}


@cache
def opportunities() -> dict[str, Opportunity]:
    return {o.id: o for o in load(fixture("crm.json")["opportunities"], tuple[Opportunity, ...])}


def notes() -> tuple[Note, ...]:
    found: tuple[Note, ...] = load(fixture("crm.json")["notes"], tuple[Note, ...])
    return found


def reps() -> set[str]:
    return {person.crm_user for person in settings().people if "rep" in person.roles}


def test_the_cast() -> None:
    people = {person.id: person for person in settings().people}
    assert reps() == {"priya", "tom", "asha"}
    assert {p.id for p in people.values() if "manager" in p.roles} == {"marta", "henrik"}
    assert {p.id for p in people.values() if "enablement" in p.roles} == {"joel"}
    assert {p.id for p in people.values() if "admin" in p.roles} == {"lena"}
    assert (people["priya"].manager, people["asha"].manager, people["tom"].manager) == (
        "marta",
        "marta",
        "henrik",
    )
    assert (people["tom"].zone, people["tom"].locale, people["tom"].currency) == (
        "Europe/Berlin",
        "de-DE",
        "EUR",
    )
    assert (people["asha"].zone, people["asha"].locale, people["asha"].currency) == (
        "Asia/Kolkata",
        "en-IN",
        "INR",
    )
    assert people["priya"].zone == "America/New_York"
    assert all(f"console:demo:{id}" in person.identities for id, person in people.items())


def test_stages_and_verifiers_are_the_agreed_ones() -> None:
    assert [stage.id for stage in settings().stages] == [
        "prospecting",
        "discovery",
        "evaluation",
        "proposal",
        "negotiation",
        "commit",
        "closed_won",
        "closed_lost",
    ]
    assert [verifier.id for verifier in settings().verifiers] == [
        "problem_confirmed",
        "budget_confirmed",
        "economic_buyer_met",
        "champion_confirmed",
        "decision_criteria_agreed",
        "decision_process_agreed",
        "technical_win",
        "security_review_passed",
        "legal_review_started",
        "procurement_engaged",
        "verbal_commit",
    ]
    assert settings().competitors == ("Quorvia", "Salesloom", "BlueTab", "Pipewise")


def test_no_stage_word_means_two_stages() -> None:
    words = [word.casefold() for s in settings().stages for word in (s.id, s.name, *s.synonyms)]
    own = [len({w.casefold() for w in (s.id, s.name, *s.synonyms)}) for s in settings().stages]
    assert len(set(words)) == sum(own)


def test_the_acme_opportunity_is_as_the_first_conversation_needs_it() -> None:
    acme = opportunities()["opp-acme"]
    assert (acme.amount, acme.currency, acme.stage) == (Decimal(65000), "USD", "evaluation")
    assert (acme.close_date, acme.owner_id, acme.status) == (date(2026, 5, 29), "priya", "open")
    assert accounts()[acme.account_id].name == "Acme"
    assert [(contacts()[c].name, contacts()[c].title) for c in acme.contacts] == [
        ("Dana Whitfield", "CFO"),
        ("Luis Ortega", "VP Field Operations"),
    ]
    assert "budget_confirmed" not in acme.verifiers
    assert acme.competitors == ("Quorvia",)
    assert [o.id for o in opportunities().values() if o.account_id == acme.account_id] == ["opp-acme"]


def test_borealis_is_out_of_priyas_reach() -> None:
    borealis = opportunities()["opp-borealis"]
    assert borealis.owner_id == "tom"
    assert not borealis.writable_by("priya")


def test_two_accounts_of_one_seller_share_a_short_name() -> None:
    named = [account for account in accounts().values() if "Harbor" in account.aliases]
    assert [(account.name, account.owner_id) for account in named] == [
        ("Harbor Elevator", "priya"),
        ("Harbor Electric Co-op", "priya"),
    ]


def test_the_crm_refers_only_to_what_exists() -> None:
    assert len(accounts()) == 30
    stages = {stage.id: stage for stage in settings().stages}
    verifiers = {verifier.id for verifier in settings().verifiers}
    for account in accounts().values():
        assert account.owner_id in reps()
    for contact in contacts().values():
        assert contact.account_id in accounts()
    for opportunity in opportunities().values():
        assert accounts()[opportunity.account_id].owner_id == opportunity.owner_id, opportunity.id
        assert accounts()[opportunity.account_id].currency == opportunity.currency, opportunity.id
        assert set(opportunity.team_ids) <= reps() - {opportunity.owner_id}
        assert set(opportunity.verifiers) <= verifiers
        assert set(opportunity.competitors) <= set(settings().competitors)
        assert {contacts()[c].account_id for c in opportunity.contacts} == {opportunity.account_id}
        assert (opportunity.status != "open") == stages[opportunity.stage].is_closed, opportunity.id
        assert (opportunity.status == "won") == stages[opportunity.stage].is_won, opportunity.id
    for note in notes():
        assert note.author_id in reps()
        assert (note.opportunity_id in opportunities()) != (note.account_id in accounts())
        assert note.written_at.date() <= TODAY


def test_open_opportunities_lie_ahead_and_closed_ones_behind() -> None:
    for opportunity in opportunities().values():
        assert opportunity.close_date is not None
        assert (opportunity.close_date > TODAY) == (opportunity.status == "open"), opportunity.id
        if opportunity.next_step_due:
            assert opportunity.next_step_due > TODAY, opportunity.id


def test_lost_opportunities_name_a_known_reason() -> None:
    lost = [o for o in opportunities().values() if o.status == "lost"]
    assert {o.reason for o in lost} == {"price", "no_decision", "product_fit", "budget"}
    assert {o.reason for o in lost} <= set(settings().loss_reasons)
    assert {o.reason for o in opportunities().values() if o.status != "lost"} == {""}


@pytest.mark.parametrize("rep", ["priya", "tom", "asha"])
def test_every_seller_has_a_book_worth_trying(rep: str) -> None:
    mine = [o for o in opportunities().values() if o.owner_id == rep]
    assert len([o for o in mine if o.status == "open"]) >= 7
    assert {o.status for o in mine} == {"open", "won", "lost"}


def test_martas_plan_is_on_day_six_and_she_has_practised() -> None:
    plans = fixture("plans.json")
    (plan,) = load(plans["plans"], tuple[Plan, ...])
    assert (plan.manager_id, plan.rep_id, plan.driver_id, plan.state) == (
        "marta",
        "priya",
        "discovery",
        "active",
    )
    now = datetime.fromisoformat(plans["clock"])
    assert now.date() == TODAY
    assert plan.start_date is not None
    assert plan.end_date is not None
    assert (now.date() - plan.start_date).days == 6
    assert (plan.end_date - plan.start_date).days == settings().coaching.plan_days
    assert ("marta", "discovery") in {(p["person_id"], p["driver_id"]) for p in plans["practised"]}


def test_drivers_say_all_a_manager_needs() -> None:
    assert [driver.id for driver in settings().drivers] == ["discovery", "value_selling"]
    for driver in settings().drivers:
        assert len(driver.behaviours) == 4
        assert len(driver.openers) == 6
        assert driver.practice_task
        assert {content.removeprefix("enablement/") for content in driver.content} <= set(pages())


def test_all_formats_are_read() -> None:
    formats = {path.rpartition(".")[2] for path in pages()}
    assert formats == {"md", "html", "txt", "pdf", "docx", "pptx"}
    assert len(pages()) == 21
    assert min(len(page.text.split()) for page in pages().values()) > 150


def test_every_page_has_an_owner_who_can_be_asked_and_its_dates() -> None:
    names = {person.name for person in settings().people}
    for path, page in pages().items():
        assert page.owner in names, path
        assert page.updated, path
        assert page.verified, path
        assert page.updated <= page.verified <= TODAY, path


def test_one_page_is_overdue_for_review() -> None:
    overdue = [path for path, page in pages().items() if page.review_by and page.review_by < TODAY]
    assert overdue == ["battlecards/salesloom.md"]


def test_only_the_discounting_policy_is_kept_from_sellers() -> None:
    restricted = {path: page.audience for path, page in pages().items() if page.audience != {"public"}}
    assert restricted == {"pricing/discounting-policy.docx": {"group:managers", "group:deal-desk"}}
    allowed = {person.id for person in settings().people if {"managers", "deal-desk"} & set(person.groups)}
    assert allowed == {"marta", "henrik", "victor"}


def test_floor_prices_stand_on_no_public_page() -> None:
    leaking = [path for path, page in pages().items() if "$51" in page.text or "floor" in page.text.lower()]
    assert leaking == ["pricing/discounting-policy.docx"]


def test_fedramp_is_mentioned_nowhere() -> None:
    assert [path for path, page in pages().items() if "fedramp" in (page.title + page.text).casefold()] == []
    assert "fedramp" not in (FOLDER / "crm.json").read_text(encoding="utf-8").casefold()


def test_prices_are_the_same_on_every_page() -> None:
    pricing = pages()["pricing/pricing-and-packaging.md"].text
    assert "Team costs $42, Business $68 and Enterprise $95 per technician seat" in pricing
    quorvia = pages()["battlecards/quorvia.md"].text
    seats, years = 80, 3
    ours = years * seats * 12 * (68 + 12) + 9_500
    licences = seats * 12 * (39 + 15 + 8)
    theirs = years * (licences * 1.18 + 12_000) + 25_000
    assert f"about ${round(theirs, -2):,.0f} and Northlight to about ${ours:,}" in quorvia
    assert f"${round(licences * 0.18):,} a year" in quorvia


def test_every_competitor_has_a_battlecard() -> None:
    titles = [page.title for path, page in pages().items() if path.startswith("battlecards/")]
    for competitor in settings().competitors:
        assert len([title for title in titles if competitor in title]) == 1


def test_the_two_answers_of_the_first_conversation_stand_in_sections_of_their_own() -> None:
    text = pages()["battlecards/quorvia.md"].text
    sections = {part.splitlines()[0]: part for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]}
    new = sections['"You are too expensive compared with Quorvia": new business']
    renewal = sections['Renewal: "Quorvia offers us less"']
    assert "the finished system is not" in new
    assert "renewal" not in new.lower()
    assert "capped at 3% a year" in renewal


def test_generated_pages_are_those_of_their_originals() -> None:
    script = runpy.run_path(str(FOLDER / "make_documents.py"))
    for path, written in script["PAGES"].items():
        original = (FOLDER / "originals" / Path(path).with_suffix(".md").name).read_text(encoding="utf-8")
        assert (FOLDER / "content" / path).read_bytes() == written(original), path
