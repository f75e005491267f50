"""Ask every question of the real bot and measure what a seller reads.

    python -m tests.relevance.answers --content DIR --questions FILE… [--data DIR] [--failures]

`--data` keeps the index and the vectors between runs. What the questions look like: QUESTIONS.md.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from adapters.bootstrap import App, build, build_embedder, configured_sources, index_directory
from adapters.clock import system_clock
from adapters.commands.progress import progress_bar
from adapters.config import DEMO_CONFIG, load_settings
from bot.answers import reply
from bot.answers.audience import principals
from bot.answers.differ import same
from bot.answers.model import Answer, Line
from bot.chat import Excerpt, Part, Text
from bot.settings import SourceSettings
from content_index import ingest
from content_index.embedding_cache import CachedEmbedder, EmbeddingCache
from content_index.metrics import ndcg
from content_index.model import Query
from content_index.ports import Embedder
from content_index.units import units

EVERYONE = principals(None)
_CITED = re.compile(r"\s*\[\d+\]")
_OWN_NUMBER = re.compile(r"\[(\d{1,3})\]")
_WORDS = re.compile(r"\S*\w\S*")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^)]*\)")
_TAG = re.compile(r"</?(?:a|b|br|code|div|em|i|p|span|strong)\b[^<>]*>", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s|```\w*", re.MULTILINE)
_MARK = re.compile(r"[*_`#<>\\~]")


@dataclass(frozen=True, slots=True)
class Question:
    """`answer` is a list of groups: of each group one phrase must be shown. `pages` hold the answer."""

    id: str
    text: str
    kind: str
    pages: frozenset[str]
    answer: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what came back: `shown` is what a seller reads above the sources, `ranked` the found
    pages, best first, `unsupported` the lines that their source does not contain."""

    question: Question
    answer: Answer
    shown: str
    ranked: tuple[str, ...]
    unsupported: tuple[str, ...]
    seconds: float

    @property
    def holds(self) -> bool:
        return holds(self.shown, self.question.answer)

    @property
    def answered(self) -> bool:
        return self.answer.kind == "answered"


def read_questions(path: Path) -> list[Question]:
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [_question(row) for row in rows]


def _question(row: Mapping[str, Any]) -> Question:
    groups = tuple(tuple(group) for group in row["answer"])
    return Question(row["id"], row["question"], row["kind"], frozenset(row["pages"]), groups)


def simple(text: str) -> str:
    """Small letters, without Markdown marks, link targets and repeated spaces: how phrases are compared."""
    words = _MARK.sub("", _TAG.sub(" ", _LINK.sub(r"\1", _BULLET.sub(" ", text)).replace("|", " ")))
    return " ".join(words.casefold().split())


def holds(shown: str, groups: Sequence[Sequence[str]]) -> bool:
    words = simple(_CITED.sub("", shown))
    return all(any(simple(phrase) in words for phrase in group) for group in groups)


def words_of(parts: Sequence[Part]) -> str:
    """The text a seller reads above the sources."""
    texts = (p.text if isinstance(p, Text) else p.markdown for p in parts if isinstance(p, Text | Excerpt))
    return "\n".join(texts)


def opened(content: Path, data: Path, embedder: Callable[[Embedder], Embedder]) -> App:
    """The demo's company with `content` as its only source, synced into `data`."""
    settings = load_settings(DEMO_CONFIG, {"CORNERMAN_DATA": str(data)})
    source = SourceSettings("content", str(content.resolve()))
    settings = replace(settings, sources=(source,))
    app = build(settings, system_clock, embedder(build_embedder(settings)))
    with progress_bar() as progress:
        ingest.sync(
            configured_sources(settings), index_directory(settings), app.embedder, system_clock(), progress
        )
    return app


def ask(app: App, question: Question) -> Asked:
    findings = app.content.search(Query(question.text, EVERYONE, k=10))
    started = perf_counter()
    answer = app.ask.answer(question.text, None)
    seconds = perf_counter() - started
    shown = words_of(reply.render(answer, "card", system_clock().date()).parts)
    ranked = tuple(dict.fromkeys(hit.document.path for hit in findings.hits))
    return Asked(question, answer, shown, ranked, tuple(_unsupported(app, answer, shown)), seconds)


def _unsupported(app: App, answer: Answer, shown: str) -> Iterator[str]:
    """Lines that a passage they cite does not bear out, or that are not shown with their numbers; of lines
    that run on the last one has the number."""
    passages = {
        source.number: passage.text
        for source in answer.sources
        for passage in app.content.passages(source.document_id, EVERYONE)
        if passage.id == source.passage_id
    }
    for line in answer.lines:
        again = all(any(same(line.text, u.text) for u in units(passages[number])) for number in line.also)
        if not (_stands_in(line.text, passages[line.number]) and again and _numbered(line, shown)):
            yield f"{line.whole} [{line.number}]"


