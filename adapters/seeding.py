"""People of the configuration file, brought into the database."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Identity, Person
from bot.linking import DEFAULT_LOCALE
from bot.ports import Choices, Store
from bot.settings import PersonSettings


def bring_people(store: Store, people: tuple[PersonSettings, ...], company_zone: str = "") -> None:
    """The file seeds people and their identities; a start that brings nothing new writes nothing. Who has
    the company's own zone keeps that of their profile."""
    seeds = {s.id: person_of(s) for s in people}
    identities = {identity_of(text): s.id for s in people for text in s.identities}
    with store.read() as uow:
        known = {p.id: p for p in uow.people.all()}
        choices = uow.people.choices()
        linked = {identity: id for id in seeds for identity in uow.people.identities_of(id)}
    wanted = {
        id: choices.get(id, Choices()).over(matched(person, known.get(id), company_zone))
        for id, person in seeds.items()
    }
    changed = [person for id, person in wanted.items() if known.get(id) != person]
    unlinked = [(identity, id) for identity, id in identities.items() if linked.get(identity) != id]
    if not changed and not unlinked:
        return
    with store.write() as uow:
        for person in changed:
            uow.people.save(person)
        for identity, id in unlinked:
            uow.people.link(identity, id)
        uow.commit()


def matched(person: Person, known: Person | None, company_zone: str) -> Person:
    """With what was found for them, where the file says nothing of their own: the CRM user (for which their
    id was once taken), and zone and locale of their profile."""
    if known is None:
        return person
    found = known.crm_user if known.crm_user != person.id else ""
    zone = known.zone if person.zone == company_zone else person.zone
    locale = known.locale if person.locale == DEFAULT_LOCALE else person.locale
    return replace(person, crm_user=person.crm_user or found, zone=zone, locale=locale)


def identity_of(text: str) -> Identity:
    platform, workspace, user = text.split(":", 2)
    return Identity(platform, workspace, user)


def person_of(seed: PersonSettings) -> Person:
    return Person(
        id=seed.id,
        name=seed.name,
        email=seed.email,
        roles=frozenset(seed.roles),
        groups=frozenset(seed.groups),
        zone=seed.zone,
        locale=seed.locale,
        currency=seed.currency,
        crm_user=seed.crm_user,
        manager_id=seed.manager or None,
    )
