"""What is owed or booked next, in the many ways sellers say it; and what only sounds like a step."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.notes_world import written

STEPS = (
    ("Lumina: I'll send the SOW by Friday", "send the SOW", "2026-06-19"),
    ("told Greta I'd get her the order form by Friday, Lumina", "get her the order form", "2026-06-19"),
    ("Lumina: I must until Friday send the calculation", "send the calculation", "2026-06-19"),
    ("Lumina - need to get Greta the pricing by Monday", "get Greta the pricing", "2026-06-22"),
    ("Lumina: trying Greta again on Monday", "trying Greta again", "2026-06-22"),
    ("I'll try Greta again Monday, Lumina", "try Greta again", "2026-06-22"),
    ("Lumina: seeing Greta on Thursday", "seeing Greta", "2026-06-25"),
    ("Greta wants the revised quote by Friday, Lumina", "revised quote", "2026-06-19"),
    ("Greta needs our references by Monday. Lumina", "send our references", "2026-06-22"),
    ("Greta asked for a proposal by Friday, Lumina", "send proposal", "2026-06-19"),
    ("Lumina: please send the order form by Friday", "send the order form", "2026-06-19"),
    ("Lumina proposal goes out tomorrow", "proposal goes out", "2026-06-19"),
    ("Lumina: Angebot geht morgen raus", "Angebot geht", "2026-06-19"),
    ("Lumina: ich schicke das Angebot bis Freitag", "schicke das Angebot", "2026-06-19"),
    ("Lumina: wir liefern die Kalkulation bis Montag", "liefern die Kalkulation", "2026-06-22"),
    ("Lumina: Greta meldet sich nächste Woche mit Feedback", "meldet sich mit Feedback", "2026-06-26"),
    ("Lumina: Termin mit Greta am Freitag", "Termin mit Greta", "2026-06-19"),
    ("Lumina: ik stuur vrijdag de offerte", "stuur de offerte", "2026-06-19"),
    ("Lumina site survey is on Friday", "site survey", "2026-06-19"),
    ("Lumina: site walk Friday", "site walk", "2026-06-19"),
    ("Lumina demo got moved from Thursday to Friday", "demo got moved from Thursday", "2026-06-19"),
    ("Lumina workshop pushed to June 30", "workshop with Lumina Foods", "2026-06-30"),
    ("Greta's coming to our workshop on Friday, Lumina", "Greta's coming to our workshop", "2026-06-19"),
    ("Lumina contract over to Greta on Friday", "contract over to Greta", "2026-06-19"),
    ("Lumina: Greta will raise the PR by Friday", "Greta will raise the PR", "2026-06-19"),
    ("Lumina: Greta to send the SSO details by Friday", "Greta to send the SSO details", "2026-06-19"),
    ("Greta promised feedback by Monday, Lumina", "send feedback", "2026-06-22"),
    ("Lumina: Greta is getting back to us on Monday", "Greta is getting back to us", "2026-06-22"),
    ("Lumina redlines due Monday", "redlines", "2026-06-22"),
    ("Lumina - expecting redlines by Monday", "expecting redlines", "2026-06-22"),
    ("Lumina waiting for their comments by Monday", "waiting for their comments", "2026-06-22"),
    ("Next: QBR with Greta on Friday, Lumina", "QBR with Greta", "2026-06-19"),
    ("Lumina. Actions: Robin to send ROI model by Friday", "Robin to send ROI model", "2026-06-19"),
    ("Lumina action item: book the security call by Monday", "book the security call", "2026-06-22"),
    ("Lumina: nächster Schritt Workshop am 30.6.", "Workshop with Lumina Foods", "2026-06-30"),
    ("Lumina, let's call Greta on Friday", "call Greta", "2026-06-19"),
    ("Lumina: I owe Sam a best and final by Friday", "send Sam a best and final", "2026-06-19"),
    ("Lumina: Greta fancies a demo on Friday", "demo with Greta Holm", "2026-06-19"),
    ("Lumina: back in touch with Greta on Monday", "back in touch with Greta", "2026-06-22"),
    ("Lumina: catching up with Greta on Friday", "catching up with Greta", "2026-06-19"),
    ("we agreed to reconnect on June 30, Lumina", "reconnect with Lumina Foods", "2026-06-30"),
    ("Lumina: meeting Greta at their office on Tuesday", "meeting Greta at their office", "2026-06-23"),
    ("Lumina: on-site is booked in for Tuesday", "on-site with Lumina Foods", "2026-06-23"),
    ("Greta to confirm the dates by Friday, Lumina", "Greta to confirm the dates", "2026-06-19"),
    ("Lumina: will revert with commercials by Friday", "revert with commercials", "2026-06-19"),
    ("Lumina: have to submit the tender by June 30", "submit the tender", "2026-06-30"),
    ("I promised Greta the deck by Friday, Lumina", "send Greta the deck", "2026-06-19"),
    ("Lumina: kindly share the BOQ by Friday", "share the BOQ", "2026-06-19"),
)
NO_STEPS = (
    "Owen Tate runs Lumina on Friday",
    "Lumina happy to take reference calls on Friday",
    "Lumina: legal will get the paper at some point next week",
    "Lumina due date is Friday",
    "Lumina: Greta had the deck on Friday",
    "Lumina closes Friday",
    "Lumina will sign on Friday",
    "Lumina: Greta is out until Monday",
    "Lumina go-live on July 1",
    "Lumina board votes on Friday",
    "sent Lumina the SOW on Friday",
    "I should have called Greta on Monday, Lumina 88k",
    "maybe I'll send Greta a quote on Friday, Lumina",
    "Lumina: might do a demo on Friday",
    "if Greta agrees I'll send the SOW by Friday, Lumina",
    "Lumina: no call on Friday",
    "won't send the quote before Friday, Lumina",
    "should I send the quote on Friday, Lumina?",
    "Lumina 88k by Friday",
    "Lumina demo was on Monday",
    "Lumina: I'm on vacation until Friday",
    "Lumina: Greta decides on Friday",
    "Greta wants 12% off by Friday, Lumina",
    "Lumina: I think it will be fine",
    "move Lumina to negotiation",
    "set Lumina close date to June 30",
    "Lumina starts with us on July 1",
    "Lumina: their fiscal year ends on June 30",
    "Lumina contract expires on June 30",
    "Greta joins Quillon on July 1, Lumina",
    "Lumina demo cancelled on Friday",
    "could we call Greta on Friday? Lumina",
    "Greta starts her leave Friday, Lumina",
    "Lumina: I'll be honest it looks bad",
    "Lumina: I will keep you posted",
    "Lumina budget gets released in July",
    "Lumina: signing is on Friday",
    "Lumina: PO expected by Friday",
    "Lumina: we expect to close on June 30",
    "update Lumina to 88k by Friday",
)
UNDONE = ("if {}", "maybe {}", "{}?", "not sure {}", "{}, if all goes well")


@pytest.mark.parametrize(("text", "step", "due"), STEPS)
def test_the_step_and_its_day(text: str, step: str, due: str) -> None:
    assert written(text, "next_step") == [step]
    assert written(text, "next_step_due") == [date.fromisoformat(due)]


@pytest.mark.parametrize("text", NO_STEPS)
def test_what_nobody_owes(text: str) -> None:
    assert written(text, "next_step") == []
    assert written(text, "next_step_due") == []


@pytest.mark.parametrize("wrapped", UNDONE)
def test_a_step_supposed_or_asked_about_is_not_written(wrapped: str) -> None:
    plain = [text for text, _, _ in STEPS if not {*".:-"} & {*text} and "," not in text[:9]]
    assert len(plain) > 10
    assert [t for t in plain if written(wrapped.format(t), "next_step")] == []