def _stands_in(text: str, passage: str) -> bool:
    cited = simple(passage)
    return all(simple(piece) in cited for piece in re.split(r" · |: ", text.strip("… \n")))


def _numbered(line: Line, shown: str) -> bool:
    numbers = "".join(f"[{number}]" for number in (line.number, *line.also))
    if line.shape == "code":
        return line.text in shown and (not line.lead or f"{line.lead} {numbers}" in shown)
    last = line.cells[-1][1] if line.cells else line.text
    # A page's own "[1]" is shown as "(1)".
    ended = _OWN_NUMBER.sub(r"(\1)", last)[-40:]
    return (ended if line.runs_on else f"{ended} {numbers}") in shown or f"… {numbers}" in shown


def figures(asked: Sequence[Asked]) -> dict[str, float]:
    answered = [one for one in asked if one.answered]
    lengths = [len(_WORDS.findall(_CITED.sub("", one.shown))) for one in answered] or [0]
    lines = sum(len(one.answer.lines) for one in asked)
    return {
        "questions": len(asked),
        "shown holds the answer": _share([one.holds for one in asked]),
        "answered": _share([one.answered for one in asked]),
        "of the answered": _share([one.holds for one in answered]),
        "of the abstained": _share([one.holds for one in asked if not one.answered]),
        "hit@1": _share([_grade(one)(one.ranked[:1]) > 0 for one in asked]),
        "ndcg@10": statistics.fmean(
            ndcg(one.ranked, dict.fromkeys(one.question.pages, 1), 10) for one in asked
        ),
        "page among sources": _share([bool(one.question.pages & _pages(one.answer)) for one in asked]),
        "supported": 1.0 - sum(len(one.unsupported) for one in asked) / max(lines, 1),
        "words p50": statistics.median(lengths),
        "words p90": sorted(lengths)[int(0.9 * (len(lengths) - 1))],
        "sources differ": sum(one.answer.differ for one in asked),
        "ms p50": statistics.median(one.seconds for one in asked) * 1000,
    }


def _share(yes: Sequence[bool]) -> float:
    return sum(yes) / len(yes) if yes else 0.0


def _grade(one: Asked) -> Callable[[Sequence[str]], int]:
    return lambda pages: len(one.question.pages & set(pages))


def _pages(answer: Answer) -> set[str]:
    return {source.document_id.partition("/")[2] for source in answer.sources}


def table(asked: Sequence[Asked]) -> str:
    kinds: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        kinds[one.question.kind].append(one)
    columns = {"all": figures(asked), **{kind: figures(some) for kind, some in sorted(kinds.items())}}
    rows = [("", *columns)]
    for name in columns["all"]:
        rows.append((name, *(f"{column[name]:.3f}".rstrip("0").rstrip(".") for column in columns.values())))
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


def failures(asked: Sequence[Asked]) -> Iterator[str]:
    for one in asked:
        if one.unsupported or not one.holds:
            want = " AND ".join(" / ".join(group) for group in one.question.answer)
            found = [n for n, page in enumerate(one.ranked, 1) if page in one.question.pages]
            yield (
                f"--- {one.question.id} ({one.question.kind}, {one.answer.kind}) {one.question.text}\n"
                f"want: {want}\npages: {', '.join(sorted(one.question.pages))} at {found or 'nowhere'}\n"
                + one.shown
                + "".join(f"\nUNSUPPORTED: {line}" for line in one.unsupported)
            )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--content", type=Path, required=True, help="a folder of Markdown pages")
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--data", type=Path, default=Path(".cornerman/relevance"))
    parser.add_argument(
        "--failures", action="store_true", help="list the questions whose answer is not shown"
    )
    parser.add_argument("--cold", action="store_true", help="embed passages and questions anew, to time it")
    chosen = parser.parse_args(arguments)
    if chosen.failures and any("unseen" in path.name for path in chosen.questions):
        parser.error("the unseen questions are run for their totals only")
    cache = EmbeddingCache(chosen.data / "asked.sqlite")
    app = opened(chosen.content, chosen.data, lambda one: one if chosen.cold else CachedEmbedder(one, cache))
    questions = [question for path in chosen.questions for question in read_questions(path)]
    asked = [ask(app, question) for question in questions]
    if chosen.failures:
        print("\n".join(failures(asked)))
    print(table(asked))
    return 0


if __name__ == "__main__":
    sys.exit(main())
