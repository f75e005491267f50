"""Confirmed writes that were given up: what an administrator may know of them and do about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.crm_log.draft import crm_update
from bot.crm_log.paper import Paper, paper_of, with_paper
from bot.errors import CornermanError
from bot.ports import Card, OutboxItem, UnitOfWork
from bot.sales import CrmUpdate


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
    paper = paper_of(card)
    # Another round: how it ends is another message than that it was not saved.
    anew = with_paper(card, replace(paper, round=paper.round + 1), "confirmed")
    uow.cards.save(replace(anew, expires_at=None))
    # Their CRM user may have been put right since: it is written as who they are now.
    person = uow.people.get(item.person_id)
    uow.crm_outbox.revive(key, now, speaker=person.crm_user if person else "")


def taken_up(wanted: CrmUpdate, given_up: Sequence[OutboxItem]) -> tuple[CrmUpdate, ...]:
    """What to write for a draft whose earlier save was given up, and may have got through unheard: only its
    own key tells the CRM. What says the same goes under that key, else its note alone; other fields follow
    under a key of their own, and the values they expect tell."""
    earlier = next((i.update for i in given_up if i.update.opportunity_id == wanted.opportunity_id), None)
    if earlier is None:
        return (wanted,)
    again = replace(wanted, key=earlier.key)
    if again == earlier:
        return (again,)
    if not wanted.note or wanted.note != earlier.note:
        return (wanted,)
    note = replace(again, set={}, expect={})
    return (note, replace(wanted, note="")) if wanted.set else (note,)


def dead(key: str, uow: UnitOfWork) -> OutboxItem:
    item = uow.crm_outbox.get(key)
    if item is None or item.state != "dead":
        raise CornermanError(f"there is no dead letter “{key}”; `cornerman crm dead list` shows them")
    return item


def _still_theirs(card: Card, item: OutboxItem) -> bool:
    """The draft waits as it was confirmed, or is not handed back yet. An undo is not taken up again: its
    button is there still."""
    if card.kind != "draft" or card.state not in ("open", "confirmed"):
        return False
    paper = paper_of(card)
    return item.key in paper.running and _says_the_same(paper, item)


def _says_the_same(paper: Paper, item: OutboxItem) -> bool:
    drafts = (one for one in paper.draft.updates if one.before.id == item.update.opportunity_id)
    kept = [crm_update(one, item.key, fields=bool(item.update.set)) for one in drafts]
    return any(item.update in (one, replace(one, note="")) for one in kept)
