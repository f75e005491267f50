"""The scorer of deal notes: agrees with the one the rules came with, case by case and added up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.note_scores.alike import Record, same_name, same_record, same_text, same_value
from adapters.note_scores.judge import RECORDS, Crm, Verdict, crm_of, judge
from adapters.note_scores.table import CRITICAL, interval, ninetieth, scores_of, table
from tests.unit.notes_world import MESSAGES, SEED

Json = dict[str, Any]
CRM = Crm(
    {"closed_won": "won", "closed_lost": "lost"},
    {"O1": {"amount": 50000, "stage": "discovery", "close_date": "2026-05-29", "currency": "EUR"}},
    "2026-03-11",
)
FIRST = 200
"""Messages whose spoilt labels the outside scorer has judged."""


def judged(gold: Json, given: list[Json], intent: str = "crm_update", tags: tuple[str, ...] = ()) -> Verdict:
    message = {"gold": {"intent": "crm_update", **gold}, "tags": tags}
    return judge(message, {"intent": intent, "updates": given}, CRM)


def on_o1(given: Json, **label: Any) -> Verdict:
    """The verdict where one update of O1 was wanted, as labelled, and one was given with these values."""
    update = {"opportunity_id": "O1", "set": {}, **label}
    return judged({"updates": [update]}, [{"opportunity_id": "O1", "set": given}])


def perfect(message: Json) -> Json:
    updates = [
        {k: v for k, v in u.items() if k not in ("hedged", "optional", "accept", "maybe", "remove")}
        for u in message["gold"]["updates"]
        if not u.get("maybe")
    ]
    return {"id": message["id"], "intent": message["gold"]["intent"], "updates": updates}


def spoilt(message: Json, place: int) -> Json:
    """The labels themselves as a prediction, each message spoilt in one of ten ways by its place."""
    prediction: Json = json.loads(json.dumps(perfect(message)))
    updates = prediction["updates"]
    first = updates[0]["set"] if updates else {}
    hedged = [h for u in message["gold"]["updates"] for h in u["hedged"]]
    match place % 10:
        case 0:
            prediction["intent"], prediction["updates"] = "other", []
        case 1:
            prediction["updates"] = [{"opportunity_id": "L1", "set": {"amount": 1, "contacts": ["C1"]}}]
        case 2 if first:
            first.pop(next(iter(first)))
        case 3 if updates:
            first |= {"amount": 123, "stage": "closed_won", "note_type": "other", "currency": "XXX"}
        case 4 if updates and hedged:
            name, _, item = hedged[0].partition(":")
            first[name] = [item or "x"] if name in ("contacts", "competitor", "verifiers") else item or "7"
        case 5:
            updates += [{"opportunity_id": None, "ambiguous": ["L1", "N1"], "set": {}}]
        case 6 if updates:
            updates += [{**updates[0], "set": {"contacts": ["new:Jo Doe"], "seats": 5}}]
        case 7 if updates:
            updates[0] = {"opportunity_id": None, "ambiguous": ["L1"], "set": first}
        case 8 if first:
            prediction["updates"] = [{**u, "set": dict.fromkeys(u["set"], "2026-04-30")} for u in updates]
    return prediction


def messages() -> list[Json]:
    return [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()]


def test_the_labels_themselves_are_a_perfect_prediction() -> None:
    scores = scores_of([judge(m, perfect(m), crm_of(SEED)) for m in messages()])
    assert (scores.exact, scores.intent, scores.unsafe, scores.wrong_record) == (scores.messages,) * 2 + (
        0,
        0,
    )
    assert {(c.wrong, c.missed) for c in scores.counts.values()} == {(0, 0)}
    assert set(scores.taps) == {1, 2}


def test_spoilt_labels_are_scored_as_the_outside_scorer_does() -> None:
    """The figures are the outside scorer's for these very predictions."""
    crm = crm_of(SEED)
    scores = scores_of([judge(m, spoilt(m, n), crm) for n, m in enumerate(messages()[:FIRST])])
    assert {n: (c.right, c.wrong, c.missed) for n, c in scores.counts.items()} == {
        RECORDS: (107, 28, 39),
        "amount": (20, 43, 22),
        "currency": (7, 15, 3),
        "amount_type": (2, 0, 1),
        "stage": (4, 3, 5),
        "close_date": (13, 7, 12),
        "next_step": (9, 3, 4),
        "next_step_due": (9, 3, 4),
        "contacts": (22, 45, 22),
        "competitor": (3, 0, 2),
        "seats": (4, 15, 2),
        "verifiers": (12, 2, 8),
        "note_type": (9, 3, 3),
        "status": (8, 15, 3),
        "reason": (4, 0, 1),
    }
    assert (scores.intent, scores.exact, scores.unsafe, scores.wrong_record) == (181, 94, 23, 11)
    four = scores.together(CRITICAL)
    assert (round(four.precision, 3), round(four.recall, 3), round(four.f1, 3)) == (0.398, 0.517, 0.45)


