"""Who is asked when a page does not answer: its owner, or a desk."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from bot.chat import Person
from bot.ports import UnitOfWork
from bot.settings import DeskSettings


@dataclass(frozen=True, slots=True)
class NearPage:
    """One of the nearest pages, as the asker was shown it."""

    document_id: str
    title: str
    owner: str


@dataclass(frozen=True, slots=True)
class Route:
    """All `people` are asked at once, and the first answer counts. They are the members of `desk`, the owner
    of the page with that `title`, or somebody named."""

    people: tuple[Person, ...]
    desk: DeskSettings | None = None
    title: str = ""


def route(
    question: str,
    pages: Sequence[NearPage],
    desks: Sequence[DeskSettings],
    uow: UnitOfWork,
    *,
    passed_over: Collection[str],
    answered: bool,
) -> Route | None:
    """The first way that reaches somebody who is not `passed_over`; None where none does.

    Of an answer its page's owner knows most. Where there was none the nearest pages are a guess, and a desk
    that covers a word of the question goes first.
    """
    topical = [to_desk(desk, uow) for desk in desks if any(_said(t, question) for t in desk.topics)]
    ids = [page.document_id for page in pages]
    covering = [to_desk(d, uow) for d in desks if any(_covers(t, i) for t in d.topics for i in ids)]
    default = [to_desk(desk, uow) for desk in desks if desk.default]
    owners = [_owner(page, desks, uow) for page in pages if page.owner]
    first = owners if answered else topical
    ways = (_without(way, passed_over) for way in (*first, *owners, *topical, *covering, *default))
    return next((way for way in ways if way.people), None)


def to_desk(desk: DeskSettings, uow: UnitOfWork, passed_over: Collection[str] = ()) -> Route:
    members = [person for id in desk.members if id not in passed_over and (person := uow.people.get(id))]
    return Route(tuple(person for person in members if reachable(person, uow)), desk)


def reachable(person: Person, uow: UnitOfWork) -> bool:
    return uow.people.address_of(person.id) is not None or bool(uow.people.identities_of(person.id))


def owners(owner: str, desks: Sequence[DeskSettings], uow: UnitOfWork) -> tuple[Person, ...]:
    """Who a page's owner is, reachable or not: a person or a desk's members, by name."""
    if desk := _desk_named(owner, desks):
        return tuple(person for id in desk.members if (person := uow.people.get(id)))
    people = uow.people.by_name(owner)
    # A name that two people bear is nobody's.
    return tuple(people) if len(people) == 1 else ()


def _desk_named(owner: str, desks: Sequence[DeskSettings]) -> DeskSettings | None:
    named = (desk for desk in desks if owner.casefold() in (desk.id.casefold(), desk.name.casefold()))
    return next(named, None)


def _owner(page: NearPage, desks: Sequence[DeskSettings], uow: UnitOfWork) -> Route:
    desk = _desk_named(page.owner, desks)
    people = tuple(one for one in owners(page.owner, desks, uow) if reachable(one, uow))
    return Route(people, desk, title="" if desk else page.title)


def _without(way: Route, passed_over: Collection[str]) -> Route:
    people = tuple(person for person in way.people if person.id not in passed_over)
    return Route(people, way.desk, way.title)


def _is_pattern(topic: str) -> bool:
    return "/" in topic and " " not in topic


def _said(topic: str, question: str) -> bool:
    words = r"\s+".join(map(re.escape, topic.split()))
    return not _is_pattern(topic) and bool(
        re.search(rf"(?<!\w){words}(?:s|es)?(?!\w)", question, re.IGNORECASE)
    )


def _covers(topic: str, document_id: str) -> bool:
    return _is_pattern(topic) and fnmatchcase(document_id, topic)
