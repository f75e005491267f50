from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from adapters.console.app import ConsoleChat, ConsoleMessenger, address_of
from adapters.console.screen import Cards, Screen
from bot.chat import (
    Action,
    Event,
    Form,
    FormErrors,
    FormField,
    Message,
    Outcome,
    Person,
    Press,
    Reply,
    Silence,
    Submit,
    Text,
)
from bot.errors import StoreUnavailable
from tests.fakes.scripted_door import ScriptedDoor

START = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
PEOPLE = (
    Person("priya", "Priya Raman", "p@x.test", frozenset({"rep"})),
    Person("m-1", "Marta Silva", "m@x.test", frozenset({"manager"})),
    Person("m-2", "Marta Lopez", "l@x.test", frozenset({"rep"})),
)
LOCKED = "The database is locked by another process: try again in a moment."
CARD = Reply((Text("A draft"),), (Action("save", "Save", "v"), Action("edit", "Edit")), card_id="draft:1")
STAGES = (("eval", "Evaluation"), ("prop", "Proposal"))
FORM = Form(
    "edit",
    "draft:1",
    "Edit before saving",
    (
        FormField("0.amount", "Amount", "number", "80000"),
        FormField("0.close_date", "Close", "date", "2026-03-31"),
        FormField("0.stage", "Stage", "choice", "eval", STAGES),
        FormField("0.next_step", "Next step", "text", "a call"),
        FormField("0.next_step_due", "Next step due", "date"),
        FormField("0.seats", "Seats", "number"),
    ),
)
TWO = Form(
    "edit",
    "draft:1",
    "Edit before saving",
    tuple(
        FormField(f"{n}.{name}", f"{account} · {label}", "text")
        for n, account in enumerate(("Acme – Rollout", "Borealis – Rollout"))
        for name, label in (("amount", "Amount"), ("next_step", "Next step"), ("next_step_due", "Step due"))
    ),
)


class Demo:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def move_clock(self, by: timedelta) -> None:
        self._clock.now += by

    def reset(self) -> None:
        self._clock.now = START


class Clock:
    now = START

    def __call__(self) -> datetime:
        return self.now


class Terminal:
    """The chat with a door whose answers the test writes."""

    def __init__(self, answer: Callable[[Event], Outcome], *, demo: bool = True) -> None:
        self.out = io.StringIO()
        self.door = ScriptedDoor(answer)
        self.tick: Callable[[], None] = lambda: None
        clock = Clock()
        screen, cards = Screen(self.out), Cards()
        self.messenger = ConsoleMessenger(screen, cards, lambda id: f"<{id}>", list)
        self.chat = ConsoleChat(
            self.door,
            screen,
            cards,
            clock,
            find=found,
            people=lambda: PEOPLE,
            tick=lambda: self.tick(),
            demo=Demo(clock) if demo else None,
        )

    def type(self, *lines: str) -> str:
        """What is printed for these lines, typed by whoever spoke last."""
        before = len(self.out.getvalue())
        rest = iter(lines)
        speaker = getattr(self.chat, "speaker", PEOPLE[0])
        self.chat.run(speaker, lambda _: next(rest, None))
        return self.out.getvalue()[before:]

    @property
    def last(self) -> Event:
        return self.door.answered[-1]

    def values(self) -> dict[str, str]:
        assert isinstance(self.last, Submit)
        return {name.split(".")[-1]: value for name, value in self.last.values.items()}


def found(name: str) -> Person | None:
    return next(
        (p for p in PEOPLE if name.lower() in (p.id, p.name.lower(), p.name.split()[0].lower())), None
    )


def filling(form: Form = FORM, errors: dict[str, str] | None = None) -> Terminal:
    """A terminal with the form open; a submit is answered with the card, or with `errors` once."""
    wrong = [errors] if errors else []

    def answer(event: Event) -> Outcome:
        if isinstance(event, Submit):
            return FormErrors(wrong.pop()) if wrong else CARD
        return form if isinstance(event, Press) else CARD

    terminal = Terminal(answer)
    terminal.type("a note", "2")
    return terminal


