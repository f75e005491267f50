"""Whatever a reply, a form or a home page holds, Slack takes it, and no formatting is broken on the way."""

from __future__ import annotations

from operator import mul
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.form import again, modal, notice
from adapters.slack.mrkdwn import FENCE, split
from adapters.slack.render import blocks, fallback
from bot.chat import (
    Action,
    Address,
    Citation,
    Diff,
    DiffRow,
    Excerpt,
    Facts,
    Form,
    FormField,
    Part,
    Picture,
    Reply,
    Text,
)
from tests.fakes.block_kit import message_faults, view_faults

WHERE = Address("slack", "T1", "C1", "5.0", "channel")

# Long by repetition: drawing thousands of characters one by one is slow.
text = st.builds(mul, st.text(max_size=30) | st.text(alphabet="a <&*`\n|-", max_size=30), st.integers(0, 250))
linked = st.builds("[{}](https://a.example/{})".format, st.text(max_size=8), st.text("a|>&b ", max_size=20))
markdown = st.lists(text | linked | st.just("```\n<x> & y\n```"), max_size=8).map("\n".join)
short = st.builds(mul, st.text(min_size=1, max_size=25), st.integers(1, 100))
parts = st.one_of(
    st.builds(Text, text, st.booleans()),
    st.builds(Excerpt, markdown),
    st.builds(Facts, st.lists(st.tuples(short, text), max_size=25).map(tuple), text),
    st.builds(
        Diff,
        text,
        st.lists(st.builds(DiffRow, short, short, text, text, text, st.booleans()), max_size=12).map(tuple),
    ),
    st.builds(Citation, st.integers(1, 99), short, text, short, short, short, text),
    st.builds(Picture, st.sampled_from(["", "known"]), text),
)
value = st.builds(mul, st.text(max_size=20), st.integers(0, 100))
actions = st.lists(
    st.builds(Action, st.just("a"), st.text(max_size=200), value, opens_form=st.booleans()), max_size=60
)
fields = st.lists(
    st.builds(
        FormField,
        st.uuids().map(str),
        text,
        st.sampled_from(["text", "long_text", "number", "date", "choice"]),
        text | st.just("2026-03-31") | st.just("2026-02-30"),
        st.lists(st.tuples(short, text), max_size=120, unique_by=lambda option: option[0]).map(tuple),
        st.booleans(),
    ),
    max_size=12,
)


def replies() -> st.SearchStrategy[Reply]:
    return st.builds(
        Reply, st.lists(parts, max_size=12).map(tuple), actions.map(tuple), card_id=st.just("card")
    )


@settings(deadline=None, max_examples=80)
@given(replies())
def test_any_reply_is_valid_for_slack(reply: Reply) -> None:
    shown = blocks(reply, {"known": "F1"})
    assert message_faults(shown) == ""
    buttons = [button for block in shown if block["type"] == "actions" for button in block["elements"]]
    assert [button.get("value", "") for button in buttons] == [action.value for action in reply.actions]
    assert 1 <= len(fallback(reply)) <= 3000


@settings(deadline=None, max_examples=80)
@given(replies())
def test_code_stays_code_wherever_it_is_cut(reply: Reply) -> None:
    excerpts = [block for block in blocks(Reply(_excerpts(reply))) if block["type"] == "section"]
    for block in excerpts:
        assert sum(line == FENCE for line in block["text"]["text"].split("\n")) % 2 == 0


@settings(deadline=None, max_examples=60)
@given(fields, st.text(max_size=60))
def test_any_form_is_a_valid_modal_also_with_its_errors(some: list[FormField], title: str) -> None:
    some = some or [FormField("only", "Only")]
    built = modal(Form("draft", "card", title, tuple(some)), WHERE, "7.0")
    assert view_faults(built) == ""
    entered: dict[str, Any] = {field.name: {"value": _entered(field)} for field in some}
    wrong = {field.name: "Enter <something> else & more." for field in some}
    assert view_faults(again({**built, "state": {"values": entered}}, wrong)) == ""


@given(text)
def test_a_notice_is_a_valid_modal(words: str) -> None:
    assert view_faults(notice(words)) == ""


def test_what_was_entered_stands_in_the_form_with_its_error() -> None:
    stages = (("s1", "Discovery"), ("s2", "Won"))
    form = Form(
        "draft",
        "card",
        "Edit",
        (
            FormField("amount", "Amount", value="9"),
            FormField("close", "Close", "date"),
            FormField("stage", "Stage", "choice", "s1", stages),
        ),
    )
    sent = modal(form, WHERE, "7.0")
    won = sent["blocks"][2]["element"]["options"][1]
    entered = {
        "amount": {"value": {"type": "plain_text_input", "value": "-1"}},
        "close": {"value": {"type": "datepicker", "selected_date": "2026-04-01"}},
        "stage": {"value": {"type": "static_select", "selected_option": won}},
    }
    shown = again({**sent, "id": "V1", "state": {"values": entered}}, {"amount": "Enter more than 0."})
    assert shown["blocks"][0]["text"]["text"] == "Amount: Enter more than 0."
    amount, close, stage = (block["element"] for block in shown["blocks"][1:])
    assert (amount["initial_value"], close["initial_date"]) == ("-1", "2026-04-01")
    assert stage["initial_option"] == won
    assert (shown["private_metadata"], "id" in shown) == (sent["private_metadata"], False)


def test_a_message_is_never_heavier_than_slack_takes() -> None:
    shown = blocks(Reply(tuple(Text("x" * 2_900) for _ in range(9)), (Action("a", "A"),), card_id="c"))
    assert message_faults(shown) == ""
    assert [block["type"] for block in shown] == [*["section"] * 4, "context", "actions"]


def test_a_cut_inside_code_closes_and_opens_it_again() -> None:
    first, second = split(f"{FENCE}\n{'a' * 40}\n{'b' * 40}\n{FENCE}", 60)
    assert first == f"{FENCE}\n{'a' * 40}\n{FENCE}"
    assert second == f"{FENCE}\n{'b' * 40}\n{FENCE}"


def _excerpts(reply: Reply) -> tuple[Part, ...]:
    return tuple(part for part in reply.parts if isinstance(part, Excerpt))


def _entered(field: FormField) -> dict[str, Any]:
    if field.control == "date":
        return {"type": "datepicker", "selected_date": "2026-04-01"}
    return {} if field.control == "choice" else {"type": "plain_text_input", "value": field.value[:3000]}