@pytest.mark.parametrize(
    ("label", "given", "counts"),
    [
        ({"set": {"amount": 80000}}, {"amount": 80000.4}, (1, 0, 0)),
        ({"set": {"amount": 80000}}, {"amount": 8000}, (0, 1, 1)),
        ({"set": {"amount": 80000}}, {}, (0, 0, 1)),
        ({"optional": {"amount": 80000}}, {"amount": 80000}, (0, 0, 0)),
        ({"optional": {"amount": 80000}}, {"amount": 70000}, (0, 1, 0)),
        ({}, {"amount": 50000, "stage": "discovery", "close_date": "2026-05-29"}, (0, 0, 0)),
        ({}, {"seats": 0}, (0, 1, 0)),
        ({}, {"seats": None, "stage": "", "contacts": []}, (0, 0, 0)),
        ({}, {"currency": "EUR", "note_type": "other"}, (0, 0, 0)),
        ({}, {"currency": "USD", "note_type": "call"}, (0, 2, 0)),
        ({"set": {"status": "won"}}, {"stage": "closed_won", "close_date": "2026-03-11"}, (1, 0, 0)),
        ({"set": {"status": "won"}}, {"stage": "closed_lost"}, (0, 1, 1)),
        ({"set": {"amount": 9}}, {"amount": 9, "amount_type": "TCV"}, (1, 0, 0)),
        ({"optional": {"next_step": "call"}}, {"next_step_due": "2026-03-13"}, (0, 0, 0)),
        (
            {"optional": {"next_step": "call"}, "hedged": ["next_step_due"]},
            {"next_step_due": "2026-03-13"},
            (0, 1, 0),
        ),
        ({"set": {"contacts": ["C1", "new:Ana Roe"]}}, {"contacts": ["new:Ana", "C2"]}, (1, 1, 1)),
        (
            {
                "set": {"close_date": "2026-04-25"},
                "accept": {"close_date": {"from": "2026-04-21", "to": "2026-04-30"}},
            },
            {"close_date": "2026-04-22"},
            (1, 0, 0),
        ),
        ({"set": {"seats": 40}, "accept": {"seats": [40, 42]}}, {"seats": 42}, (1, 0, 0)),
    ],
)
def test_values(label: Json, given: Json, counts: tuple[int, int, int]) -> None:
    verdict = on_o1(given, **label)
    verdict.right.pop(RECORDS)
    assert (verdict.right.total(), verdict.wrong.total(), verdict.missed.total()) == counts


def test_a_hedged_value_that_is_written_is_unsafe() -> None:
    assert on_o1({"amount": 9}, hedged=["amount"]).unsafe
    assert on_o1({"verifiers": ["x", "y"]}, hedged=["verifiers:y"]).unsafe
    assert not on_o1({"verifiers": ["x"]}, hedged=["verifiers:y"]).unsafe
    assert not on_o1({"amount": 50000}, hedged=["amount"]).unsafe


def test_a_record_nobody_meant_is_unsafe_and_a_question_is_not() -> None:
    gold = {"updates": [{"opportunity_id": "O1", "set": {}}]}
    right, other = {"opportunity_id": "O1", "set": {}}, {"opportunity_id": "O2", "set": {"seats": 5}}
    asked: Json = {"opportunity_id": None, "ambiguous": ["O1", "O2"], "set": {}}
    assert judged(gold, [right, other]).wrong_record
    verdict = judged(gold, [right, asked])
    assert (verdict.exact, verdict.unsafe, verdict.taps) == (True, False, 1)
    refused = judged(gold, [right, {"opportunity_id": None, "not_permitted": ["O2"], "set": {"seats": 5}}])
    assert (refused.exact, refused.unsafe) == (True, False)


def test_a_write_where_nothing_was_to_be_written_is_false() -> None:
    nothing: Json = {"intent": "question", "updates": []}
    verdict = judged(nothing, [{"account_id": "A1", "set": {}}], intent="question")
    assert (verdict.unsafe, verdict.writes, verdict.taps) == (True, False, None)
    maybe = {"updates": [{"opportunity_id": "O1", "set": {}, "maybe": True}]}
    assert not judged(maybe, [{"opportunity_id": "O1", "set": {}}]).unsafe
    assert judged(maybe, [{"opportunity_id": "O1", "set": {"seats": 5}}]).false_write