class TestLines:
    @pytest.mark.parametrize("line", ["²", "9" * 5_000, "9" * 40_000, "-1", "1.5", "٣"])
    def test_a_number_that_is_no_button_is_something_said(self, line: str) -> None:
        terminal = Terminal(lambda _: CARD)
        terminal.type("a note", line)
        assert isinstance(terminal.last, Message)
        assert terminal.last.text == line

    def test_a_number_presses_the_button_with_that_number(self) -> None:
        terminal = Terminal(lambda _: CARD)
        terminal.type("a note", "1")
        press = terminal.last
        assert isinstance(press, Press)
        assert (press.card_id, press.action, press.value) == ("draft:1", "save", "v")
        assert press.where == address_of("priya")

    def test_a_button_that_is_not_there_is_not_sent(self) -> None:
        terminal = Terminal(lambda _: CARD)
        assert terminal.type("a note", "3").endswith("There is no button 3.\n▸ 1 Save · 2 Edit\n\n")
        assert len(terminal.door.answered) == 1

    def test_a_card_that_is_settled_has_no_buttons_left(self) -> None:
        settled = Reply((Text("Discarded"),), card_id="draft:1", replaces=True)
        terminal = Terminal(lambda e: settled if isinstance(e, Press) else CARD)
        terminal.type("a note", "2", "1")
        assert isinstance(terminal.last, Message)

    def test_silence_prints_nothing(self) -> None:
        assert Terminal(lambda _: Silence("not for the bot")).type("hm") == ""

    def test_what_is_delivered_is_told_to_the_door(self) -> None:
        terminal = Terminal(lambda _: CARD)
        terminal.type("a note")
        ((event, outcome, where, _),) = terminal.door.deliveries
        assert (event, outcome, where) == (terminal.last, CARD, address_of("priya"))


class TestErrors:
    def test_a_locked_database_is_one_line_and_the_chat_goes_on(self) -> None:
        answers = [StoreUnavailable(LOCKED), None]

        def answer(_: Event) -> Outcome:
            if error := answers.pop(0):
                raise error
            return CARD

        terminal = Terminal(answer)
        assert terminal.type("a note") == LOCKED + "\n\n"
        assert terminal.type("again") == "A draft\n▸ 1 Save · 2 Edit\n\n"

    def test_while_the_database_is_gone_each_line_is_answered_once(self) -> None:
        def gone(_: Event) -> Outcome:
            raise StoreUnavailable(LOCKED)

        terminal = Terminal(gone)

        def gone_too() -> None:
            raise StoreUnavailable(LOCKED)

        terminal.tick = gone_too
        assert terminal.type("a note", "again") == (LOCKED + "\n\n") * 2

    def test_a_failing_round_of_the_worker_is_told(self) -> None:
        terminal = Terminal(lambda _: Silence(""))

        def fail() -> None:
            raise StoreUnavailable(LOCKED)

        terminal.tick = fail
        assert terminal.type("hm", "hm") == (LOCKED + "\n\n") * 2

    def test_a_fault_of_ours_shows_no_words_of_the_user(self, caplog: pytest.LogCaptureFixture) -> None:
        def fail(_: Event) -> Outcome:
            raise ValueError("the customer's secret")

        shown = Terminal(fail).type("the customer's secret")
        assert shown.startswith("Something went wrong on my side.")
        assert caplog.messages == ["chat: ValueError"]

    def test_a_reader_who_left_ends_the_chat(self) -> None:
        def fail(_: Event) -> Outcome:
            raise BrokenPipeError

        with pytest.raises(BrokenPipeError):
            Terminal(fail).type("hello")

    def test_an_error_on_submit_keeps_the_form_and_what_was_entered(self) -> None:
        answers: list[Outcome | None] = [CARD, FORM, None, CARD]

        def answer(_: Event) -> Outcome:
            outcome = answers.pop(0)
            if outcome is None:
                raise StoreUnavailable(LOCKED)
            return outcome

        terminal = Terminal(answer)
        assert terminal.type("a note", "2", "seats=5").endswith(LOCKED + "\n\n")
        terminal.type("")
        assert terminal.values()["seats"] == "5"


