"""What a question becomes before it is searched for: no greetings, no slips, short forms spelled out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_index import snapshot
from content_index.ingest import sync
from content_index.model import PUBLIC, Correction, Findings, Principal, Query
from content_index.pleasantries import without_pleasantries
from content_index.queries import Prepared, prepared
from content_index.search import LiveIndex
from content_index.view import View
from tests.fakes.embedder import HashEmbedder
from tests.unit.test_content_search import NOW, Shelf, ask, index_of, page

SALES = Principal("group:sales")
PAGES = (
    page("deploy", "Install the operator on Kubernetes. Premium operating systems are supported on hosts."),
    page("mdm", "With Mobile Device Management (MDM) a laptop is locked. MDM needs a certificate."),
    page("abm", "Connect it to ABM (Apple Business Manager)."),
    page("certs", "Vetting of a vendor takes a week. Renew the certificate before it is expired."),
    page("quorvia", "Quorvian pricing and the zanzibar programme (ZAP).", SALES),
    page("hidden-form", "The Zanzibar Alliance Programme (ZAP) pays twice.", SALES),
    page("zap", "Ask the desk about ZAP."),
)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    folder = tmp_path_factory.mktemp("index")
    sync([Shelf(PAGES)], folder, HashEmbedder(), NOW)
    return View(*snapshot.current(folder))


def no_word(word: str) -> bool:
    return False


def made(view: View, text: str, *allowed: Principal) -> Prepared:
    return prepared(text, view, view.mask(frozenset(allowed or {PUBLIC})), no_word)


class TestSlips:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("instal it on kubernets", "install it on kubernetes"),
            ("wich opertaing sytems are suported", "which operating systems are supported"),
            ("renwe an expird certifcate", "renew an expired certificate"),
            ("premuim hosts", "premium hosts"),
            ("Premuim hosts", "premium hosts"),
            ("sertificate", "sertificate"),
        ],
    )
    def test_a_slip_becomes_the_word_of_the_pages(self, view: View, typed: str, meant: str) -> None:
        assert made(view, typed).meant == meant

    @pytest.mark.parametrize(
        "text",
        [
            "is vesting monthly?",  # near to "vetting", and another word
            "cert for the host",  # cut short, not mistyped
            "is Quorvio certified?",  # a name is written as it is meant
            "PREMUIM",
            "premuim.io and premuim-1 and user@premuim",
            "haats",  # two slips are too many in a short word
            "",
            "日本語の価格は",
        ],
    )
    def test_what_is_no_slip_stays(self, view: View, text: str) -> None:
        assert made(view, text).meant == text

    def test_a_real_word_is_never_corrected(self, view: View) -> None:
        mask = view.mask(frozenset({PUBLIC}))
        assert prepared("premuim", view, mask, lambda word: word == "premuim").meant == "premuim"

    def test_each_correction_is_told(self, view: View) -> None:
        assert made(view, "kubernets premuim kubernets").corrections == (
            Correction("kubernets", "kubernetes"),
            Correction("premuim", "premium"),
        )

    def test_a_text_in_another_language_is_left_alone(self, view: View) -> None:
        text = " ".join(f"premui{chr(97 + place)}m" for place in range(13))
        assert made(view, text) == Prepared(text, text)

    def test_a_word_of_hidden_pages_is_no_correction(self, view: View) -> None:
        assert made(view, "quorvain programe").meant == "quorvain programe"
        assert made(view, "quorvain programe", PUBLIC, SALES).meant == "quorvian programme"


class TestShortForms:
    def test_they_are_spelled_out_as_the_pages_do(self, view: View) -> None:
        assert (
            made(view, "MDM or abm?").searched
            == "MDM or abm? (mobile device management, apple business manager)"
        )
        assert made(view, "MDM or abm?").meant == "MDM or abm?"

    def test_not_where_the_question_does_it_itself(self, view: View) -> None:
        text = "what is mobile device management (MDM)?"
        assert made(view, text).searched == text

    def test_not_from_hidden_pages(self, view: View) -> None:
        assert made(view, "what does ZAP pay?").searched == "what does ZAP pay?"
        assert "zanzibar alliance programme" in made(view, "what does ZAP pay?", PUBLIC, SALES).searched

    def test_not_where_the_initials_differ(self, tmp_path: Path) -> None:
        sync(
            [Shelf([page("x", "Ask the deal desk (EMEA). See SSO (in beta now).")])],
            tmp_path,
            HashEmbedder(),
            NOW,
        )
        view = View(*snapshot.current(tmp_path))
        assert made(view, "EMEA SSO?").searched == "EMEA SSO?"


class TestPleasantries:
    @pytest.mark.parametrize(
        ("said", "asked"),
        [
            ("@cornerman hey quick one — pls what's the discount limit? thx!", "what's the discount limit?"),
            ("Hi team, does anyone know if we support SSO?", "we support SSO?"),
            ("Good morning! So, um, I was wondering, how do I set up SSO?", "how do I set up SSO?"),
            ("could you please tell me what a seat costs, many thanks in advance :)", "what a seat costs"),
            ("what is the uptime?\n\n-- \nJo Doe\nAE EMEA", "what is the uptime?"),
            ("what is the uptime?\nBest regards,\nJo", "what is the uptime?"),
            ("Sorry, me again: is SSO in the Team plan", "is SSO in the Team plan"),
        ],
    )
    def test_they_are_left_out(self, said: str, asked: str) -> None:
        assert without_pleasantries(said) == asked

    @pytest.mark.parametrize(
        "text",
        [
            "Right to be forgotten?",
            "Hi-res images?",
            "thanks!",
            "hello",
            "Is a thank you note allowed?",
            "What do we say to a customer who says thanks but no thanks to the renewal?",
            "Please-pay letters",
            "If they sign a Business deal, when are they live?",
            "mail bo@north.test about it",
            "so-called shadow IT?",
            "We look well after data, don't we?",
        ],
    )
    def test_real_words_stay(self, text: str) -> None:
        assert without_pleasantries(text) == text

    @given(st.text())
    def test_something_is_always_left_to_ask(self, text: str) -> None:
        left = without_pleasantries(text)
        assert any(c.isalnum() for c in left) == any(c.isalnum() for c in text)


class TestSearch:
    def found(self, tmp_path: Path, question: str) -> Findings:
        return ask(index_of(tmp_path, *PAGES), question)

    def test_a_mistyped_question_finds_the_page_and_says_what_was_meant(self, tmp_path: Path) -> None:
        findings = self.found(tmp_path, "hey, kubernets operater? thx")
        assert findings.hits[0].document.id == "shelf/deploy"
        assert findings.meant == "kubernetes operator?"
        assert findings.corrections == (
            Correction("kubernets", "kubernetes"),
            Correction("operater", "operator"),
        )
        assert findings.unmatched == ()
        assert findings.query.text == "hey, kubernets operater? thx"

    def test_a_short_form_finds_the_page_that_spells_it_out(self, tmp_path: Path) -> None:
        documents = (
            page("long", "Mobile device management needs a certificate.", title="Laptops"),
            page("def", "See Mobile Device Management (MDM)."),
            page("other", "Coffee is free."),
        )
        findings = ask(index_of(tmp_path, *documents), "MDM?")
        assert "shelf/long" in [hit.document.id for hit in findings.hits if hit.lexical > 0]

    def test_what_a_question_becomes_never_depends_on_hidden_pages(self, tmp_path: Path) -> None:
        public = [one for one in PAGES if PUBLIC in one.audience]
        questions = ["quorvain programe ZAP", "zanzibr allianc", "kubernets vettin MDM"]
        with_hidden, without = index_of(tmp_path / "a", *PAGES), index_of(tmp_path / "b", *public)
        for question in questions:
            seen, alone = ask(with_hidden, question), ask(without, question)
            assert (seen.meant, seen.corrections) == (alone.meant, alone.corrections)
            assert {hit.document.id for hit in seen.hits} == {hit.document.id for hit in alone.hits}


def test_the_live_index_asks_the_model_which_words_are_real(tmp_path: Path) -> None:
    sync([Shelf(PAGES)], tmp_path, HashEmbedder(), NOW)
    reader = HashEmbedder(words=["premuim"])
    findings = LiveIndex(tmp_path, reader).search(Query("premuim kubernets", frozenset({PUBLIC})))
    assert findings.meant == "premuim kubernetes"
