"""What Teams asks of answers: label, sources at their numbers, thumbs; and the asker's own view of a card."""

from __future__ import annotations

from typing import Any

from adapters.teams.fitting import size
from adapters.teams.guidelines import AI_LABEL, CLAIMS_BYTES
from adapters.teams.render import BYTES, message, messages
from adapters.teams.views import viewed_by
from bot.answers.reply import JUDGE
from bot.chat import Action, Citation, Reply, Text
from tests.fakes.card_schema import faults

QUOTE = Action("quote", "Show my words", asker_only=True)
EXPERT = Action("expert", "Ask an expert")


def source(number: int, title: str = "Pricing", url: str = "https://example.com/p") -> Citation:
    return Citation(number, title, "Team plan", "Joel Okafor", "3 days old", "verified 2 Mar", url)


def answer(*words: str, sources: int = 1, actions: tuple[Action, ...] = ()) -> Reply:
    lines = tuple(Text(each) for each in words)
    return Reply((*lines, *(source(n + 1) for n in range(sources))), actions, card_id="answer:1")


def test_an_answer_is_labelled_and_names_its_sources() -> None:
    told = message(answer("It costs 42 dollars. [1]"))
    # Teams splits a message of text and card in two, whose ids it does not tell.
    assert "text" not in told
    (label,) = told["entities"]
    assert AI_LABEL.items() <= label.items()
    assert label["citation"] == [
        {
            "@type": "Claim",
            "position": 1,
            "appearance": {
                "@type": "DigitalDocument",
                "name": "Pricing",
                "url": "https://example.com/p",
                "abstract": "Team plan · Joel Okafor · 3 days old · verified 2 Mar",
            },
        }
    ]
    words, line = told["attachments"][0]["content"]["body"]
    assert words["text"] == "It costs 42 dollars. \\[1\\]"
    assert line["text"].startswith("\\[1\\] [Pricing › Team plan](https://example.com/p)")


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
