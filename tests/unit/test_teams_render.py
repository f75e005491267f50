from __future__ import annotations

import json
import re
from operator import mul
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.fitting import size
from adapters.teams.form import dialog, entered
from adapters.teams.markdown import escape, from_markdown
from adapters.teams.render import BYTES, card, cards, message, messages, summary
from bot.chat import (
    Action,
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
from tests.fakes.card_schema import faults


def body(*parts: Part) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = card(Reply(parts=parts))["body"]
    return shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2*3 [x](y) `z`", r"2\*3 \[x\](y) \`z\`"),
        ("next_step _slanted_", r"next_step \_slanted\_"),
        ("# no heading\n- no list\n> no quote", "\\# no heading\n\\- no list\n\\> no quote"),
        ("1. no list, 3.5 stays", "1\u2060. no list, 3.5 stays"),
        ("a - b # c", "a - b # c"),
        ("<b>R&D</b>", "<b>R&D</b>"),
        ("back\\slash", "back\\\\slash"),
    ],
)
def test_typed_characters_show_as_they_are(typed: str, shown: str) -> None:
    assert escape(typed) == shown


def test_lines_stay_lines() -> None:
    assert body(Text("One\nTwo\n\nThree", strong=True)) == [
        {"type": "TextBlock", "text": "One\n\nTwo\n\nThree", "wrap": True, "weight": "Bolder"}
    ]


def test_a_diff_shows_old_new_and_the_words_it_came_from() -> None:
    rows = (
        DiffRow("amount", "Amount", "90,000", "120,000", "about\n120k"),
        DiffRow("stage", "Stage", "", "Negotiation", "maybe *soon*", selected=False),
        DiffRow("seats", "Seats", "80", "5", "", edited=True),
    )
    title, facts = body(Diff("Acme", rows))
    assert (title["text"], title["weight"]) == ("Acme", "Bolder")
    assert facts == {
        "type": "FactSet",
        "facts": [
            {"title": "☑ Amount", "value": "90,000 → **120,000** · you said “about 120k”"},
            {"title": "☐ Stage", "value": r"Negotiation (not selected) · you said “maybe \*soon\*”"},
            {"title": "☑ Seats", "value": "80 → **5** · your edit"},
        ],
    }


def test_a_citation_links_only_out() -> None:
    cited = Citation(2, "Pricing [EU]", "Discounts", "Dana", "3 weeks", "", "https://a.example/p (1)")
    (block,) = body(cited)
    assert (
        block["text"] == r"\[2\] [Pricing \[EU\] › Discounts](https://a.example/p%20%281%29) · Dana · 3 weeks"
    )
    (plain,) = body(Citation(1, "Pricing", url="file:///etc/x"))
    assert plain["text"] == r"\[1\] Pricing"


def test_markdown_keeps_headings_lists_code_and_tables() -> None:
    markdown = (
        "## Terms\nPlain **bold** ~~old~~ [in](x.md) [out](https://a.example)\n- one\n- two\n\n"
        "```\na_b *c*\nd\n```\n| Plan | Seats |\n|--|--|\n| Team | 5 |\n| Solo |"
    )
    heading, text, code, table = from_markdown(markdown)
    assert (heading["text"], heading["weight"]) == ("Terms", "Bolder")
    assert text["text"] == "Plain **bold** old in [out](https://a.example)\n- one\n- two"
    assert (code["text"], code["fontType"]) == ("a_b \\*c\\*\n\nd", "Monospace")
    cells = [[cell["items"][0]["text"] for cell in row["cells"]] for row in table["rows"]]
    assert cells == [["Plan", "Seats"], ["Team", "5"], ["Solo", " "]]
    assert len(table["columns"]) == 2


def test_buttons_execute_or_open_a_dialog() -> None:
    actions = (
        Action("save", "Save", "d1", style="primary"),
        Action("edit", "Edit", opens_form=True),
        Action("drop", "Discard", style="danger"),
    )
    (row,) = card(Reply(parts=(), actions=actions, card_id="c"))["body"]
    assert row["actions"] == [
        {
            "type": "Action.Execute",
            "title": "Save",
            "verb": "save",
            "data": {"card_id": "c", "action": "save", "value": "d1"},
            "style": "positive",
        },
        {
            "type": "Action.Submit",
            "title": "Edit",
            "data": {"card_id": "c", "action": "edit", "value": "", "msteams": {"type": "task/fetch"}},
        },
        {
            "type": "Action.Execute",
            "title": "Discard",
            "verb": "drop",
            "data": {"card_id": "c", "action": "drop", "value": ""},
            "style": "destructive",
        },
    ]


def test_buttons_come_in_rows_of_six() -> None:
    actions = tuple(Action("choose", str(n), str(n)) for n in range(14))
    shown = card(Reply(parts=(), actions=actions))
    assert [len(row["actions"]) for row in shown["body"]] == [6, 6, 2]


def test_a_card_too_big_for_teams_gives_up_words_and_says_so() -> None:
    reply = Reply(parts=(Text("é" * 40_000), Text("the end")), actions=(Action("save", "Save"),), card_id="c")
    shown = card(reply)
    assert 10_000 < size(shown) <= BYTES
    assert [element["type"] for element in shown["body"][-2:]] == ["TextBlock", "ActionSet"]
    assert shown["body"][-2]["text"] == "… there is more than fits here."
    assert all(set(element["text"]) == {"é"} for element in shown["body"][:-2])


def test_a_long_answer_comes_in_several_messages_and_the_last_has_the_buttons() -> None:
    typed = "".join(f"{n} sentences. " for n in range(4_000))
    reply = Reply(parts=(Text(typed),), actions=(Action("more", "More"),), card_id="c")
    first, *others = cards(reply)
    assert len(others) == 3
    assert [element["type"] for one in (first, *others) for element in one["body"]].count("ActionSet") == 1
    assert others[-1]["body"][-1]["actions"][0]["title"] == "More"
    texts = (e["text"] for one in (first, *others) for e in one["body"] if e["type"] == "TextBlock")
    assert "".join(texts).split() == typed.split()


def test_no_more_than_five_messages_come_at_once() -> None:
    shown = cards(Reply(parts=(Text("word " * 40_000),)))
    assert len(shown) == 5
    assert shown[-1]["body"][-1]["text"] == "… there is more than fits here."


def test_a_cut_breaks_neither_links_nor_bold() -> None:
    link = "[the whole price list](https://a.example/prices?of=everything)"
    markdown = f"{'word ' * 290}**{'heavy ' * 40}** {link} and so on. " * 3
    texts = [element["text"] for element in body(Excerpt(markdown))]
    assert len(texts) > 3
    assert sum(text.count(link) for text in texts) == 3
    assert all(text.count("**") % 2 == 0 for text in texts)


def test_a_long_table_repeats_its_header() -> None:
    rows = "\n".join(f"| {n} | {'x' * 200} |" for n in range(200))
    shown = cards(Reply(parts=(Excerpt(f"| Plan | Terms |\n|---|---|\n{rows}"),)))
    tables = [element for one in shown for element in one["body"]]
    headers = [table["rows"][0]["cells"][0]["items"][0]["text"] for table in tables]
    assert (len(headers) > 1, set(headers)) == (True, {"Plan"})


def test_answers_are_labelled_as_chosen_by_a_model_and_nothing_else_is() -> None:
    answer = message(Reply(parts=(Text("42 dollars. [1]"), Citation(1, "Pricing"))))
    assert answer["entities"][0]["additionalType"] == ["AIGeneratedContent"]
    assert "entities" not in message(Reply(parts=(Text("Saved."),)))


def test_a_message_tells_notifications_what_it_says() -> None:
    sent = message(Reply(parts=(Text("Saved."), Facts((("Amount", "9"),), "Acme"), Citation(1, "Pricing"))))
    assert sent["summary"] == "Saved.\nAcme\nAmount: 9\n[1] Pricing"
    assert sent["attachments"][0]["content"]["version"] == "1.5"
    assert len(summary(Reply(parts=(Text("x" * 900),)))) == 500


def test_a_picture_carries_its_words() -> None:
    assert body(Picture("aGk=", "Pipeline")) == [
        {"type": "Image", "url": "data:image/png;base64,aGk=", "altText": "Pipeline"}
    ]
    large = "A" * 30_000
    assert body(Picture(large, "Pipeline: *3* stages")) == [
        {"type": "TextBlock", "text": r"Pipeline: \*3\* stages", "wrap": True}
    ]


# Long by repetition: drawing thousands of characters one by one is slow.
text = st.builds(
    mul, st.text(max_size=30) | st.text(alphabet="a |-`\n*é[]()😀", max_size=30), st.integers(0, 200)
)
rows = st.builds(DiffRow, text, text, text, text, text, st.booleans(), st.booleans())
parts = st.one_of(
    st.builds(Text, text, st.booleans()),
    st.builds(Excerpt, text),
    st.builds(Facts, st.lists(st.tuples(text, text), max_size=8).map(tuple), text),
    st.builds(Diff, text, st.lists(rows, max_size=5).map(tuple)),
    st.builds(Citation, st.integers(1, 99), text, text, text, text, text, text),
    st.builds(Picture, st.sampled_from(["aGk=", "A" * 30_000]), text),
)


