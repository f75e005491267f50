"""What `cornerman crm check` finds: whether a company's own CRM has all that Cornerman needs there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from adapters.crm.colleagues import Colleague
from adapters.crm.rules import Rules
from bot.chat import Person
from bot.sales import FieldName

Verdict: TypeAlias = Literal["ok", "missing", "note"]
AMOUNT_TYPES = ("ARR", "MRR", "ACV", "TCV")
"""What a note can say that an amount is."""
NAMED = 8
MATCHED = "`cornerman people sync` matches by e-mail address, or name their crm_user"


@dataclass(frozen=True, slots=True)
class Finding:
    """One plain sentence. `missing` is for an administrator to mend, a `note` for them to know."""

    verdict: Verdict
    said: str


@dataclass(frozen=True, slots=True)
class TheirStage:
    label: str
    is_closed: bool
    is_won: bool


def words_of(rules: Rules) -> Mapping[FieldName, tuple[str, ...]]:
    """What Cornerman writes into fields that may be lists of options."""
    return {
        "amount_type": AMOUNT_TYPES,
        "competitors": rules.competitors,
        "verifiers": tuple(verifier.id for verifier in rules.verifiers),
        "reason": rules.loss_reasons,
    }


def ok(said: str) -> Finding:
    return Finding("ok", said)


def missing(said: str) -> Finding:
    return Finding("missing", said)


def note(said: str) -> Finding:
    return Finding("note", said)


def options(field: str, label: str, words: Sequence[str], taken: Collection[str] | None) -> Iterator[Finding]:
    """`taken` are the options there, None where any value goes."""
    lacking = [word for word in words if taken is not None and word not in taken]
    if lacking:
        yield missing(
            f"“{label}” has no option {_listed(lacking)}: add it there, or take it out of {field} here"
        )


def stages(rules: Rules, theirs: Mapping[str, str], known: Mapping[str, TheirStage]) -> Iterator[Finding]:
    """`theirs`: our stage id → what the CRM calls it; `known`: what the CRM calls a stage → that stage."""
    fitting = 0
    for stage in rules.stages:
        there = known.get(theirs[stage.id])
        if there is None:
            values = _listed([_called(value, one) for value, one in known.items()])
            yield missing(
                f"there is no stage {theirs[stage.id]}: give “{stage.name}” a `crm_value`, one of {values}"
            )
        elif (there.is_closed, there.is_won) != (stage.is_closed, stage.is_won):
            here, otherwise = _end(stage.is_closed, stage.is_won), _end(there.is_closed, there.is_won)
            yield missing(f"stage “{stage.name}” is {here} here and {otherwise} there: let them agree")
        else:
            fitting += 1
    yield ok(f"{fitting} of {len(rules.stages)} stages are there")
    rest = [one.label for value, one in known.items() if value not in theirs.values()]
    if rest:
        yield note(f"no stage here stands for {_listed(rest)}: Cornerman moves nothing there")


def people(
    persons: Sequence[Person], colleagues: Sequence[Colleague], names: Mapping[str, str]
) -> Iterator[Finding]:
    """Who speaks there as whom. `names`: what else a CRM user may be given as → their id."""
    by_id = {one.crm_user: one for one in colleagues}
    fitting = 0
    for person in persons:
        user = by_id.get(names.get(person.crm_user, person.crm_user))
        who = f"{person.name} ({person.id})"
        if not person.crm_user:
            verdict: Verdict = "missing" if "rep" in person.roles else "note"
            yield Finding(verdict, f"{who} is no user of the CRM and logs nothing; {MATCHED}")
        elif user is None:
            yield missing(
                f"{who} is to write as {person.crm_user}, who has no active account there; {MATCHED}"
            )
        elif _differ(person.email, user.email):
            there = f"{user.name} <{user.email}>"
            yield missing(
                f"{who} <{person.email}> is to write as {there}: name another crm_user, or one address"
            )
        else:
            fitting += 1
    yield ok(f"{fitting} of {len(persons)} people write as their own user")


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one.casefold() != other.casefold()


def _called(value: str, stage: TheirStage) -> str:
    return value if value == stage.label else f"{value} ({stage.label})"


def _end(is_closed: bool, is_won: bool) -> str:
    return "won" if is_won else "lost" if is_closed else "open"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return f"{shown} and {len(names) - NAMED} more" if len(names) > NAMED else shown
