"""A competitor's card is offered once: the same competitor named again within thirty days offers nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import StaleState
from bot.memory import recall
from bot.ports import Store
from bot.turns import EVERYWHERE

AGAIN = timedelta(days=30)
OFFERED = "rivals_offered"


def not_offered_lately(store: Store, person_id: str, names: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Those of `names` that this person was not offered within thirty days; from now on they were."""
    if not names:
        return ()
    try:
        with store.write() as uow:
            state = uow.conversations.load(EVERYWHERE, person_id)
            known = recall(state, now).data
            offered: dict[str, str] = dict(known.get(OFFERED) or {})
            fresh = tuple(n for n in dict.fromkeys(names) if _is_due(offered.get(n), now))
            marked = {**offered, **dict.fromkeys(fresh, now.isoformat())}
            uow.conversations.save(replace(state, data={**known, OFFERED: marked}), now)
            uow.commit()
    except StaleState:
        # Another message of the same person came in between; a gift is not worth a second try.
        return ()
    return fresh


def _is_due(before: str | None, now: datetime) -> bool:
    return before is None or now - datetime.fromisoformat(before) >= AGAIN
