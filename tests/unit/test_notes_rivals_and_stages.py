"""Rivals in the race or only spoken of; stages after any verb, and words that only look like stages."""

from __future__ import annotations

import pytest

from tests.unit.notes_world import written

RIVALS = (
    ("Lumina: Quillon is in the mix too", "Quillon"),
    ("Lumina are also looking at Dealwave", "Dealwave"),
    ("up against Ferrostack at Lumina", "Ferrostack"),
    ("Lumina shortlisted us and Quillon", "Quillon"),
    ("Ferrostack quoted Lumina 90k", "Ferrostack"),
    ("Ferrostack are in at Lumina as well, same price", "Ferrostack"),
    ("Lumina: incumbent is Quillon", "Quillon"),
    ("Sam at Lumina has a quote from Dealwave on his desk", "Dealwave"),
    ("Lumina, it's us v Dealwave", "Dealwave"),
    ("Lumina are trialling Quillon next to us", "Quillon"),
    ("heads up Quillon is sniffing around Lumina", "Quillon"),
    ("Lumina: Wettbewerber ist Dealwave", "Dealwave"),
    ("Bei Lumina ist noch Dealwave im Rennen", "Dealwave"),
    ("Lumina currently use Ferrostack, contract ends in March", "Ferrostack"),
    ("Lumina kijken ook naar Quillon", "Quillon"),
    ("Quillon dropped their price at Lumina, watch out", "Quillon"),
    ("Ferrostack just demoed to Lumina", "Ferrostack"),
    ("Lumina: Greta prefers Dealwave's dashboard", "Dealwave"),
    ("Lumina picked Quillon", "Quillon"),
    ("Lumina went to Ferrostack in the end", "Ferrostack"),
    ("they chose Dealwave over us at Lumina", "Dealwave"),
    ("Lumina has a Ferrostack quote on the table", "Ferrostack"),
    ("Lumina: Sam loves Quillon", "Quillon"),
    ("Dealwave offered Lumina 30% off", "Dealwave"),
    ("Lumina: Sam says Ferrostack is cheaper", "Ferrostack"),
    ("Lumina compares us to Quillon", "Quillon"),
    ("Lumina: head to head with Quillon now", "Quillon"),
    ("not Quillon at Lumina, it's Dealwave", "Dealwave"),
)

NO_RIVAL = (
    "Lumina: Quillon got cut",
    "Lumina: Quillon got the boot, Quillon got binned",
    "Quillon has been cut from the Lumina shortlist",
    "Lumina binned Dealwave",
    "Lumina have told Dealwave no",
    "Dealwave didn't make the shortlist at Lumina",
    "Lumina crossed Quillon off the list",
    "Quillon is history at Lumina",
    "Lumina: Ferrostack hat sich zurückgezogen",
    "Lumina: Ferrostack ist raus",
    "Dealwave is niet meer in beeld bij Lumina",
    "Dealwave valt af bij Lumina",
    "Lumina sent Ferrostack packing",
    "Ferrostack has walked away from Lumina",
    "Ferrostack no-bid Lumina",
    "Lumina said no thanks to Quillon",
    "Lumina is ripping out Quillon",
    "Sam from Lumina is off to Quillon",
    "Sam left Lumina, started at Quillon of all places",
    "Sam Okafor (Lumina) took a job with Dealwave",
    "Sam at Lumina used to be at Quillon",
    "Sam at Lumina is an ex-Ferrostack guy",
    "Sam at Lumina spent six years at Ferrostack",
    "Sam at Lumina previously ran sales for Ferrostack",
    "Lumina: Sam wechselt zu Dealwave",
    "Lumina: Sam gaat werken bij Dealwave",
    "Lumina: Sam fängt bei Dealwave an",
    "Sam at Lumina has a brother who works for Quillon",
    "Lumina: Sam's wife is at Dealwave",
    "Lumina: is Quillon in this one?",
    "not sure if Dealwave is at Lumina",
    "Sam at Lumina asked how we differ from Quillon",
    "Lumina wanted to know if we integrate with Quillon",
    "Lumina haven't looked at Dealwave",
    "Lumina: no sign of Quillon so far",
    "Lumina: no Quillon, no Dealwave, just us",
    "Lumina isn't considering Ferrostack",
    "Lumina: worried Ferrostack might turn up",
    "Lumina could invite Quillon next round",
    "if Quillon turns up at Lumina we are toast",
    "we beat Quillon at Delmont, Lumina loved that story",
    "told Sam at Lumina how we displaced Quillon at another site",
    "Lumina liked our Dealwave teardown slide",
    "I sent Lumina the Quillon battlecard",
    "Lumina already exports its data from Ferrostack, we plug into it fine",
    "Lumina bumped into the Quillon people at the trade show, nothing more",
    "heard Ferrostack got bought by a PE shop, Sam at Lumina told me",
    "Quillon raised 40m, Sam from Lumina mentioned it",
    "Lumina: we knocked out Dealwave",
    "Lumina already runs a sentrion valve in front of the kiln, no conflict with us",
)

