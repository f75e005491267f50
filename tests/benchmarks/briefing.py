"""One brief before a call in a large CRM beside one forward pass. Prints a ratio of one run.

python -m tests.benchmarks.briefing
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from adapters.crm.builtin import BuiltinCrm
from bot.book import briefing
from bot.book.briefing import Known
from bot.book.choosing import chosen
from bot.book.heard import heard
from bot.chat import Person
from bot.notes.date_makers import Calendar
from bot.notes.model import DialogContext
from bot.notes.understand import understand
from content_index.embed import SentenceTransformerEmbedder
from tests.benchmarks.logging_notes import NOW, SPEAKER, company
from tests.benchmarks.questions import middle_ratio

_ROUNDS = 7
_LISTS = ("what closes this month", "my biggest deals", "which have no next step", "deals over 50k")


def measure(embedder: SentenceTransformerEmbedder) -> dict[str, float]:
    """Book, understanding and the brief itself ÷ the model library's own `encode` of the message, medians of
    rounds in turn; without the pages it cites, each of which is a question of its own. The same for lists."""
    model: Any = embedder.model
    model.encode(["A first pass."], show_progress_bar=False)
    with TemporaryDirectory() as folder:
        crm, _ = company(Path(folder))
        names = [one.name for one in crm.book(SPEAKER.id).mine[:30]]
        briefs = [f"prep {name}" for name in names]
        crm.book(SPEAKER.id, briefs[0])
        rounds = np.array([[_round(crm, model, said) for said in (briefs, _LISTS)] for _ in range(_ROUNDS)])
    (brief50, encode50), (list50, _) = rounds.transpose(1, 2, 0).tolist()
    return {
        "brief_ratio_p50": middle_ratio(brief50, encode50),
        "list_ratio_p50": middle_ratio(list50, encode50),
        "brief_ms_p50": median(brief50),
        "list_ms_p50": median(list50),
        "encode_ms_p50": median(encode50),
    }


def _round(crm: BuiltinCrm, model: Any, messages: Any) -> list[float]:
    """p50 of answering and of encoding, in milliseconds."""
    answering, encoding = [], []
    for said in messages:
        began = perf_counter()
        model.encode([said], show_progress_bar=False)
        encoded = perf_counter()
        _answer(crm, said, SPEAKER)
        answering.append((perf_counter() - encoded) * 1000)
        encoding.append((encoded - began) * 1000)
    return [median(answering), median(encoding)]


def _answer(crm: BuiltinCrm, said: str, person: Person) -> object:
    book, today = crm.book(person.id, said), NOW.date()
    meaning = understand(said, DialogContext(person), book, NOW)
    request = heard(said, book, (), Calendar(today), meaning)
    assert request is not None, said
    if request.kind != "brief":
        return chosen(request, book.mine, book)
    one = next(each for each in book.mine if each.id == request.records[0])
    return briefing.brief(one, Known(crm.notes(one.id, person.id)), book, person, today)


def main() -> None:
    print(json.dumps(measure(SentenceTransformerEmbedder()), indent=1))


if __name__ == "__main__":
    main()
