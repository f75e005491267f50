"""A question answered: when it was put to the bot, and when it was only said where the bot may speak up."""

from __future__ import annotations

from dataclasses import replace

from bot import wording
from bot.answers.desk import AskDesk
from bot.answers.help_desk import HelpDesk
from bot.answers.model import Asked
from bot.channels import ChannelDesk
from bot.chat import Deleted, Edited, Message, Outcome, Person, Reply, Silence, Text
from bot.notes.understand import understand
from bot.ports import Card, ChannelRules, Store
from bot.turns import Turn, Turns

NOT_FOR_BOT = Silence("not said to the bot")
NOTHING_ANSWERED = Silence("a message was changed or deleted of which no answer stands")
SURE = 0.8
"""How likely an answer must be right that nobody asked for: four out of five."""


class Answering:
    def __init__(
        self, store: Store, turns: Turns, ask: AskDesk, help: HelpDesk, channels: ChannelDesk
    ) -> None:
        self._store = store
        self._turns = turns
        self._ask = ask
        self._help = help
        self._channels = channels

    def question(self, turn: Turn) -> Reply:
        within = self._channels.rules(turn.event.where).folders
        before = turn.memory.asked(turn.event.id)
        reply, card, asked = self._ask.message(turn.event, turn.person, before, within)
        if card is not None and asked is not None:
            self._keep(turn, card, asked)
            reply = self._help.after(reply, card, turn.person)
        return reply

    def changed(self, event: Edited | Deleted, person: Person) -> Outcome:
        """The answer where it stands: to the question as it reads now, as long as it is their last;
        or withdrawn with it."""
        with self._store.read() as uow:
            card = uow.cards.get(f"answer:{event.message_ref}")
        if card is None or card.person_id != person.id or not card.message_ref:
            return NOTHING_ANSWERED
        if isinstance(event, Edited):
            return self._again(event, person, card)
        return self._withdrawn(card, wording.QUESTION_DELETED)

    def _withdrawn(self, card: Card, why: str) -> Reply:
        with self._store.write() as uow:
            uow.cards.save(replace(card, state="withdrawn"))
            uow.commit()
        withdrawn = Reply((Text(why),), card_id=card.id, replaces=True)
        return replace(withdrawn, visibility="asker") if card.where.kind == "direct" else withdrawn

    def _again(self, event: Edited, person: Person, card: Card) -> Outcome:
        text = wording.without_controls(event.text)
        asks = Message(event.message_ref, event.at, event.who, event.where, text, mentioned=True)
        turn = self._turns.open(asks, person)
        if turn.memory.last_question != asks.id or card.state != "shown" or len(text) > wording.MESSAGE_LIMIT:
            return NOTHING_ANSWERED
        if understand(text, turn.context, turn.book, event.at).intent != "question":
            return NOTHING_ANSWERED
        within = self._channels.rules(asks.where).folders
        reply, now, asked = self._ask.message(asks, person, turn.memory.asked(asks.id), within)
        if now is None or asked is None:
            return NOTHING_ANSWERED
        if reply.visibility == "asker" and card.where.kind != "direct":
            # The old answer must not stand below a question that it does not answer.
            return self._withdrawn(card, wording.NOT_FOR_THIS_CHANNEL)
        with self._store.write() as uow:
            uow.cards.save(replace(card, payload=now.payload))
            uow.commit()
        self._turns.remember(turn, turn.memory.with_asked(asked, asks.id))
        return replace(self._help.after(reply, now, person), replaces=True)

    def overheard(self, event: Message, person: Person | Reply) -> Outcome:
        """In a thread where only the asker and the bot have spoken what asks is answered, and nothing else
        that is said there. What opens a thread is answered where the channel is set so, if it plainly asks,
        the answer is sure, and everyone there may see it."""
        if isinstance(person, Reply) or len(event.text) > wording.MESSAGE_LIMIT:
            return NOT_FOR_BOT
        rules = self._channels.rules(event.where)
        if event.opens_thread and rules.answers != "auto":
            return NOT_FOR_BOT
        turn = self._turns.open(replace(event, text=wording.without_controls(event.text)), person)
        meaning = understand(turn.event.text, turn.context, turn.book, event.at)
        if meaning.dialog_act or meaning.intent != "question":
            return NOT_FOR_BOT
        reply = self._unasked(turn, rules) if event.opens_thread else self.question(turn)
        if isinstance(reply, Reply):
            self._turns.remember_shown(turn.event, person, reply, turn.shown)
        return reply

    def _unasked(self, turn: Turn, rules: ChannelRules) -> Reply | Silence:
        reply, card, asked = self._ask.message(turn.event, turn.person, None, rules.folders)
        if card is None or asked is None or not _is_sure(reply, card):
            return NOT_FOR_BOT
        self._keep(turn, card, asked)
        return reply

    def _keep(self, turn: Turn, card: Card, asked: Asked) -> None:
        with self._store.write() as uow:
            uow.cards.add(card)
            uow.commit()
        self._turns.remember(turn, turn.memory.with_asked(asked, turn.event.id))


def _is_sure(reply: Reply, card: Card) -> bool:
    answered = card.payload["kind"] == "answered" and card.payload["sure"] >= SURE
    return answered and reply.visibility == "all"