STAGES = (
    ("Lumina goes to Proposal", "proposal"),
    ("Lumina go to Proposal stage now", "proposal"),
    ("we go to Proposal stage now at Lumina", "proposal"),
    ("Lumina to be put in Proposal stage", "proposal"),
    ("Lumina geht auf Proposal", "proposal"),
    ("Lumina bitte auf Negotiation", "negotiation"),
    ("Phase bei Lumina bitte auf Negotiation", "negotiation"),
    ("Lumina: Phase auf Proposal setzen", "proposal"),
    ("Lumina jetzt in Negotiation", "negotiation"),
    ("Lumina ist jetzt in der Negotiation", "negotiation"),
    ("Lumina naar Proposal", "proposal"),
    ("zet Lumina op Proposal", "proposal"),
    ("Lumina staat nu op Proposal", "proposal"),
    ("Lumina zit in nego", "negotiation"),
    ("bump Lumina to 71k and Proposal", "proposal"),
    ("put Lumina at 71k, Proposal", "proposal"),
    ("Lumina: Proposal, 71k", "proposal"),
    ("pop Lumina in Proposal please", "proposal"),
    ("stick Lumina in negotiation", "negotiation"),
    ("chuck Lumina into nego", "negotiation"),
    ("shove Lumina along to Proposal", "proposal"),
    ("nudge Lumina up to Proposal", "proposal"),
    ("slide Lumina over to negotiation", "negotiation"),
    ("kick Lumina back to Discovery", "discovery"),
    ("roll Lumina back to Discovery", "discovery"),
    ("Lumina has progressed to Proposal", "proposal"),
    ("Lumina advanced to Negotiation", "negotiation"),
    ("Lumina are in Nego now", "negotiation"),
    ("Lumina we're now in negotiation", "negotiation"),
    ("Lumina now at Proposal", "proposal"),
    ("Lumina stage = Proposal", "proposal"),
    ("Lumina stage: nego", "negotiation"),
    ("Lumina -> nego", "negotiation"),
    ("Lumina → Proposal, 71k", "proposal"),
    ("update Lumina stage to Proposal", "proposal"),
    ("change stage of Lumina to Proposal", "proposal"),
    ("Lumina pls make it Proposal stage", "proposal"),
    ("Lumina kindly move to Proposal stage", "proposal"),
    ("Lumina has entered Negotiation", "negotiation"),
    ("Lumina is out of trial and into Proposal", "proposal"),
    ("trial's over at Lumina, moving to Proposal", "proposal"),
    ("Lumina should be in Proposal, fix it please", "proposal"),
    ("Lumina belongs in Proposal", "proposal"),
    ("can you set Lumina to Proposal?", "proposal"),
    ("Lumina reverted to Discovery", "discovery"),
)

NO_STAGE = (
    "sent the proposal to Lumina",
    "Lumina proposal goes out Friday",
    "Lumina will move to Proposal next week",
    "hoping to move Lumina to Proposal",
    "Lumina should be in Proposal by Friday",
    "not moving Lumina to Proposal yet",
    "don't move Lumina to Proposal",
    "Lumina ready to move to Proposal?",
    "should Lumina be in Proposal?",
    "Lumina is still not in Proposal",
    "when can I move Lumina to Proposal",
    "once Sam signs off move Lumina to Proposal",
    "Lumina wants to go to Proposal",
    "Lumina got a quote from us",
    "Lumina went through the proposal",
    "Sam put the quote in a drawer at Lumina",
    "Lumina shook hands on nothing",
    "Lumina: Sam wants commit from his boss",
    "Lumina: discovery call on Monday",
    "I put it to Lumina in the proposal",
    "added Lumina's logo to the proposal",
    "Lumina gave me a handshake and a coffee",
    "Sam said commit dates later, Lumina",
    "Lumina: Negotiation am Montag",
    "Lumina maybe we're in negotiation",
    "Lumina: Sam thinks we are in negotiation",
    "Lumina: Sam on Proposal, and the offer is in the proposal folder",
    "Lumina moet nog naar Proposal",
    "Lumina wollen in die Negotiation",
    "wir gehen in Negotiation mit Lumina wenn Sam zusagt",
    "Lumina contract stage is a nightmare, lawyers everywhere",
)


@pytest.mark.parametrize(("text", "name"), RIVALS)
def test_rivals_in_the_race(text: str, name: str) -> None:
    assert written(text, "competitors") == [(name,)]


@pytest.mark.parametrize("text", NO_RIVAL)
def test_rivals_only_spoken_of(text: str) -> None:
    assert written(text, "competitors") == []


@pytest.mark.parametrize(("text", "stage"), STAGES)
def test_stages(text: str, stage: str) -> None:
    assert written(text, "stage") == [stage]


@pytest.mark.parametrize("text", NO_STAGE)
def test_no_stage(text: str) -> None:
    assert written(text, "stage") == []
