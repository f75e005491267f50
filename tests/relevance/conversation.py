"""Ask follow-ups and other wordings of the real bot, and measure whether they find what was meant.

    python -m tests.relevance.conversation --content DIR [--followups FILE…] [--rephrasings FILE…]
        [--data DIR] [--failures]

`--data` keeps the index and the vectors between runs. What the files look like: QUESTIONS.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.bootstrap import App
from adapters.clock import system_clock
from bot.answers import reply
from bot.answers.model import Answer
from content_index.embedding_cache import CachedEmbedder, EmbeddingCache
from content_index.model import PUBLIC, Query
from tests.relevance.answers import holds, opened, words_of

EVERYONE = frozenset({PUBLIC})


@dataclass(frozen=True, slots=True)
class Turn:
    """The second turn of a conversation: what it should do and find, and what the bot made of it."""

    row: Mapping[str, Any]
    answer: Answer
    follows: bool
    ranked: tuple[str, ...]
    shown: str

    def found(self, within: int) -> bool:
        return not set(self.row["pages"]).isdisjoint(self.ranked[:within])

    @property
    def decided(self) -> bool:
        return self.follows is bool(self.row["follows"])

    @property
    def holds(self) -> bool:
        return holds(self.shown, self.row["answer"])


@dataclass(frozen=True, slots=True)
class Pair:
    """A plain question and another wording of it: the pages that each found, best first."""

    row: Mapping[str, Any]
    plain: tuple[str, ...]
    other: tuple[str, ...]

    def found(self, ranked: Sequence[str], within: int) -> bool:
        return not set(self.row["pages"]).isdisjoint(ranked[:within])

    @property
    def same(self) -> bool:
        return self.plain[:1] == self.other[:1]


def rows(paths: Iterable[Path]) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def turn(app: App, row: Mapping[str, Any]) -> Turn:
    _, before = app.ask.turn(row["first"], None, None)
    answer, _ = app.ask.turn(row["second"], None, before)
    shown = words_of(reply.render(answer, "card", system_clock().date()).parts)
    follows = bool(answer.about)
    return Turn(row, answer, follows, pages(app, answer.question), shown)


def pages(app: App, question: str) -> tuple[str, ...]:
    hits = app.content.search(Query(question, EVERYONE, k=10)).hits
    return tuple(dict.fromkeys(hit.document.path for hit in hits))


def turn_figures(turns: Sequence[Turn]) -> dict[str, float]:
    return {
        "conversations": len(turns),
        "decided": share(turn.decided for turn in turns),
        "hit@1": share(turn.found(1) for turn in turns),
        "hit@3": share(turn.found(3) for turn in turns),
        "shown holds the answer": share(turn.holds for turn in turns),
    }


def pair_figures(pairs: Sequence[Pair]) -> dict[str, float]:
    return {
        "pairs": len(pairs),
        "same first page": share(pair.same for pair in pairs),
        "plain hit@1": share(pair.found(pair.plain, 1) for pair in pairs),
        "other hit@1": share(pair.found(pair.other, 1) for pair in pairs),
        "plain hit@3": share(pair.found(pair.plain, 3) for pair in pairs),
        "other hit@3": share(pair.found(pair.other, 3) for pair in pairs),
    }


def share(yes: Iterable[bool]) -> float:
    each = list(yes)
    return sum(each) / len(each) if each else 0.0


def table(columns: Mapping[str, Mapping[str, float]]) -> str:
    names = list(next(iter(columns.values()), {}))
    lines = [("", *columns), *((name, *(f"{c[name]:.3g}" for c in columns.values())) for name in names)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "\n".join(
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
    )


def turn_table(turns: Sequence[Turn]) -> str:
    follow = [turn for turn in turns if turn.row["follows"]]
    new = [turn for turn in turns if not turn.row["follows"]]
    return table(
        {"all": turn_figures(turns), "follow-ups": turn_figures(follow), "new topics": turn_figures(new)}
    )


def pair_table(pairs: Sequence[Pair]) -> str:
    kinds: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        kinds[pair.row["kind"]].append(pair)
    return table({"all": pair_figures(pairs), **{k: pair_figures(some) for k, some in sorted(kinds.items())}})


def failures(turns: Sequence[Turn], pairs: Sequence[Pair]) -> Iterator[str]:
    for one in turns:
        if not (one.decided and one.found(1) and one.holds):
            marks = f"decided {one.decided}, hit@1 {one.found(1)}, holds {one.holds}"
            yield (
                f"--- {one.row['id']} {marks}\n{one.row['first']} / {one.row['second']}\n"
                f"searched: {one.answer.question}\nwant {one.row['pages']} got {one.ranked[:3]}"
            )
    for pair in pairs:
        if not pair.found(pair.other, 3):
            row = pair.row
            asked = f"{row['plain']} / {row['other']}"
            yield f"--- {row['id']} {row['kind']}: {asked}\nwant {row['pages']} got {pair.other[:3]}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--content", type=Path, required=True, help="a folder of Markdown pages")
    parser.add_argument("--followups", type=Path, nargs="*", default=[])
    parser.add_argument("--rephrasings", type=Path, nargs="*", default=[])
    parser.add_argument("--data", type=Path, default=Path(".cornerman/relevance"))
    parser.add_argument(
        "--failures", action="store_true", help="list what was not found; not for unseen files"
    )
    chosen = parser.parse_args(arguments)
    cache = EmbeddingCache(chosen.data / "asked.sqlite")
    app = opened(chosen.content, chosen.data, lambda one: CachedEmbedder(one, cache))
    turns = [turn(app, row) for row in rows(chosen.followups)]
    pairs = [
        Pair(row, pages(app, row["plain"]), pages(app, row["other"])) for row in rows(chosen.rephrasings)
    ]
    if chosen.failures:
        print("\n".join(failures(turns, pairs)))
    if turns:
        print(turn_table(turns))
    if pairs:
        print(pair_table(pairs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
