"""People in sixty wordings, written before the code had read them: whose name is a contact, whose is not."""

from __future__ import annotations

import pytest

from tests.unit.notes_world import written

NAMED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Lumina: Greta likes it", "R1", ("c1",)),
    ("Greta and Sam from Lumina both liked it", "R1", ("c1", "c2")),
    ("Lumina - Okafor called, wants 40 seats", "R1", ("c2",)),
    ("Lumina: spoke to Mr Okafor", "R1", ("c2",)),
    ("Lumina: Ms Holm is on board", "R1", ("c1",)),
    ("Lumina: Greta's team has our contract", "R1", ("c1",)),
    ("Lumina: it's Sam's call", "R1", ("c2",)),
    ("Lumina: Sam O. wants a demo", "R1", ("c2",)),
    ("Lumina: G. Holm approved the budget", "R1", ("c1",)),
    ("Lumina: gretta is happy", "R1", ("c1",)),
    ("Lumina: Samm from IT rang", "R1", ("c2",)),
    ("northwind - pam says hi", "R1", ("c3",)),
    ("pam reyes (northwind) wants to close in june", "R1", ("c3",)),
    ("Lumina: met Greta, Sam wasn't there", "R1", ("c1",)),
    ("Lumina: Sam was off sick, so it was just Greta", "R1", ("c1",)),
    ("Lumina: not Sam but Greta came", "R1", ("c1",)),
    ("Lumina: their new COO is Hanna Berg", "R1", ("new:Hanna Berg",)),
    ("Lumina: met Ivo Lang, head of logistics", "R1", ("new:Ivo Lang",)),
    ("Lumina: Sam brought his colleague Tessa Wu along", "R1", ("c2", "new:Tessa Wu")),
    ("Lumina: Bruno Costa (plant manager) joined", "R1", ("new:Bruno Costa",)),
    ("Lumina: Greta left, Paul Dean takes over", "R1", ("c1", "new:Paul Dean")),
    ("Lumina: call with Dr. Amina Yusuf", "R1", ("new:Amina Yusuf",)),
    ("Lumina: email from Lars Tveit, purchasing", "R1", ("new:Lars Tveit",)),
    ("Lumina: Joanna from procurement wants a discount", "R1", ("new:Joanna",)),
    ("Lumina: introduced to Marek Nowak by Sam", "R1", ("c2", "new:Marek Nowak")),
    ("Lumina: Kofi Mensah signs over there", "R1", ("new:Kofi Mensah",)),
    ("Lumina: talked with Yara Haddad and Sam", "R1", ("c2", "new:Yara Haddad")),
    ("Lumina: she wants it by St Patrick's Day", "R1", ()),
    ("Lumina: Ferrostack is in the race", "R1", ()),
    ("Lumina: our SE Carl Dunn runs the demo", "R1", ()),
    ("Lumina: my manager Ruth Vance wants it closed", "R1", ()),
    ("Lumina: Black Friday is their busy time", "R1", ()),
    ("Lumina: site in New Jersey goes first", "R1", ()),
    ("Lumina: moved to Negotiation, closing End of July", "R1", ()),
    ("Lumina: they run Microsoft Dynamics today", "R1", ()),
    ("Lumina: sent the Order Form and the Master Agreement", "R1", ()),
    ("Lumina: their Head of Finance likes it", "R1", ()),
    ("Lumina: Quality Assurance signed off", "R1", ()),
    ("Lumina: the Studienzentrum wants more", "R1", ()),
    ("Lumina: workshop at the Hamburg plant", "R1", ()),
    ("Lumina: Nora Lind here, 90k", "R1", ()),
    ("Lumina: thanks, Nora", "R1", ()),
    ("Lumina: Happy New Year to all! 90k now", "R1", ()),
    ("Lumina: they open in Saint Louis on Monday", "R1", ()),
    ("Lumina: Mark it at 90k", "R1", ()),
    ("Tidewater imaging: Ola says yes to a second demo", "R1", ("c5",)),
    ("tidewater renewal - brandt on the phone", "R1", ("c5",)),
    ("Brackley: Fiona's asked for our bank details", "R2", ("c6",)),
    ("Brackley: Alun told Fiona to start", "R2", ("c6", "c7")),
    ("Brackley: Mr Pryce has signed it off", "R2", ("c7",)),
    ("Sonnfeld: Frau Kern hat angerufen", "R3", ("c9",)),
    ("Chandra: Vikram sir approved", "R4", ("c11",)),
    ("Chandra: Rao ji is out till Monday", "R4", ("c11",)),
    ("Pushkar: Meera ma'am wants a demo", "R4", ("c12",)),
    ("Lumina: cc Greta on everything", "R1", ("c1",)),
    ("Lumina: Holm/Okafor both on the call", "R1", ("c1", "c2")),
    ("Lumina: greta + sam on teams today", "R1", ("c1", "c2")),
)


@pytest.mark.parametrize(("text", "user", "people"), NAMED)
def test_people_named(text: str, user: str, people: tuple[str, ...]) -> None:
    found = {who for people in written(text, "contacts", user) if isinstance(people, tuple) for who in people}
    assert found == set(people)
