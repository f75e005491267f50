"""Confirmed writes that were given up: what an administrator may know of them and do about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.crm_log.draft import crm_update
from bot.crm_log.paper import Paper, paper_of
from bot.errors import CornermanError
from bot.ports import Card, OutboxItem, UnitOfWork


class NotRetried(CornermanError):
    """The seller has been told that it was not saved, and has decided since; drop it."""


def retry(key: str, uow: UnitOfWork, now: datetime) -> None:
    """Queues it anew, and takes the draft that was handed back to the seller out of their hands, so that it
    is not saved twice. Raises NotRetried."""
    item = dead(key, uow)
    card = uow.cards.get(item.card_id)
    if card is None or not _still_theirs(card, item):
        raise NotRetried(
            f"{key}: its draft was handed back to the seller, who has changed, saved or discarded it since, "
            "or let it expire; `cornerman crm dead drop` forgets it"
        )
    uow.cards.save(replace(card, state="confirmed", expires_at=None))
    uow.crm_outbox.revive(key, now)


def dead(key: str, uow: UnitOfWork) -> OutboxItem:
    item = uow.crm_outbox.get(key)
    if item is None or item.state != "dead":
        raise CornermanError(f"there is no dead letter “{key}”; `cornerman crm dead list` shows them")
    return item


def _still_theirs(card: Card, item: OutboxItem) -> bool:
    """The draft waits as it was confirmed. An undo is not taken up again: its button is there still."""
    if card.kind != "draft" or card.state != "open":
        return False
    paper = paper_of(card)
    return item.key in paper.running and _says_the_same(paper, item)


def _says_the_same(paper: Paper, item: OutboxItem) -> bool:
    drafts = (one for one in paper.draft.updates if one.before.id == item.update.opportunity_id)
    kept = [crm_update(one, item.key, fields=bool(item.update.set)) for one in drafts]
    return kept == [item.update]
