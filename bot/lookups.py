"""What a message asks of the speaker's own records: a list, one of them, or a brief before a call."""

from __future__ import annotations

from bot import wording
from bot.answers.desk import AskDesk
from bot.chat import Part, Reply
from bot.crm_log import lookup
from bot.sales import ON_ACCOUNT, Opportunity
from bot.turns import Turn, Turns


def looked_up(turn: Turn, turns: Turns, ask: AskDesk) -> Reply | None:
    """None where no record of the speaker's is named: then it is a question."""
    text, book = turn.event.text, turn.book
    named = lookup.named_opportunities(text, book, turn.context.recent)
    brief = lookup.wants_brief(text)
    if len(named) == 1 and brief:
        return _brief(named[0], turn, turns, ask)
    if named or lookup.wants_list(text):
        return lookup.lookup(text, named, book, turn.today)
    if account := lookup.named_account(text, book):
        notes = turns.notes(f"{ON_ACCOUNT}{account.id}", turn.person)
        return lookup.account_brief(account, notes, book, turn.today)
    return wording.plain(wording.NOT_SHOWN) if lookup.names_only_others(text, book) else None


def _brief(opportunity: Opportunity, turn: Turn, turns: Turns, ask: AskDesk) -> Reply:
    card: tuple[Part, ...] = ()
    if opportunity.competitors:
        question = f"How do we win against {opportunity.competitors[0]}?"
        card = ask.excerpt(question, turn.person, turn.today)
    notes = turns.notes(opportunity.id, turn.person)
    return lookup.brief(opportunity, notes, turn.book, card, turn.today)
