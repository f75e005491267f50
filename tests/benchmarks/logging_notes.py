"""One note understood in a large CRM beside one forward pass. Prints a ratio of one run.

python -m tests.benchmarks.logging_notes
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from adapters.crm.builtin import BuiltinCrm
from adapters.store.engine import connect
from adapters.store.migrate import migrate
from bot.chat import Person
from bot.notes.model import DialogContext
from bot.notes.understand import understand
from bot.notes.vocabulary import listed
from bot.sales import Account, Contact, Opportunity, Stage
from content_index.embed import SentenceTransformerEmbedder
from tests.benchmarks.questions import middle_ratio

AIM = 1.5
OPPORTUNITIES, CONTACTS, ACCOUNTS, REPS = 100_000, 300_000, 60_000, 500
_ROUNDS = 7
_NOTES = 30
NOW = datetime(2026, 3, 11, 15, 0, tzinfo=UTC)
SPEAKER = Person("R1", "Rae One", "rae@example.com", frozenset({"rep"}), zone="America/New_York")
_STAGES = (
    Stage("discovery", "Discovery", 1),
    Stage("proposal", "Proposal", 2),
    Stage("closed_won", "Closed Won", 3, is_closed=True, is_won=True),
    Stage("closed_lost", "Closed Lost", 4, is_closed=True),
)
_SYLLABLES = listed(
    "ba con der fin gal hol jer kan lor mev nor pol quin ras sel tam ulf ver wex yor zan bri cle dra"
)
_TRADES = listed("Logistics Freight Foods Systems Health Energy Bank Group Labs Media")
_SAID = (
    "{name}: {person} approved budget, 80k, wants to close end of March",
    "call with {person} at {name} today, moved to proposal, quote by Friday",
    "{name} slipped to June",
    "met {person}, 120 seats, sending the contract next week",
    "{typo} 45k",
    "{other}: 90k, closing in May",
)


def measure(embedder: SentenceTransformerEmbedder) -> dict[str, float]:
    """Book and understanding of a note ÷ the model library's own `encode` of it, medians of rounds in turn;
    and what the index of names costs once."""
    model: Any = embedder.model
    model.encode(["A first pass."], show_progress_bar=False)
    with TemporaryDirectory() as folder:
        crm, notes = company(Path(folder))
        began = perf_counter()
        crm.book(SPEAKER.id, notes[0])
        built = perf_counter() - began
        rounds = np.array([_round(crm, model, notes) for _ in range(_ROUNDS)])
    (encoding50, encoding95), (noting50, noting95) = rounds.transpose(1, 2, 0).tolist()
    return {
        "ratio_p50": middle_ratio(noting50, encoding50),
        "ratio_p95": middle_ratio(noting95, encoding95),
        "aim": AIM,
        "note_ms_p50": median(noting50),
        "encode_ms_p50": median(encoding50),
        "index_megabytes": crm.index_bytes / 1e6,
        "index_seconds": built,
    }


def _round(crm: BuiltinCrm, model: Any, notes: list[str]) -> list[list[float]]:
    """p50 and p95 of encoding, and those of understanding, in milliseconds."""
    encoding, noting = [], []
    for note in notes:
        began = perf_counter()
        model.encode([note], show_progress_bar=False)
        encoded = perf_counter()
        understand(note, DialogContext(SPEAKER), crm.book(SPEAKER.id, note), NOW)
        noting.append((perf_counter() - encoded) * 1000)
        encoding.append((encoded - began) * 1000)
    return [np.quantile(times, [0.5, 0.95]).tolist() for times in (encoding, noting)]


def company(folder: Path) -> tuple[BuiltinCrm, list[str]]:
    """A CRM of invented names in which every rep owns as much as any other, and notes about the first rep's
    opportunities."""
    chance = random.Random(7)
    words = sorted({_word(chance) for _ in range(20_000)})
    accounts = [
        Account(
            f"A{n}",
            f"{chance.choice(words)} {chance.choice(words)} {chance.choice(_TRADES)}",
            owner_id=_rep(n),
        )
        for n in range(ACCOUNTS)
    ]
    contacts = [
        Contact(f"C{n}", f"A{n % ACCOUNTS}", f"{chance.choice(words[:1500])} {chance.choice(words)}", "CFO")
        for n in range(CONTACTS)
    ]
    opportunities = [
        Opportunity(
            f"O{n}",
            f"A{n % ACCOUNTS}",
            f"{accounts[n % ACCOUNTS].name} phase {n // ACCOUNTS}",
            _rep(n),
            stage="discovery",
        )
        for n in range(OPPORTUNITIES)
    ]
    engine = connect(f"sqlite:///{folder / 'crm.db'}")
    migrate(engine)
    crm = BuiltinCrm(engine, _STAGES)
    crm.load_seed(accounts, contacts, opportunities)
    return crm, list(_notes(chance, accounts, contacts))


def _notes(chance: random.Random, accounts: list[Account], contacts: list[Contact]) -> Iterator[str]:
    mine = [n for n in range(ACCOUNTS) if _rep(n) == SPEAKER.id]
    for turn in range(_NOTES):
        n = chance.choice(mine)
        name, person = accounts[n].name, contacts[n].name
        typo, other = name[:2] + name[3:], accounts[n + 1].name
        yield _SAID[turn % len(_SAID)].format(name=name, person=person, typo=typo, other=other)


def _rep(n: int) -> str:
    return f"R{n % REPS}"


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.choice([2, 3, 3]))).capitalize()


def main() -> None:
    print(json.dumps(measure(SentenceTransformerEmbedder()), indent=1))


if __name__ == "__main__":
    main()
