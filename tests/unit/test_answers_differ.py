"""Which pairs of sentences contradict each other, on invented pairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.claims import claim
from bot.answers.differ import contradict, same

DISAGREE = [
    ("The Team plan costs 42 dollars a seat.", "The Team plan costs $45 per seat."),
    ("Onboarding takes four weeks.", "Onboarding takes six weeks."),
    ("Onboarding takes four weeks.", "Onboarding usually takes about 10 days."),
    ("A renewal discount may not exceed 15%.", "A renewal discount may not exceed 20 percent."),
    ("The pilot is free for 30 days.", "The pilot is free for 45 days."),
    ("The price list changes on 1 March 2026.", "The price list changes on 1 April 2026."),
    (
        "Support for the old connector ends on 2026-06-30.",
        "Support for the old connector ends on 31 Dec 2026.",
    ),
    ("The mobile app works offline.", "The mobile app does not work offline."),
    ("Single sign-on is included in the Team plan.", "Single sign-on is not included in the Team plan."),
    ("Invoices are sent monthly.", "Invoices are sent quarterly."),
    ("The server needs MySQL 8.0.36 or newer.", "The server needs MySQL 5.7.44 or newer."),
    ("Seats can be reduced at renewal.", "Seats cannot be reduced at renewal."),
    ("The API allows 100 requests per minute.", "The API allows 600 requests per minute."),
    ("Backups are kept for 90 days.", "Backups are kept for one year."),
    ("The reseller margin is 12%.", "The reseller margin is 18%."),
    ("Deal desk answers within one business day.", "Deal desk answers within two business days."),
    ("A contract needs two signatures.", "A contract needs three signatures."),
    ("The uplift is capped at 3% a year.", "The uplift is capped at 5% a year."),
    ("Data is stored in the European Union.", "Data is never stored in the European Union."),
    ("Route planning is available in the Basic plan.", "Route planning is not available in the Basic plan."),
    ("The training budget is $2,000 per person.", "The training budget is $1,500 per person."),
    ("Customers get a refund within 14 days.", "Customers get a refund within 30 days."),
    ("The minimum order is 10 seats.", "The minimum order is 25 seats."),
    ("A migration costs $25,000.", "A migration costs about $18k."),
    ("The kick-off call lasts 30 minutes.", "The kick-off call lasts one hour."),
    ("The sync runs hourly.", "The sync runs daily."),
    ("Bulk import takes up to 5,000 rows.", "Bulk import takes up to 10,000 rows."),
    ("The beta ends in May 2026.", "The beta ends in July 2026."),
    ("Partners may resell the Enterprise plan.", "Partners may not resell the Enterprise plan."),
    (
        "The agent supports version 12.1 of the kernel module.",
        "The agent supports version 13.0 of the kernel module.",
    ),
    (
        "Quarterly reviews are held 90 days after kickoff.",
        "Quarterly reviews are held 60 days after kickoff.",
    ),
    ("Plan: Team · Price: $29", "Plan: Team · Price: $35"),
    ("Deals above $50,000 need approval.", "Deals above $80,000 need approval."),
]
NO_CONTRADICTION = [
    # the same, in other words
    ("Onboarding takes four weeks.", "Onboarding takes 4 weeks."),
    ("Onboarding takes four weeks.", "Onboarding takes 28 days."),
    ("The Team plan costs $42 a seat.", "The Team plan costs 42 dollars a seat."),
    ("A discount may not exceed 15%.", "A discount must not exceed 15 percent."),
    ("The price list changes on 1 March 2026.", "The price list changes on 2026-03-01."),
    ("The pilot is free for 30 days.", "The pilot is free for 30 days and needs no card."),
    ("The mobile app works offline.", "The mobile app works offline too."),
    ("A migration costs $25,000.", "A migration costs about $25k."),
    ("Invoices are sent yearly.", "Invoices are sent annually."),
    ("The kick-off call lasts 60 minutes.", "The kick-off call lasts one hour."),
    ("Seats cannot be reduced at renewal.", "Seats can't be reduced at renewal."),
    ("Backups are kept for 12 weeks.", "Backups are kept for 84 days."),
    ("The server needs MySQL 8.0.36.", "The server needs MySQL 8.0.36 or newer."),
    ("Bulk import takes up to 5,000 rows.", "Bulk import takes 5000 rows."),
    ("Support ends on 30 June 2026.", "Support ends on June 30, 2026."),
    # of different things
    ("The Team plan costs $42 a seat.", "The Enterprise plan costs $60 a seat."),
    ("New customers get 10% off.", "Existing customers get 15% off."),
    ("On macOS the notice appears every 30 minutes.", "On Windows the notice appears every 60 minutes."),
    ("Onboarding takes four weeks.", "Offboarding takes two weeks."),
    ("Fleet 4.20.0 adds software inventory.", "Fleet 4.31.0 adds script execution."),
    ("The API allows 100 requests per minute.", "The API allows 10 uploads per minute."),
    ("The first review is held after 30 days.", "The second review is held after 60 days."),
    ("Quorvia charges $30 a user.", "Salesloom charges $55 a user."),
    ("The pilot lasts 30 days.", "The contract lasts 36 months."),
    ("Depots in Lyon open at 6.", "Depots in Oslo open at 8."),
    ("Admins can delete hosts.", "Observers cannot delete hosts."),
    ("A renewal needs 60 days' notice.", "A cancellation needs 90 days' notice."),
    ("Reps get 8% commission on new business.", "Reps get 4% commission on renewals."),
    ("The Basic plan has no route planning.", "The Team plan has route planning."),
    ("Version 1.2 of the app is free.", "The app costs 3 dollars a month in the store."),
    # under other conditions
    ("Onboarding takes four weeks.", "Onboarding takes six weeks for customers with several depots."),
    ("A seat costs $42 when billed yearly.", "A seat costs $49 when billed monthly."),
    ("Discounts up to 10% need no approval.", "Discounts up to 25% need the manager's approval."),
    ("Support answers in 4 hours.", "Support answers in one hour on the Enterprise plan."),
    ("Ten seats cost $400.", "Twenty seats cost $700."),
    ("The discount is 5% for 10 seats.", "The discount is 12% for 50 seats."),
    ("Exports are not available without a licence.", "Exports are available with a licence."),
    ("The app works offline on Android.", "The app does not work offline in the browser."),
    ("Refunds take 5 days by card.", "Refunds take 14 days by bank transfer."),
    ("In 2024 we signed 40 customers.", "In 2025 we signed 65 customers."),
    ("Low risks have no deadline.", "High risks are mended within 30 days."),
    (
        "Before the deadline users may defer the restart.",
        "After the deadline users may not defer the restart.",
    ),
    # one says more than the other
    ("The server needs MySQL.", "The server needs MySQL 8.0.36."),
    ("Invoices are sent.", "Invoices are sent monthly."),
    ("Backups are kept.", "Backups are kept for 90 days."),
    ("Discounts need approval.", "Discounts above 10% need approval within 2 days."),
    ("The pilot lasts 30 days.", "The pilot lasts 30 days and costs $0."),
    ("Data is stored in the EU.", "Data is stored in the EU and encrypted with 256 bits."),
    # addresses and names of files
    ("The report is here: 2022-04-29-pen-test.pdf.", "The report is here: 2023-06-09-pen-test.pdf."),
    ("See https://x.example/v1/hosts for the hosts.", "See https://x.example/v2/hosts for the hosts."),
    # unrelated
    ("The canteen opens at noon.", "Onboarding takes six weeks."),
    ("Bananas are yellow.", "The app is not yellow."),
    ("Ask who signs the contract.", "The contract runs 36 months."),
    ("The fleet binary is 40 MB.", "The fleetctl binary runs on 3 platforms."),
    ("Send the quote within 2 days.", "Send the invoice within 30 days."),
    ("Redis caches data.", "MySQL does not cache data."),
    ("Call the champion first.", "Do not call the economic buyer first."),
    ("Our office has 40 desks.", "Our office opened in 2019."),
    ("The deck has 12 slides.", "The demo takes 20 minutes."),
    ("Never share the price floor.", "Share the price list with 3 partners."),
    ("Two teams won awards.", "Two teams moved offices."),
    ("Head count grew by 30%.", "Revenue grew by 80%."),
    ("The webinar is on 5 May.", "The workshop is on 9 June."),
    ("A host reports every 10 seconds.", "A policy runs every 60 minutes."),
]


def test_at_least_nine_in_ten_contradictions_are_seen() -> None:
    missed = [pair for pair in DISAGREE if not contradict(*pair)]
    assert len(DISAGREE) >= 30
    assert len(missed) <= 0.1 * len(DISAGREE), missed


def test_at_most_one_in_twenty_other_pairs_is_taken_for_one() -> None:
    wrong = [pair for pair in NO_CONTRADICTION if contradict(*pair)]
    assert len(NO_CONTRADICTION) >= 60
    assert len(wrong) <= 0.05 * len(NO_CONTRADICTION), wrong


@pytest.mark.parametrize(("one", "other"), DISAGREE + NO_CONTRADICTION)
def test_the_order_does_not_matter(one: str, other: str) -> None:
    assert contradict(one, other) == contradict(other, one)


@given(st.text(max_size=200))
def test_nothing_contradicts_itself(sentence: str) -> None:
    assert not contradict(sentence, sentence)


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("It costs $1,250.50.", ("money", "1250.5")),
        ("It costs 25k dollars.", ("money", "25000")),
        ("It takes two weeks.", ("days", "14")),
        ("Within 2 business days.", ("days", "2")),
        ("On 3rd May 2026.", ("date", "2026-05-03")),
        ("From 2026-05-03 on.", ("date", "2026-05-03")),
        ("At most 12.5 percent.", ("percent", "12.5")),
        ("It needs 8.0.36.", ("version", "8.0.36")),
        ("Seven licences remain.", ("number of licenc", "7")),
        ("Paid annually.", ("often", "yearly")),
    ],
)
def test_values_are_read_as_they_are_meant(sentence: str, value: tuple[str, str]) -> None:
    assert claim(sentence).values == {value}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Onboarding takes four weeks.", "Onboarding takes four weeks!"),
        ("A renewal discount needs the value review.", "A renewal discount needs the value review first."),
    ],
)
def test_what_is_said_twice_is_the_same(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(("one", "other"), DISAGREE)
def test_what_contradicts_is_never_the_same(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Northlight beats Quorvia on routing and price.", "Salesloom beats Quorvia on routing and price."),
        ("", ""),
        ("Bananas are yellow.", "Onboarding takes weeks."),
    ],
)
def test_what_names_others_or_says_nothing_is_not_the_same(one: str, other: str) -> None:
    assert not same(one, other)
