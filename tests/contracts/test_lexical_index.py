from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content_index import lexical
from content_index.lexical import PassageWords, analyse

TEXTS = [
    "Northwind charges per seat, billed yearly.",
    "Discounts above 20% need the deal desk.",
    "Our SOC 2 Type II report is renewed every March.",
    "Discount discount discount.",
    "Nothing to see here",
    "Seats can be added at any time; added seats are billed pro rata.",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> PassageWords:
    folder = tmp_path_factory.mktemp("words") / "index"
    lexical.build(TEXTS, folder)
    return PassageWords(folder)


def bm25(question: str, texts: list[str]) -> dict[int, float]:
    """Okapi BM25 with k1 1.2 and b .75, as Lucene computes it."""
    words = [analyse(text) for text in texts]
    average = sum(map(len, words)) / len(words)
    scores: dict[int, float] = {}
    for term in set(analyse(question)):
        holding = sum(term in text for text in words)
        weight = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
        for row, text in enumerate(words):
            if count := Counter(text)[term]:
                length = 1.2 * (0.25 + 0.75 * len(text) / average)
                scores[row] = scores.get(row, 0.0) + weight * count * 2.2 / (count + length)
    return scores


@pytest.mark.parametrize(
    "question", ["discounts", "seat billing", "How many seats are added?", "SOC 2 report"]
)
def test_scores_are_bm25(index: PassageWords, question: str) -> None:
    rows, scores = index.search(question, 10)
    expected = bm25(question, TEXTS)
    assert dict(zip(rows.tolist(), scores.tolist(), strict=True)) == pytest.approx(expected, rel=1e-4)
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)
    assert rows.dtype == np.int64
    assert scores.dtype == np.float32


def test_words_meet_in_their_stems_whatever_their_case_and_accents(index: PassageWords) -> None:
    assert index.search("DISCOUNTING", 1)[0].tolist() == [3]
    assert index.search("Séats", 1)[0].tolist() == [5]


def test_rows_without_a_matching_word_are_absent(index: PassageWords) -> None:
    assert index.search("kangaroo", 5)[0].tolist() == []
    assert index.search("the of and", 5)[0].tolist() == []


@pytest.mark.parametrize("allowed", [[0, 5], [5], [], [1, 3, 4, 5], list(range(6))])
def test_behind_a_filter_scores_are_as_if_there_were_no_other_rows(
    index: PassageWords, allowed: list[int]
) -> None:
    mask = np.isin(np.arange(6), allowed)
    rows, scores = index.search("seats billed, any discount", 6, mask)
    alone = bm25("seats billed, any discount", [TEXTS[row] for row in allowed]) if allowed else {}
    expected = {allowed[row]: score for row, score in alone.items()}
    assert dict(zip(rows.tolist(), scores.tolist(), strict=True)) == pytest.approx(expected, rel=1e-4)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    question=st.text(max_size=80) | st.sampled_from(['"', "a AND (", "text:*", "seat^2 ~", "/[/", "\x00\x07"])
)
def test_any_string_is_a_question(index: PassageWords, question: str) -> None:
    rows, scores = index.search(question, 3)
    assert len(rows) == len(scores) <= 3


def test_operators_are_plain_words(index: PassageWords) -> None:
    assert index.search('-discount "seat" +(', 6)[0].tolist() == index.search("discount seat", 6)[0].tolist()


def test_it_knows_which_words_it_holds_for_whom(index: PassageWords) -> None:
    assert index.holds("soc")
    assert not index.holds("fedramp")
    assert not index.holds("soc", np.arange(6) != 2)
    assert index.frequency("discount") == 2
    assert index.frequency("discount", np.arange(6) != 3) == 1
    assert index.holding("discount", 5).tolist() == [3, 1]
    assert index.terms("se") == ["seat", "see"]


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    lexical.build([], tmp_path / "index")
    assert PassageWords(tmp_path / "index").search("seat", 3)[0].tolist() == []


FOREIGN = [
    "企业版每月价格为四十二美元，含税。",
    "退款需要十四天。",
    "東京オフィスの電話番号は変わりました。",
    "가격은 월 42달러입니다.",
    "السِّعْرُ الشهري أربعون دولارًا",
    "מָחִיר חודשי ארבעים דולר",
    "The cafe\u0301 is closed; pass\u00adword\u200bless sign-in works.",
]


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("企业版的价格是多少？", 0),
        ("退款", 1),
        ("東京オフィスの電話", 2),
        ("가격", 3),
        ("السعر", 4),
        ("מחיר", 5),
        ("café", 6),
        ("passwordless", 6),
    ],
)
def test_scripts_without_spaces_and_with_marks_are_found(tmp_path: Path, question: str, row: int) -> None:
    lexical.build(FOREIGN, tmp_path / "index")
    rows, scores = PassageWords(tmp_path / "index").search(question, 3)
    assert rows[0] == row
    assert dict(zip(rows.tolist(), scores.tolist(), strict=True)) == pytest.approx(
        bm25(question, FOREIGN), rel=1e-4
    )


def test_pairs_are_made_of_neighbours_within_one_run_only() -> None:
    assert analyse("SOC2认证报告 2026") == ["soc2", "认证", "证报", "报告", "2026"]
    assert analyse("价") == ["价"]
    assert analyse("词" * 500) == ["词词"] * 499


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_has_words_and_none_is_larger_than_the_text(text: str) -> None:
    words = analyse(text.encode("utf-8", "replace").decode())
    assert all(words)
    assert sum(map(len, words)) <= 4 * len(text)