class TestForm:
    def test_names_and_labels_in_any_case_and_several_in_a_line(self) -> None:
        terminal = filling()
        terminal.type("AMOUNT = 85000; close date=15 April;Close_Date=16 April; stage: proposal")
        assert terminal.values() == {
            "amount": "85000",
            "close_date": "16 April",
            "stage": "prop",
            "next_step": "a call",
            "next_step_due": "",
            "seats": "",
        }

    def test_a_semicolon_separates_only_before_a_field(self) -> None:
        terminal = filling()
        terminal.type("next step=call Dana; then legal; at=noon; seats=5; next step due=tomorrow")
        values = terminal.values()
        assert values["next_step"] == "call Dana; then legal; at=noon"
        assert (values["seats"], values["next_step_due"]) == ("5", "tomorrow")

    def test_enter_keeps_everything(self) -> None:
        terminal = filling()
        terminal.type("")
        assert terminal.values()["amount"] == "80000"

    def test_a_refused_value_loses_no_other(self) -> None:
        terminal = filling(errors={"0.amount": "Enter the amount in full."})
        shown = terminal.type("amount=abc; seats=5")
        assert shown == (
            "amount: Enter the amount in full.\n"
            "Kept: seats=5. Type it again, or Enter to go on without it; cancel leaves the form.\n\n"
        )
        terminal.type("")
        assert (terminal.values()["amount"], terminal.values()["seats"]) == ("80000", "5")

    def test_what_is_no_field_is_said_and_nothing_is_lost(self) -> None:
        terminal = filling()
        shown = terminal.type("sets=5")
        assert shown.startswith(
            "There is no field “sets”. Fields: amount, close date, stage, next step, next step due, seats.\n"
        )
        assert isinstance(terminal.last, Press), "nothing was submitted"

    @pytest.mark.parametrize(
        ("line", "name", "value"),
        [
            ("amount: 85000", "amount", "85000"),
            ("Close date: 15 April", "close_date", "15 April"),
            ("close:15 April", "close_date", "15 April"),
            ("next step: call Dana at 10:30", "next_step", "call Dana at 10:30"),
        ],
    )
    def test_a_field_before_a_colon_is_for_the_form(self, line: str, name: str, value: str) -> None:
        terminal = filling()
        terminal.type(line)
        assert terminal.values()[name] == value

    def test_a_colon_after_what_two_fields_share_asks_which(self) -> None:
        assert filling().type("next: call Dana").startswith("Which “next”? Write ")

    @pytest.mark.parametrize(
        "line", ["what does it cost?", "Acme: 85k", "contacts: Dana", "what is the amount: net or gross?"]
    )
    def test_words_for_the_bot_leave_the_form_and_reach_it(self, line: str) -> None:
        terminal = filling()
        assert terminal.type(line).startswith("You left the form; the draft stays as it was.")
        assert isinstance(terminal.last, Message)
        assert terminal.last.text == line

    @pytest.mark.parametrize("word", ["cancel", "Cancel", "/help", "/as marta"])
    def test_there_is_a_way_out(self, word: str) -> None:
        terminal = filling()
        assert terminal.type(word).startswith("You left the form; the draft stays as it was.\n\n")
        terminal.type("hello")
        assert isinstance(terminal.last, Message)

    def test_a_command_leaves_the_form_and_is_carried_out(self) -> None:
        terminal = filling()
        terminal.type("/as m-1")
        assert terminal.chat.speaker.id == "m-1"

    def test_an_ambiguous_name_asks_which(self) -> None:
        terminal = filling(TWO)
        assert terminal.type("amount=1").startswith(
            "Which “amount”? Write “acme amount=1” or “borealis amount=1”.\n"
        )
        assert terminal.last.kind == "press", "nothing was submitted"
        terminal.type("borealis amount=1; acme next step=call")
        submit = terminal.door.answered[-1]
        assert isinstance(submit, Submit)
        entered = {name: value for name, value in submit.values.items() if value}
        assert entered == {"1.amount": "1", "0.next_step": "call"}

    def test_clear_values_survive_an_ambiguous_one(self) -> None:
        terminal = filling(TWO)
        assert "Kept: acme amount=2." in terminal.type("acme amount=2; next step=call")

    def test_opportunities_of_one_name_are_told_apart(self) -> None:
        twins = Form("edit", "c", "Edit", tuple(FormField(f"{n}.amount", "Acme · Amount") for n in (0, 1)))
        assert "“0.amount=1” or “1.amount=1”" in filling(twins).type("amount=1")
        terminal = filling(twins)
        terminal.type("1.amount=7")
        assert isinstance(terminal.last, Submit)
        assert terminal.last.values == {"0.amount": "", "1.amount": "7"}


