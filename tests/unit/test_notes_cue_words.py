"""An account's opportunities told apart by words that only stand for theirs."""

from __future__ import annotations

import pytest

from bot.notes.clauses import read
from bot.notes.cue_words import initials_of, run_together, stands_for
from bot.notes.names import Mention
from bot.notes.references import is_paper
from tests.unit.notes_world import only_update


@pytest.mark.parametrize(
    ("word", "cue"),
    [
        ("traning", "training"),
        ("renwal", "renewal"),
        ("img", "imaging"),
        ("ware", "warehouse"),
        ("schulung", "training"),
        ("verlangerung", "renewal"),
        ("kalibrierung", "geratekalibrierung"),
        ("biobanking", "biobank"),
    ],
)
def test_a_word_stands_for_a_cue(word: str, cue: str) -> None:
    assert stands_for(word, cue)


@pytest.mark.parametrize(
    ("word", "cue"),
    [("was", "warehouse"), ("the", "therapy"), ("contract", "compactors"), ("deal", "dealers")],
)
def test_another_word_does_not(word: str, cue: str) -> None:
    assert not stands_for(word, cue)


def test_initials_and_words_run_together() -> None:
    assert initials_of("pam", ["privileged", "access"])
    assert not initials_of("map", ["privileged", "access"])
    assert "etmf" in run_together(["hallstein", "e", "tmf"])


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("Tidewater: Verlängerung 60k", "T1"),
        ("tidewater img 135k", "T2"),
        ("the imaging project at tidewater: 135k", "T2"),
        ("the bakeries piece closes 31 July", "L1"),
    ],
)
def test_the_opportunity_so_told(text: str, record: str) -> None:
    assert only_update(text).record.ids == (record,)


def test_a_stage_is_no_cue_and_two_are_asked_about() -> None:
    assert set(only_update("tidewater -> contracting").record.ids) == {"T1", "T2"}


@pytest.mark.parametrize(
    ("text", "paper"), [("PR-5510 is open", True), ("sent the MSA", True), ("MSA wants 80k", False)]
)
def test_initials_of_an_account_are_not_those_of_a_document(text: str, paper: bool) -> None:
    initials = next(w for w in ("PR", "MSA") if w in text)
    at = text.index(initials)
    assert is_paper(read(text), Mention(at, at + len(initials), frozenset())) is paper
