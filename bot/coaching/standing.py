"""A card that was answered elsewhere, in words or on another platform, changes where it stands."""

from __future__ import annotations

from datetime import datetime

from bot.chat import Message, Outcome, Press, Reply
from bot.coaching import cards
from bot.ports import Outgoing, UnitOfWork


def follow(outcome: Outcome | None, event: Message | Press, uow: UnitOfWork, now: datetime) -> None:
    """A press on the card itself is answered there by its platform."""
    if not isinstance(outcome, Reply) or not outcome.replaces or not outcome.card_id.startswith(cards.NUDGE):
        return
    shown = uow.outgoings.get(outcome.card_id.removeprefix(cards.NUDGE))
    if shown is None or shown.where is None or not shown.message_ref:
        return
    if isinstance(event, Message) or event.where.platform != shown.where.platform:
        changed = Outgoing(
            f"{shown.key}:{event.id}",
            shown.person_id,
            outcome,
            shown.where,
            not_before=now,
            message_ref=shown.message_ref,
        )
        uow.outgoings.add(changed)