class TestSpeakers:
    def test_only_people_who_exist_are_suggested(self) -> None:
        shown = Terminal(lambda _: CARD, demo=False).type("/as nobody")
        assert shown == "I know nobody called “nobody”. Try /as marta or /as m-2.\n\n"

    def test_a_card_of_someone_else_says_whose_it_is(self) -> None:
        terminal = Terminal(lambda _: CARD)
        shown = terminal.type("a note", "/as m-1", "1")
        assert shown.endswith("That card is for Priya Raman: /as priya answers it.\n\n")
        assert isinstance(terminal.last, Message), "nothing was pressed"

    def test_a_card_pushed_to_someone_else_is_not_pressed_by_mistake(self) -> None:
        terminal = Terminal(lambda _: CARD)
        terminal.type("a note")
        nudge = Reply((Text("Day 7"),), (Action("done", "Done"),), card_id="nudge:1")
        terminal.messenger.send(address_of("m-1"), nudge, "k")
        assert terminal.type("1") == (
            "That card is for Marta Silva: /as marta answers it. Numbers now mean your own last card:\n"
            "▸ 1 Save · 2 Edit\n\n"
        )
        terminal.type("1")
        assert isinstance(terminal.last, Press)
        assert terminal.last.card_id == "draft:1"

    def test_numbers_follow_the_speaker(self) -> None:
        terminal = Terminal(lambda _: CARD)
        terminal.type("a note")
        nudge = Reply((Text("Day 7"),), (Action("done", "Done"),), card_id="nudge:1")
        terminal.messenger.send(address_of("m-1"), nudge, "k")
        assert "Buttons of your last card:\n▸ 1 Done" in terminal.type("/as marta")
        terminal.type("1")
        pressed = terminal.last
        assert isinstance(pressed, Press)
        assert (pressed.card_id, pressed.who.user) == ("nudge:1", "m-1")

    def test_what_is_pushed_has_a_heading_and_no_empty_line_before_it(self) -> None:
        terminal = Terminal(lambda _: CARD)
        terminal.messenger.send(address_of("m-1"), Reply((Text("Day 7"),)), "k")
        assert terminal.out.getvalue() == "» To <m-1>\nDay 7\n\n"


class TestCommands:
    @pytest.mark.parametrize("step", ["", "soon", "+²d", "+9999w", "9" * 5_000])
    def test_the_clock_says_how_to_move_it(self, step: str) -> None:
        assert Terminal(lambda _: CARD).type(f"/clock {step}").startswith("Say how far: /clock +1d")

    def test_the_clock_moves(self) -> None:
        assert Terminal(lambda _: CARD).type("/clock +1d") == "It is now Wednesday 11 March 2026, 14:00.\n\n"

    def test_outside_the_demo_its_commands_are_not_offered(self) -> None:
        terminal = Terminal(lambda _: CARD, demo=False)
        assert "/clock" not in terminal.type("/help")
        assert terminal.type("/clock +1d") == "/clock works in the demo only.\n\n"

    def test_reset_forgets_the_cards(self) -> None:
        terminal = Terminal(lambda _: CARD)
        terminal.type("a note", "/reset", "1")
        assert isinstance(terminal.last, Message)
