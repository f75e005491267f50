"""Records in sixty wordings, written before the code had read them: one, several, a question, nobody's."""

from __future__ import annotations

import pytest

from tests.unit.notes_world import understood

ABOUT: tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...] = (
    ("Lumina 90k", "R1", (("opportunity", "L1"),)),
    ("lumina's at 90k now", "R1", (("opportunity", "L1"),)),
    ("90k for the lumina folks", "R1", (("opportunity", "L1"),)),
    ("LUMINA FOODS: 90k", "R1", (("opportunity", "L1"),)),
    ("Luminas deal is 90k", "R1", (("opportunity", "L1"),)),
    ("lumnia 90k", "R1", (("opportunity", "L1"),)),
    ("bakeries deal now 90k", "R1", (("opportunity", "L1"),)),
    ("the bakeries one closes 31 July", "R1", (("opportunity", "L1"),)),
    ("Greta put it up to 90k", "R1", (("opportunity", "L1"),)),
    ("Okafor wants 40 seats", "R1", (("opportunity", "L1"),)),
    ("NWA moved to commit", "R1", (("opportunity", "N1"),)),
    ("nwa moved to commit", "R1", (("opportunity", "N1"),)),
    ("north wind airways: commit", "R1", (("opportunity", "N1"),)),
    ("Northwind Airways Inc. signed, 240k", "R1", (("opportunity", "N1"),)),
    ("crew deal: commit", "R1", (("opportunity", "N1"),)),
    ("Pam says 250k is ok", "R1", (("opportunity", "N1"),)),
    ("Tidewater 60k", "R1", (("ambiguous", "T1", "T2"),)),
    ("Tidewater renewal 60k", "R1", (("opportunity", "T1"),)),
    ("the renewal at Tidewater is 60k", "R1", (("opportunity", "T1"),)),
    ("tidewater img 135k", "R1", (("opportunity", "T2"),)),
    ("tidewater imaging → evaluation", "R1", (("opportunity", "T2"),)),
    ("Tidewater: renewal 60k, imaging 140k", "R1", (("opportunity", "T1"), ("opportunity", "T2"))),
    ("tidewater renwal is 60k", "R1", (("opportunity", "T1"),)),
    ("Tidewater, the imaging thing, 140k", "R1", (("opportunity", "T2"),)),
    ("tidewater from 55 to 60k", "R1", (("opportunity", "T1"),)),
    ("Lumina 90k and Northwind to commit", "R1", (("opportunity", "L1"), ("opportunity", "N1"))),
    (
        "Lumina closes 31 July. Northwind closes 15 July.",
        "R1",
        (("opportunity", "L1"), ("opportunity", "N1")),
    ),
    ("- Lumina 90k\n- Northwind 250k", "R1", (("opportunity", "L1"), ("opportunity", "N1"))),
    ("Brackley 90k", "R1", (("not_permitted",),)),
    ("Sonnfeld is at 200k", "R1", (("not_permitted",),)),
    ("Frau Kern von Sonnfeld will 200k", "R1", (("not_permitted",),)),
    ("Lumina 90k, Brackley 100k", "R1", (("opportunity", "L1"), ("not_permitted",))),
    ("met someone at Kestrel Media today", "R1", (("account", "A4"),)),
    ("New lead: Halvorsen Timber, asked for a demo", "R1", (("new_account", "Halvorsen Timber"),)),
    ("New prospect Pellworm Dairy, 30 users", "R1", (("new_account", "Pellworm Dairy"),)),
    (
        "Bite from Corriedale Wool, plant manager Ann Frost wants to see it",
        "R1",
        (("new_account", "Corriedale Wool"),),
    ),
    ("New company: Ebbtide Salvage, contact Jo March", "R1", (("new_account", "Ebbtide Salvage"),)),
    ("new mob: Bindaree Beef, ops manager rang me, 60k-ish", "R1", (("new_account", "Bindaree Beef"),)),
    ("Lumina asked how Northwind uses it, told them. 90k now", "R1", (("opportunity", "L1"),)),
    ("Lumina, same terms as Northwind: 90k", "R1", (("opportunity", "L1"),)),
    ("Told Greta about the Brackley win, she liked it. Lumina 90k", "R1", (("opportunity", "L1"),)),
    ("Sam, ex Northwind, now at Lumina, wants 40 seats", "R1", (("opportunity", "L1"),)),
    ("Their lawyer wants changes, that's Lumina not Northwind", "R1", (("opportunity", "L1"),)),
    ("Not Lumina - Northwind goes to commit", "R1", (("opportunity", "N1"),)),
    ("went quiet, that's it, lost. the lumina thing", "R1", (("opportunity", "L1"),)),
    ("60k. Tidewater renewal that is", "R1", (("opportunity", "T1"),)),
    ("Depots is at 100k", "R2", (("opportunity", "B1"),)),
    ("brackley: 100k, Alun agreed", "R2", (("opportunity", "B1"),)),
    ("brakley rail 100k", "R2", (("opportunity", "B1"),)),
    ("Oakhurst council → proposal", "R2", (("opportunity", "O1"),)),
    ("Derek from the council: proposal stage", "R2", (("opportunity", "O1"),)),
    ("Lumina 90k", "R2", (("not_permitted",),)),
    ("Blaumeer auf 70k", "R3", (("opportunity", "M1"),)),
    ("Reederei: 70k", "R3", (("opportunity", "M1"),)),
    ("Frau Kern will 200k", "R3", (("opportunity", "S1"),)),
    ("die Werke gehen auf 200k", "R3", (("opportunity", "S1"),)),
    ("chandra ka deal 50 lakh", "R4", (("opportunity", "C1"),)),
    ("Pushkar and Chandra both slip to 31 Oct", "R4", (("opportunity", "C1"), ("opportunity", "G1"))),
    ("Meera madam wants field app for 25 lakh", "R4", (("opportunity", "G1"),)),
)


@pytest.mark.parametrize(("text", "user", "records"), ABOUT)
def test_records_spoken_of(text: str, user: str, records: tuple[tuple[str, ...], ...]) -> None:
    found = [u.record for u in understood(text, user).updates]
    told = [
        (r.kind, *((r.name,) if r.name else ()), *(r.ids if r.kind != "not_permitted" else ())) for r in found
    ]
    assert sorted(told) == sorted(records)