@settings(deadline=None, max_examples=40)
@given(st.lists(parts, max_size=6), st.integers(0, 20), st.booleans())
def test_any_reply_is_valid_fits_and_keeps_its_buttons(some: list[Part], count: int, forms: bool) -> None:
    offered = tuple(Action("a", str(n), style="danger", opens_form=forms) for n in range(count))
    reply = Reply(parts=tuple(some), actions=offered, card_id="c")
    for shown in ([card(reply)], cards(reply)):
        assert all(size(one) <= BYTES and faults(one) == [] for one in shown)
        elements = [element for one in shown for element in one["body"]]
        assert sum(len(element.get("actions", ())) for element in elements) == count
        assert "" not in [element["text"] for element in elements if element["type"] == "TextBlock"]
    assert all(size(one) < 28_000 for one in messages(reply))


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="ab*_[]()#->1. \n\\`"))
def test_escaping_loses_nothing(typed: str) -> None:
    assert re.sub(r"\\(.)", r"\1", escape(typed).replace("\u2060", "")) == typed


FORM = Form(
    "draft",
    "card-1",
    "Edit",
    (
        FormField("a", "Amount", "number", "90000"),
        FormField("b", "Close", "date", "2026-03-31"),
        FormField("c", "Stage", "choice", "s2", (("s1", "Discovery"), ("s2", "Won"))),
        FormField("d", "Note", "long_text", optional=False, hint="In your *own* words."),
    ),
    "Keep",
)


