"""The verdicts on many messages, added up and printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from adapters.note_scores.judge import FIELDS, RECORDS, Verdict

CRITICAL = ("amount", "stage", "close_date", "status")
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Counts:
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        if self.right + self.wrong:
            return self.right / (self.right + self.wrong)
        return 0.0 if self.missed else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """`taps` are those of every message that leaves something to save, `writing` how many messages do or
    are refused; `counts` by field, and of `records`."""

    messages: int
    intent: int
    exact: int
    unsafe: int
    wrong_record: int
    writing: int
    counts: dict[str, Counts]
    taps: tuple[int, ...]

    def together(self, fields: Iterable[str]) -> Counts:
        parts = [self.counts[name] for name in fields]
        return Counts(sum(p.right for p in parts), sum(p.wrong for p in parts), sum(p.missed for p in parts))


def scores_of(verdicts: Sequence[Verdict]) -> Scores:
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for verdict in verdicts:
        right.update(verdict.right)
        wrong.update(verdict.wrong)
        missed.update(verdict.missed)
    return Scores(
        messages=len(verdicts),
        intent=sum(v.intent for v in verdicts),
        exact=sum(v.exact for v in verdicts),
        unsafe=sum(v.unsafe for v in verdicts),
        wrong_record=sum(v.writes and v.wrong_record for v in verdicts),
        writing=sum(v.writes for v in verdicts),
        counts={name: Counts(right[name], wrong[name], missed[name]) for name in (RECORDS, *FIELDS)},
        taps=tuple(v.taps for v in verdicts if v.taps is not None),
    )


def interval(part: int, whole: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share."""
    share, square = part / whole, _Z * _Z
    centre = share + square / 2 / whole
    half = _Z * sqrt((share * (1 - share) + square / 4 / whole) / whole)
    scale = 1 + square / whole
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def ninetieth(values: Sequence[int]) -> int:
    """The smallest value that nine in ten do not exceed."""
    return sorted(values)[max(-(-9 * len(values) // 10) - 1, 0)]


def table(scores: Scores) -> str:
    n = scores.messages
    low, high = interval(scores.unsafe, n)
    lines = [
        f"messages {n}   intent {scores.intent / n:.3f}   exact match {scores.exact / n:.3f}",
        f"unsafe {scores.unsafe} of {n} = {scores.unsafe / n:.4f} (95% interval {low:.3f} to {high:.3f})"
        f"   wrong record {scores.wrong_record} of {scores.writing}",
    ]
    if scores.taps:
        lines.append(
            f"taps from message to saved: median {median(scores.taps):g}, "
            f"90th percentile {ninetieth(scores.taps)} (of {len(scores.taps)})"
        )
    lines.append(f"{'':<14} {'P':>6} {'R':>6} {'F1':>6} {'right':>6} {'wrong':>6} {'missed':>6}")
    lines += [
        _row(RECORDS, scores.counts[RECORDS]),
        _row("critical four", scores.together(CRITICAL)),
        *(_row(name, scores.counts[name]) for name in FIELDS),
    ]
    return "\n".join(lines)


def _row(name: str, c: Counts) -> str:
    figures = f"{c.precision:>6.3f} {c.recall:>6.3f} {c.f1:>6.3f}"
    return f"{name:<14} {figures} {c.right:>6} {c.wrong:>6} {c.missed:>6}"