def test_updates_of_one_record_are_one() -> None:
    gold = {"updates": [{"opportunity_id": "O1", "set": {"contacts": ["C1", "C2"], "seats": 5}}]}
    given = [
        {"opportunity_id": "O1", "set": {"contacts": [c], "seats": n}} for c, n in (("C1", 4), ("C2", 5))
    ]
    assert judged(gold, given).exact


@pytest.mark.parametrize(
    ("wanted", "given", "tags", "same"),
    [
        (Record("new", ("Larkspur Dental",)), Record("new", ("Larkspur",)), (), True),
        (Record("new", ("Larkspur Dental",)), Record("account", ("A1",)), (), False),
        (Record("not_permitted", ("O1", "O2")), Record("not_permitted", ("O2",)), (), True),
        (Record("not_permitted", ("O1",)), Record("not_permitted", ()), (), True),
        (Record("not_permitted", ("O1",)), Record("not_permitted", ("O3",)), (), False),
        (Record("ambiguous", ()), Record("ambiguous", ("O1",)), (), True),
        (Record("ambiguous", ()), Record("opportunity", ("O1",)), (), False),
        (Record("ambiguous", ("O1", "O2")), Record("ambiguous", ("O1", "O2", "O3", "O4")), (), True),
        (Record("ambiguous", ("O1", "O2")), Record("ambiguous", tuple("12345")), (), False),
        (Record("ambiguous", ("O1", "O2")), Record("ambiguous", ("O1",)), (), False),
        (Record("ambiguous", ("O1",)), Record("not_permitted", ("O9",)), ("not_permitted",), True),
        (Record("ambiguous", ("O1",)), Record("not_permitted", ("O9",)), (), False),
    ],
)
def test_records(wanted: Record, given: Record, tags: tuple[str, ...], same: bool) -> None:
    assert same_record(wanted, given, tags) is same


def test_words() -> None:
    assert same_text("Send the revised quote", "sending revised quotes to Dana")
    assert not same_text("Send the revised quote", "call Dana")
    assert not same_text("the", "the")
    assert same_name("Müller Logistik", "muller")
    assert not same_name("Müller", "Maier")
    assert same_value("competitor", "Zürich AG", "zurich ag")
    assert same_value("next_step", "call", "phone her", accepted=["phone"])


def test_taps_count_the_choice_each_correction_and_save() -> None:
    assert on_o1({"seats": 5}, set={"seats": 5}).taps == 1
    assert on_o1({"seats": 4}, set={"seats": 5}).taps == 2
    assert on_o1({"seats": 4}, set={"seats": 5, "stage": "proposal"}).taps == 3
    asks = {"opportunity_id": None, "ambiguous": ["O1", "O2"], "set": {"seats": 5}}
    assert judged({"updates": [asks]}, [asks]).taps == 2
    assert judged({"updates": [asks]}, []).taps == 3
    refused: Json = {"opportunity_id": None, "not_permitted": ["O1"], "set": {}}
    assert judged({"updates": [refused]}, [refused]).taps is None
    right, other = {"opportunity_id": "O1", "set": {}}, {"opportunity_id": "O2", "set": {"seats": 5}}
    assert judged({"updates": [right]}, [right, other]).taps == 2


def test_shares() -> None:
    assert tuple(round(bound, 3) for bound in interval(0, 280)) == (0.0, 0.014)
    assert tuple(round(bound, 3) for bound in interval(9, 159)) == (0.030, 0.104)
    assert ninetieth([1] * 9 + [2]) == 1
    assert ninetieth([1] * 8 + [2, 3]) == 2
    assert ninetieth([3]) == 3


def test_the_table_reads() -> None:
    text = table(scores_of([on_o1({"seats": 5}, set={"seats": 5}), on_o1({"seats": 4}, hedged=["seats"])]))
    assert text.splitlines()[:3] == [
        "messages 2   intent 1.000   exact match 0.500",
        "unsafe 1 of 2 = 0.5000 (95% interval 0.095 to 0.905)   wrong record 0 of 2",
        "taps from message to saved: median 1.5, 90th percentile 2 (of 2)",
    ]
    assert "seats           0.500  1.000  0.667      1      1      0" in text
    assert "critical four   1.000  1.000  1.000      0      0      0" in text
