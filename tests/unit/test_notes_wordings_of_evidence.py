"""Evidence in sixty wordings, written before the code had read them: who did what, as a fact or not."""

from __future__ import annotations

import pytest

from tests.unit.notes_world import written

TOLD: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Lumina: the pilot ticked every box on their list", ("technical_win",)),
    ("Lumina - all twelve test scripts ran green, they signed the acceptance", ("technical_win",)),
    ("Sam at Lumina says the sandbox did everything they asked of it", ("technical_win",)),
    ("Northwind's engineers accepted the trial results yesterday", ("technical_win",)),
    ("Lumina: passed UAT, not one open defect", ("technical_win",)),
    ("tidewater imaging: poc results accepted by their IT, nothing open", ("technical_win",)),
    ("Lumina: 9 of 12 test cases passed so far", ()),
    ("Lumina: the pilot will pass, I am sure", ()),
    ("Lumina POC starts Monday", ()),
    ("Our demo at Lumina went really well", ()),
    ("Lumina: Greta got the board to release the cash", ("budget_confirmed",)),
    ("Lumina's money is signed off for this year", ("budget_confirmed",)),
    ("Pam at Northwind: 240k is in next year's approved plan", ("budget_confirmed",)),
    ("Northwind - finance have put the money aside for us", ("budget_confirmed",)),
    ("Lumina: capex request went through last night", ("budget_confirmed",)),
    ("Lumina has no budget until January", ()),
    ("Greta thinks the budget at Lumina will be approved", ()),
    (
        "Had an hour with Greta from Lumina, it's her signature we need and she was friendly",
        ("economic_buyer_met",),
    ),
    ("Met Greta Holm of Lumina today, she decides on this one", ("economic_buyer_met",)),
    (
        "Greta at Lumina, who signs everything there, gave us half an hour in her office",
        ("economic_buyer_met",),
    ),
    ("Lumina: sat with the CFO, who holds the purse strings", ("economic_buyer_met",)),
    ("Meeting Greta from Lumina next Monday, she signs", ()),
    ("Met Sam from Lumina, he knows who signs", ()),
    ("Sam at Lumina said he'll push this with his boss for us", ("champion_confirmed",)),
    ("Pam is on board to be our sponsor at Northwind, her words", ("champion_confirmed",)),
    ("Northwind: Pam agreed to carry the flag for us upstairs", ("champion_confirmed",)),
    ("Sam from Lumina promised to fight our corner with the directors", ("champion_confirmed",)),
    ("Sam at Lumina is friendly but no champion", ()),
    ("Lumina: I hope Sam becomes our champion", ()),
    ("Lumina and we agreed in writing what good looks like", ("decision_criteria_agreed",)),
    ("Northwind: scoring sheet agreed with Pam", ("decision_criteria_agreed",)),
    ("Lumina: requirements list agreed with both sides", ("decision_criteria_agreed",)),
    ("Lumina: must-haves are written down and agreed", ("decision_criteria_agreed",)),
    ("Lumina: still arguing over the decision criteria", ()),
    (
        "Lumina: Greta walked us through every step to signature and we agreed on it",
        ("decision_process_agreed",),
    ),
    ("Northwind: mutual action plan agreed with Pam, dates and all", ("decision_process_agreed",)),
    ("Northwind: joint close plan is signed off on both sides", ("decision_process_agreed",)),
    ("Northwind: need to agree a close plan", ()),
    ("Lumina: their infosec people gave us the tick", ("security_review_passed",)),
    ("Northwind's IT audit team cleared the platform", ("security_review_passed",)),
    ("Lumina: security questionnaire came back clean", ("security_review_passed",)),
    ("Northwind: pen test report accepted, security is done", ("security_review_passed",)),
    ("Lumina: security review is next week", ()),
    ("Northwind security still has two open findings", ()),
    ("Lumina's lawyers sent the MSA back with fourteen comments", ("legal_review_started",)),
    ("Northwind: their counsel started reading our paper on Monday", ("legal_review_started",)),
    ("Lumina's legal wants to change the liability clause", ("legal_review_started",)),
    (
        "Northwind: contract went over to their attorneys and they are marking it up",
        ("legal_review_started",),
    ),
    ("Lumina: contract goes to their legal on Friday", ()),
    ("Northwind: our own lawyers are redlining the draft", ()),
    ("Lumina's purchasing opened a tender number for us", ("procurement_engaged",)),
    ("Northwind: buying department asked for our tax forms and bank details", ("procurement_engaged",)),
    ("Lumina: requisition PR-4410 is open", ("procurement_engaged",)),
    ("Northwind: we are being set up as a vendor in their system", ("procurement_engaged",)),
    ("Lumina: procurement not involved yet", ()),
    ("Greta said on the phone yes, we do it, Lumina", ("verbal_commit",)),
    ("Lumina: the CFO gave me her word that we get the order", ("verbal_commit",)),
    ("Sam at Lumina says yes but he can't sign", ()),
    ("Pam at Northwind told me overtime is THE exec issue this year", ("problem_confirmed",)),
    ("Lumina: Greta says spoilage is topic number one for the whole house", ("problem_confirmed",)),
    ("Northwind: our biggest problem is the price", ()),
    ("Pam at Northwind confirmed that rostering keeps their COO awake", ("problem_confirmed",)),
    ("Lumina: had lunch with Greta. She's the one with the pen.", ("economic_buyer_met",)),
)


@pytest.mark.parametrize(("text", "kinds"), TOLD)
def test_evidence_told(text: str, kinds: tuple[str, ...]) -> None:
    found = {kind for kinds in written(text, "verifiers") if isinstance(kinds, tuple) for kind in kinds}
    assert found == set(kinds)
