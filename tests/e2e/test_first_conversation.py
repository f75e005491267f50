"""The demo's ten lines, typed into the real command with the real model: content is checked, not form."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from adapters.config import DEMO_CONFIG
from deploy.demo.picture import LINES

UNWRAPPED = re.compile(r"\n {4,}(?=\S)")
"""A hanging indent: the row before it goes on."""
SECOND_START = ("when does acme close", "/as marta", "/clock +1h")


def talk(lines: tuple[str, ...], data: Path) -> list[str]:
    """What the bot said to each line."""
    done = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "--config", str(DEMO_CONFIG), "chat"],
        input="\n".join(lines) + "\n",
        env={**os.environ, "CORNERMAN_DATA": str(data), "PYTHONUTF8": "1", "COLUMNS": "100"},
        cwd=DEMO_CONFIG.parents[2],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = re.split(r"^\w+> .*$", done.stdout, flags=re.MULTILINE)
    assert len(said) == len(lines) + 1, done.stdout
    return [UNWRAPPED.sub(" ", part.strip()) for part in said[1:]]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def said(data: Path) -> Mapping[str, str]:
    return dict(zip(LINES, talk(LINES, data), strict=True))


def sources(reply: str) -> list[str]:
    return re.findall(r"^\[\d\] (.*)$", reply, flags=re.MULTILINE)


def sentences(reply: str) -> str:
    return reply.split("\n[1] ")[0]


@pytest.mark.model
class TestFirstConversation:
    def test_1_a_question_is_answered_in_at_most_three_cited_sentences(self, said: Mapping[str, str]) -> None:
        reply = said[LINES[0]]
        answer = sentences(reply)
        assert "Quorvia" in answer
        assert 1 <= len(re.findall(r"\[\d\]", answer)) <= 3
        assert {"[1]", "[2]"} <= set(re.findall(r"\[\d\]", answer))
        assert any("Quorvia" in source for source in sources(reply))
        first = sources(reply)[0]
        assert re.search(r" · .+ · .*(old|updated today)", first), "owner and age"
        assert "1 Helpful · 2 Not helpful" in reply

    def test_2_a_followup_is_resolved_from_the_thread_to_another_passage(
        self, said: Mapping[str, str]
    ) -> None:
        before, now = said[LINES[0]], said[LINES[1]]
        assert "renewal" in now.lower()
        assert "Quorvia" in now
        assert "Renewal" in sources(now)[0]
        assert not set(sentences(now).split(". ")) & set(sentences(before).split(". "))

    def test_3_what_no_page_says_is_not_answered(self, said: Mapping[str, str]) -> None:
        reply = said[LINES[2]]
        assert reply.startswith("I could not find a solid answer. Nothing here mentions FedRAMP.")
        assert re.search(r"[Ss]ecurity", sources(reply)[0]), "the nearest page"
        assert sources(reply)[0].count(" · ") >= 2, "with its owner and age"
        assert "1 Ask an expert" in reply

    def test_4_a_note_becomes_a_draft_with_the_words_each_value_came_from(
        self, said: Mapping[str, str]
    ) -> None:
        reply = said[LINES[3]]
        assert re.search(r"✓ Amount: 65,000 → 80,000 · you said \"~?80k\"", reply)
        assert re.search(r"✓ Close: .+ → 31 Mar · you said \"(sign )?end of March\"", reply)
        assert re.search(r"✓ Evidence: .*budget.* · you said \".*approved budget\"", reply, re.IGNORECASE)
        assert re.search(r"· Seats: \d+ — only mentioned, not selected", reply)
        assert "1 Save" in reply

    def test_5_a_reply_changes_the_same_card_and_only_what_it_names(self, said: Mapping[str, str]) -> None:
        reply = said[LINES[4]]
        assert re.search(r"✓ Amount: 65,000 → 85,000 · you said \"85k\"", reply)
        assert re.search(r"✓ Close: .+ → 15 Apr · you said \"April 15\"", reply)
        assert re.search(r"✓ Evidence: .*budget", reply, re.IGNORECASE)
        assert re.search(r"· Seats: \d+ — only mentioned, not selected", reply)

    def test_6_save_says_so_offers_undo_and_gives_one_cited_thing_back(self, said: Mapping[str, str]) -> None:
        reply = said["1"]
        assert re.match(r"Saved \d\d:\d\d as you", reply)
        assert "1 Undo" in reply
        assert len(sources(reply)) == 1

    def test_7_undo_brings_the_amount_and_the_date_back_and_says_so(self, said: Mapping[str, str]) -> None:
        assert said["undo"].startswith("Undone")
        assert "65,000" in said["undo"]
        assert "29 May" in said["undo"]

    def test_8_anothers_opportunity_is_refused_without_showing_it(self, said: Mapping[str, str]) -> None:
        reply = said["Borealis moved to negotiation"]
        assert "not one of your opportunities" in reply
        for hidden in ("Tom", "Becker", "Borealis –", "egotiation"):
            assert hidden not in reply
        assert not re.search(r"\d", reply)

    def test_9_a_brief_has_people_evidence_and_what_is_unknown(self, said: Mapping[str, str]) -> None:
        reply = said["prep acme"]
        assert "Dana Whitfield" in reply
        assert "65,000" in reply
        assert "unknown" in reply
        assert "Status-quo risk" in reply
        assert sources(reply), "the competitor's card is cited"

    def test_10_the_manager_gets_one_nudge_with_a_ready_opener(self, said: Mapping[str, str]) -> None:
        reply = said["/clock +1d"]
        assert reply.count("Day 7 of 60") == 1
        assert "To Marta Silva" in reply
        assert re.search(r"You could say: “.{20,}”", reply, re.DOTALL), "an opener to say"
        assert "1 Done · 2 Snooze · 3 Not relevant" in reply

    def test_a_restart_keeps_what_was_written_and_repeats_no_nudge(
        self, said: Mapping[str, str], data: Path
    ) -> None:
        close, _, later = talk(SECOND_START, data)
        assert "29 May" in close
        assert "Day 7" not in later
