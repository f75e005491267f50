"""Steps in sixty wordings, written before the code had read them: who does what next, by when, or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.notes_world import written

OWED: tuple[tuple[str, str, str | None], ...] = (
    ("Lumina: I'm turning their comments around by Friday", "turn", "2026-06-19"),
    ("Lumina: Sam will fill in the form and send it by Saturday", "form", "2026-06-20"),
    (
        "Lumina: she asked if I'd send the integration note, which I'll do on Monday",
        "integration note",
        "2026-06-22",
    ),
    ("Lumina - we've fixed a workshop on labels for 4 July at nine", "workshop on labels", "2026-07-04"),
    ("Lumina: Sam wants the costings from me on the 29th", "costings", "2026-06-29"),
    ("Lumina: Greta gets the offer from me on Tuesday", "offer", "2026-06-23"),
    ("Lumina: I've to get them logins by Monday", "logins", "2026-06-22"),
    ("Lumina: I'm to bring Sam the migration plan next Wednesday", "migration plan", "2026-06-24"),
    ("Lumina EOW, I send them a template", "template", "2026-06-19"),
    ("Greta from Lumina is good for a sync next Thursday", "sync", "2026-06-25"),
    ("Lumina: she wants an order form off me by Tuesday", "order form", "2026-06-23"),
    ("Lumina: Sam is bringing his plant manager to Friday's call", "call", "2026-06-19"),
    ("Lumina: can you resend the quote before Friday, wrote Greta", "quote", None),
    ("Lumina: quote goes out tomorrow", "quote", "2026-06-19"),
    ("Lumina: their redlines are due back Friday", "redlines", "2026-06-19"),
    ("Lumina: demo on the 25th with the bakery managers", "demo", "2026-06-25"),
    ("Lumina: pencilled a site visit for 2 July", "site visit", "2026-07-02"),
    ("Lumina: ball's in my court for the ROI model, due Monday", "roi model", "2026-06-22"),
    ("Lumina: my homework is the reference list, Monday latest", "reference list", "2026-06-22"),
    ("Lumina: Sam chases legal tomorrow", "chase", "2026-06-19"),
    ("Lumina: on my plate: revised pricing by the 24th", "revised pricing", "2026-06-24"),
    ("Lumina. TODO ring Greta", "ring greta", None),
    ("Lumina: Greta asked us to come in on Monday and show the reports", "visit", "2026-06-22"),
    ("Lumina: we meet again on Tuesday", "meet", "2026-06-23"),
    ("Lumina: next call Tuesday", "call", "2026-06-23"),
    ("Lumina: speaking again on the 30th", "speak", "2026-06-30"),
    ("Lumina: I owe Sam the data sheet by Thursday", "data sheet", "2026-06-25"),
    ("Lumina: remind me to call Greta on Monday", "call greta", "2026-06-22"),
    ("Lumina: they're expecting our proposal by the 26th", "proposal", "2026-06-26"),
    ("Lumina: Greta promised feedback by Friday", "feedback", "2026-06-19"),
    ("Lumina: waiting on Sam's answers, should have them Monday", "answers", "2026-06-22"),
    ("Lumina: follow up with Sam on the 24th", "follow up with sam", "2026-06-24"),
    ("Lumina: book the kickoff with Greta", "book the kickoff", None),
    ("Lumina: the workshop is set for Tuesday the 23rd", "workshop", "2026-06-23"),
    ("Lumina: workshop moved from Friday to Tuesday", "workshop", "2026-06-23"),
    ("Lumina: Greta postponed our review to Monday 22.6.", "review", "2026-06-22"),
    ("Lumina, I am going back on Thursday to train two users", "train two users", "2026-06-25"),
    ("Lumina: have to get Sam the SSO guide before the weekend", "sso guide", None),
    ("Lumina: Sam's sending over the test data Monday", "test data", "2026-06-22"),
    ("Lumina: revised quote to Greta by Monday", "revised quote", "2026-06-22"),
    ("Lumina: I'll have the deck with her by Friday", "deck", "2026-06-19"),
    ("Lumina: catch-up booked in for the 1st of July", "catch-up", "2026-07-01"),
    ("Lumina: Zoom w/ Greta thurs 3pm", "zoom", "2026-06-25"),
    ("Lumina: coffee with Sam on Monday to go over pricing", "coffee", "2026-06-22"),
    ("Lumina: Greta is introducing us to the COO on Monday", "introduc", "2026-06-22"),
)
NOT_OWED = (
    "Lumina awaiting signature",
    "Lumina: I sent the deck yesterday",
    "Lumina: had lunch with Greta on Tuesday",
    "Lumina: my doctor says I should walk more. Greta likes us.",
    "Lumina: Sam told us on a call that theft is their top problem this year",
    "Lumina: Greta wrote it in an e-mail this morning with three exclamation marks",
    "Lumina: she is on holiday until Monday",
    "Lumina: Sam might call on Monday",
    "Lumina: nothing to do until they decide",
    "Lumina: the demo on Monday went well",
    "Lumina: go-live is planned for 1 September",
    "Lumina: their board meets on Monday",
    "Lumina: the workshop was cancelled",
    "Lumina: met Greta yesterday, she starts her leave on Monday",
    "Lumina: no need to send the deck",
)


@pytest.mark.parametrize(("text", "words", "day"), OWED)
def test_what_is_owed_and_by_when(text: str, words: str, day: str | None) -> None:
    (step,) = written(text, "next_step")
    assert words in str(step).lower()
    assert day is None or written(text, "next_step_due") == [date.fromisoformat(day)]


@pytest.mark.parametrize("text", NOT_OWED)
def test_nothing_is_owed(text: str) -> None:
    assert written(text, "next_step") == []
    assert written(text, "next_step_due") == []
