from __future__ import annotations

import json
from typing import Any

from adapters.slack.form import modal
from adapters.slack.render import blocks, fallback
from bot.chat import (
    Action,
    Address,
    Citation,
    Diff,
    DiffRow,
    Facts,
    Form,
    FormField,
    Part,
    Picture,
    Reply,
    Text,
)
from tests.fakes.block_kit import message_faults


def words(*parts: Part) -> list[str]:
    shown = blocks(Reply(parts=parts))
    return [text["text"] for block in shown for text in block.get("fields") or [block.get("text")]]


def test_plain_words_are_escaped_and_lines_kept() -> None:
    assert words(Text("R&D <!everyone>\n@here")) == ["R&amp;D &lt;!everyone&gt;\n@here"]
    assert words(Text("One\n\nTwo", strong=True)) == ["*One*\n\n*Two*"]


def test_no_text_lets_slack_find_names_in_it() -> None:
    (block,) = blocks(Reply(parts=(Text("@everyone"),)))
    assert block["text"] == {"type": "mrkdwn", "text": "@everyone", "verbatim": True}


def test_a_diff_shows_old_new_and_the_words_it_came_from() -> None:
    rows = (
        DiffRow("amount", "Amount", "90,000", "120,000", "about\n120k"),
        DiffRow("stage", "Stage", "", "Negotiation", "maybe <soon>", selected=False),
        DiffRow("seats", "Seats", "80", "5", "", edited=True),
        DiffRow("close_date", "Close", "29 May", "30 Apr", "", selected=False),
    )
    assert words(Diff("Acme · Renewal", rows)) == [
        "*Acme · Renewal*",
        "☑ *Amount*\n~90,000~ → *120,000*\n_you said “about 120k”_",
        "☐ *Stage* (not selected)\nNegotiation\n_you said “maybe &lt;soon&gt;”_",
        "☑ *Seats*\n~80~ → *5*\n_your edit_",
        "☐ *Close* (not selected)\n29 May → 30 Apr",
    ]


def test_facts_are_fields_of_ten() -> None:
    shown = blocks(Reply(parts=(Facts(tuple((f"k{n}", f"v{n}") for n in range(12)), "Open"),)))
    assert [len(block.get("fields", [])) for block in shown] == [0, 10, 2]
    assert shown[2]["fields"][1]["text"] == "*k11*\nv11"


def test_a_citation_is_a_context_line() -> None:
    cited = Citation(
        2, "Pricing & packaging", "Discounts", "Dana", "3 weeks", "verified", "https://a.example/p"
    )
    (block,) = blocks(Reply(parts=(cited,)))
    assert block["type"] == "context"
    assert block["elements"][0]["text"] == (
        "[2] <https://a.example/p|Pricing &amp; packaging › Discounts> · Dana · 3 weeks · verified"
    )
    (plain,) = blocks(Reply(parts=(Citation(1, "Pricing"),)))
    assert plain["elements"][0]["text"] == "[1] Pricing"


def test_a_picture_is_told_in_words() -> None:
    (block,) = blocks(Reply(parts=(Picture("aGk=", "Pipeline by stage"),)))
    assert block["elements"][0]["text"] == "[Pipeline by stage]"


def test_many_buttons_take_several_rows_with_ids_of_their_own() -> None:
    actions = tuple(Action("choose", f"Pick {n}", str(n)) for n in range(30))
    shown = blocks(Reply(parts=(), actions=actions, card_id="c"))
    assert [(block["block_id"], len(block["elements"])) for block in shown] == [("c#0", 25), ("c#1", 5)]
    assert shown[1]["elements"][4]["value"] == "29"
    assert message_faults(shown) == ""


def test_buttons_survive_when_words_do_not_fit() -> None:
    reply = Reply(
        parts=tuple(Text(f"part {n}") for n in range(80)), actions=(Action("save", "Save"),), card_id="c"
    )
    shown = blocks(reply)
    assert len(shown) == 50
    assert shown[-1]["type"] == "actions"
    assert "more than fits" in shown[-2]["elements"][0]["text"]
    assert shown[47]["text"]["text"] == "part 47"


def test_the_fallback_says_it_all_in_plain_words() -> None:
    reply = Reply(
        parts=(
            Text("Save <this>?"),
            Diff(
                "Acme",
                (DiffRow("amount", "Amount", "9", "12", "12"), DiffRow("s", "Stage", "", "Won", "w", False)),
            ),
            Citation(1, "Pricing", "Discounts"),
        )
    )
    assert fallback(reply) == (
        "Save &lt;this&gt;?\nAcme\nAmount: 9 → 12\nStage: Won (not selected)\n[1] Pricing › Discounts"
    )
    assert fallback(Reply(parts=())) == "…"


def view(*fields: FormField) -> dict[str, Any]:
    where = Address("slack", "T1", "C1", "5.0", "channel")
    return modal(
        Form("draft", "card-1", "A title that is much too long for Slack", fields, "Save"), where, "7.0"
    )


def test_a_form_is_a_modal_that_remembers_its_card() -> None:
    built = view(FormField("n", "Note", "long_text", "hi", optional=False, hint="In your words."))
    assert json.loads(built["private_metadata"]) == {
        "form": "draft",
        "card": "card-1",
        "channel": "C1",
        "thread": "5.0",
        "kind": "channel",
        "message": "7.0",
        "home": False,
    }
    assert (built["title"]["text"], built["submit"]["text"]) == ("A title that is much to…", "Save")
    (block,) = built["blocks"]
    assert (block["block_id"], block["optional"], block["label"]["text"]) == ("n", False, "Note")
    assert block["hint"] == {"type": "plain_text", "text": "In your words.", "emoji": False}
    assert block["element"] == {
        "action_id": "value",
        "type": "plain_text_input",
        "multiline": True,
        "initial_value": "hi",
    }


def test_each_control_starts_with_its_value_or_empty() -> None:
    stages = (("s1", "Discovery"), ("s2", "Won"))
    built = view(
        FormField("a", "Amount", "number", "90000"),
        FormField("b", "Close", "date", "2026-03-31"),
        FormField("c", "Close", "date"),
        FormField("d", "Stage", "choice", "s2", stages),
        FormField("e", "Stage", "choice", "gone", stages),
    )
    amount, close, empty, stage, unknown = (block["element"] for block in built["blocks"])
    assert not any("hint" in block for block in built["blocks"])
    assert (amount["type"], amount["initial_value"]) == ("plain_text_input", "90000")
    assert (close["type"], close["initial_date"]) == ("datepicker", "2026-03-31")
    assert "initial_date" not in empty
    assert [option["value"] for option in stage["options"]] == ["s1", "s2"]
    assert stage["initial_option"]["text"]["text"] == "Won"
    assert "initial_option" not in unknown
