"""What Teams asks of answers: label, sources at their numbers, thumbs; and the asker's own view of a card."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.teams.fitting import size
from adapters.teams.guidelines import AI_LABEL, CLAIMS_BYTES
from adapters.teams.render import BYTES, card, message, messages
from adapters.teams.views import viewed_by
from bot.answers.reply import JUDGE
from bot.chat import Action, Citation, Diff, DiffRow, Excerpt, Reply, Text
from tests.fakes.card_schema import faults

QUOTE = Action("quote", "Show my words", asker_only=True)
EXPERT = Action("expert", "Ask an expert")


def source(number: int, title: str = "Pricing", url: str = "https://example.com/p") -> Citation:
    return Citation(number, title, "Team plan", "Joel Okafor", "3 days old", "verified 2 Mar", url)


def answer(*words: str, sources: int = 1, actions: tuple[Action, ...] = ()) -> Reply:
    lines = tuple(Text(each) for each in words)
    return Reply((*lines, *(source(n + 1) for n in range(sources))), actions, card_id="answer:1")


def test_an_answer_is_the_text_of_its_message_and_a_number_leads_to_its_source() -> None:
    told = message(answer("It costs *42* dollars. [1]", "See [2] and [old]."))
    assert (told["text"], told["textFormat"]) == (
        "It costs \\*42\\* dollars. [1]\n\nSee \\[2\\] and \\[old\\].",
        "markdown",
    )
    (claim,) = told["entities"][0]["citation"]
    assert claim == {
        "@type": "Claim",
        "position": 1,
        "appearance": {
            "@type": "DigitalDocument",
            "name": "Pricing",
            "url": "https://example.com/p",
            "abstract": "Team plan · Joel Okafor · 3 days old · verified 2 Mar",
        },
    }
    assert AI_LABEL.items() <= told["entities"][0].items()
    (line,) = told["attachments"][0]["content"]["body"]
    assert line["text"].startswith("\\[1\\] [Pricing › Team plan](https://example.com/p)")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<b>a</b> [1]", "<\u2060b>a<\u2060/b> [1]"),
        ("a &lt; b [1]", "a &\u2060lt; b [1]"),
        ("1 < 2 & 3 [1]",) * 2,
    ],
)
def test_nothing_in_an_answer_is_html(typed: str, shown: str) -> None:
    assert message(answer(typed))["text"] == shown


def test_sources_are_told_as_far_as_teams_takes_them() -> None:
    numbers = " ".join(f"[{n}]" for n in range(1, 31))
    claims = message(answer(numbers, sources=30))["entities"][0]["citation"]
    assert [claim["position"] for claim in claims] == list(range(1, len(claims) + 1))
    assert 10 < len(claims) <= 20
    long = Reply((Text("All of it. [1]"), source(1, "T" * 200, "https://example.com/" + "p" * 400)))
    appearance = message(long)["entities"][0]["citation"][0]["appearance"]
    assert (len(appearance["name"]), "url" in appearance) == (80, False)
    wide = Reply((Text(numbers), *(source(n, "é" * 200) for n in range(1, 21))))
    assert size(message(wide)["entities"][0]["citation"]) <= CLAIMS_BYTES
    assert size(message(wide)) < 28_000


@pytest.mark.parametrize(
    "reply",
    [
        answer("word " * 600 + "[1]"),
        Reply((Excerpt("| a |\n|---|\n| b [1] |"), source(1))),
        Reply(
            (Text("Draft [1]"), Diff("D", (DiffRow("f", "F", "1", "2", "two"),)), source(1)), replaces=True
        ),
    ],
)
def test_what_is_long_or_drawn_or_changes_its_message_stays_in_the_card(reply: Reply) -> None:
    told = message(reply)
    assert "text" not in told
    assert told["entities"] == [dict(AI_LABEL)]
    assert told["attachments"][0]["content"] == card(reply)


def test_teams_own_thumbs_stand_for_the_two_verdicts() -> None:
    (told,) = messages(answer("42. [1]", actions=(*JUDGE, EXPERT)))
    assert told["channelData"] == {"feedbackLoop": {"type": "custom"}}
    row = told["attachments"][0]["content"]["body"][-1]
    assert [button["title"] for button in row["actions"]] == ["More", "Ask an expert"]
    assert "channelData" not in messages(answer("42. [1]", actions=(EXPERT,)))[0]
    *before, last = messages(answer("word " * 9_000, actions=JUDGE))
    assert before
    assert ["channelData" in each for each in before] == [False] * len(before)
    assert "channelData" in last


def refresh(of: dict[str, Any], who: str) -> dict[str, Any]:
    pressed = {"action": of["refresh"]["action"], "trigger": "automatic"}
    return {"type": "invoke", "name": "adaptiveCard/action", "from": {"id": who}, "value": pressed}


def test_a_button_for_the_asker_is_fetched_by_them_and_shown_to_nobody_else() -> None:
    reply = answer("Nothing solid.", sources=0, actions=(EXPERT, QUOTE))
    shown = messages(reply, asker="29:priya")[-1]["attachments"][0]["content"]
    assert faults(shown) == []
    assert [button["title"] for button in shown["body"][-1]["actions"]] == ["Ask an expert"]
    assert (shown["refresh"]["userIds"], shown["version"]) == (["29:priya"], "1.5")
    assert viewed_by(refresh(shown, "29:priya")) == messages(reply)[-1]["attachments"][0]["content"]
    assert viewed_by(refresh(shown, "29:joel")) is None


def test_where_both_views_do_not_fit_everyone_has_the_buttons() -> None:
    reply = answer("word " * 2_500, sources=0, actions=(EXPERT, QUOTE))
    last = messages(reply, asker="29:priya")[-1]["attachments"][0]["content"]
    assert "refresh" not in last
    assert [button["title"] for button in last["body"][-1]["actions"]] == ["Ask an expert", "Show my words"]
    assert size(last) <= BYTES


def test_an_action_set_of_the_asker_s_alone_is_left_out() -> None:
    shown = messages(answer("No.", sources=0, actions=(QUOTE,)), asker="29:p")[-1]
    assert [each["type"] for each in shown["attachments"][0]["content"]["body"]] == ["TextBlock"]