def test_a_form_is_a_dialog_that_carries_itself() -> None:
    value = dialog(FORM, "m-1")["task"]["value"]
    content = value["card"]["content"]
    assert value["title"] == "Edit"
    amount, close, stage, note, hint = content["body"]
    assert (amount["type"], amount["id"], amount["value"]) == ("Input.Text", "a", "90000")
    assert (close["type"], close["value"]) == ("Input.Date", "2026-03-31")
    assert stage["choices"] == [{"title": "Discovery", "value": "s1"}, {"title": "Won", "value": "s2"}]
    assert (note["isMultiline"], note["isRequired"], note["errorMessage"]) == (True, True, "This is needed.")
    assert "value" not in note
    assert (hint["type"], hint["text"], hint["isSubtle"]) == ("TextBlock", r"In your \*own\* words.", True)
    assert faults(content) == []
    (button,) = content["actions"]
    assert (button["title"], button["data"]["message"]) == ("Keep", "m-1")
    assert entered(json.loads(json.dumps(button["data"]["form"])), {}) == FORM


def test_errors_stand_under_what_was_entered() -> None:
    plain = dialog(FORM, "")["task"]["value"]["card"]["content"]["actions"][0]["data"]["form"]
    again = entered(plain, {"a": "-1", "d": "hi"})
    shown = dialog(again, "", {"a": "Enter an amount above 0."})["task"]["value"]["card"]["content"]["body"]
    assert (shown[0]["value"], shown[4]["value"]) == ("-1", "hi")
    assert (shown[1]["text"], shown[1]["color"]) == ("Enter an amount above 0.", "Attention")
