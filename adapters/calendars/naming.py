"""Which of a seller's own open opportunities the title of a meeting names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.sales import Account, Opportunity

_FORM = re.compile(
    r"\s+(inc|ltd|llc|corp|corporation|co|company|gmbh|ag|se|sa|sas|bv|plc|oy|ab|spa|srl|limited)$"
)
SHORTEST = 3


def named(
    summary: str, mine: Iterable[Opportunity], accounts: Mapping[str, Account]
) -> tuple[Opportunity, str] | None:
    """The opportunity, and what to call it; None where the title names none, or two customers."""
    said = f" {_plain(summary)} "
    found = [(each, name) for each in mine if each.status == "open" and (name := _name(said, each, accounts))]
    if not found or len({each.account_id for each, _ in found}) > 1:
        return None
    return min(found, key=lambda pair: pair[0].id)


def _name(said: str, each: Opportunity, accounts: Mapping[str, Account]) -> str:
    account = accounts.get(each.account_id)
    names = [account.name, *account.aliases] if account else []
    hit = next((n for n in [*names, each.name] if len(_core(n)) >= SHORTEST and f" {_core(n)} " in said), "")
    return (account.name if account and hit in names else each.name) if hit else ""


def _core(name: str) -> str:
    return _FORM.sub("", _plain(name))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
